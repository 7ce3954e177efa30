"""Addresses of what follows the signature: one's practice, units' promises, small days."""

from django.urls import path

from .calendar_views import show_calendar, show_calendar_file
from .practice_views import answer_practice, show_practice
from .unit_views import list_unit_promises, write_unit_promise

urlpatterns = [
    path("my/practice/", show_practice, name="show_practice"),
    path("my/practice/<int:pledge_id>/<int:day>/", answer_practice, name="answer_practice"),
    path("campaigns/units/", list_unit_promises, name="list_unit_promises"),
    path("campaigns/units/<int:unit_id>/<int:year>-<int:number>/", write_unit_promise, name="write_unit_promise"),
    path("campaigns/calendar/", show_calendar, name="show_calendar"),
    path("campaigns/calendar/<slug:secret>.ics", show_calendar_file, name="show_calendar_file"),
]
