"""Two addresses of the Wagtail admin that must not pass by our own sign-in and sign-out. Included above Wagtail's."""

from django.urls import path

from . import views

urlpatterns = [
    path("login/", views.redirect_admin_sign_in),
    path("logout/", views.sign_out),
]
