"""Addresses below ``/admin/reports/completion/``, behind Wagtail's own gate."""

from django.urls import path

from .views import ExportView, OverviewView, PersonView, RosterView

app_name = "reports"
urlpatterns = [
    path("", OverviewView.as_view(), name="show_overview"),
    path("people/", RosterView.as_view(), name="list_people"),
    path("people/results/", RosterView.as_view(results_only=True), name="list_people_results"),
    path("people/<int:person_id>/", PersonView.as_view(), name="show_person"),
    path("export/", ExportView.as_view(), name="export_people"),
]
