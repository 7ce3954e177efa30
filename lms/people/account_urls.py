"""``/accounts/…``: allauth's pages, ours in front of them where a city needs something else."""

from django.urls import include, path
from django.views.generic import RedirectView

from . import views

urlpatterns = [
    path("login/", views.sign_in, name="account_login"),
    path("logout/", views.sign_out, name="account_logout"),
    # The work mail belongs to HR: nobody manages addresses here.
    path("email/", RedirectView.as_view(pattern_name="people:show_settings"), name="account_email"),
    path("sessions/", include("allauth.usersessions.urls")),
    path("", include("allauth.account.urls")),
]
