from django.urls import path

from . import views

app_name = "people"
urlpatterns = [
    path("my/settings/", views.show_settings, name="show_settings"),
    path("my/settings/addresses/<slug:kind>/", views.change_address, name="change_address"),
    path("my/session/", views.extend_session, name="extend_session"),
    path("my/access/", views.show_access_records, name="show_access_records"),
]
