from django.urls import path

from . import lobby, plan, taking_off

app_name = "broadcasts_staff"
urlpatterns = [
    path("plan/", plan.show_month, name="plan"),
    path("plan/<int:year>/", plan.show_year, name="year"),
    path("plan/<int:year>/<int:month>/", plan.show_month, name="month"),
    path("lobby/", lobby.show_address, name="lobby"),
    path("lobby/change/", lobby.change_address, name="change_lobby"),
    path("episodes/<int:episode_id>/take-off/", taking_off.take_off, name="take_off"),
]
