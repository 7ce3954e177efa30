"""Addresses of the Wagtail admin that must not pass by our own sign-in, sign-out and staff register.

Included above Wagtail's own.
"""

from django.urls import path
from wagtail.admin.auth import require_admin_access

from . import views

urlpatterns = [
    path("login/", views.redirect_admin_sign_in),
    path("logout/", views.sign_out),
    path("account/", require_admin_access(views.admin_account)),
]
