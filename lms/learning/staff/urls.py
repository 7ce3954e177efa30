"""Addresses below ``/admin/learning/``."""

from django.urls import path

from . import completions, mistakes, records, rosters, trials

app_name = "learning_staff"
urlpatterns = [
    path("runs/", rosters.RunsView.as_view(), name="runs"),
    path("runs/results/", rosters.RunsView.as_view(results_only=True), name="runs_results"),
    path("runs/<int:run_id>/roster/", rosters.RosterView.as_view(), name="roster"),
    path("runs/<int:run_id>/roster/results/", rosters.RosterView.as_view(results_only=True), name="roster_results"),
    path("enrolments/<int:enrolment_id>/", records.show_enrolment, name="enrolment"),
    path("enrolments/<int:enrolment_id>/lessons/<int:lesson_id>/grant/", records.grant, name="grant"),
    path("completions/", completions.CompletionsView.as_view(), name="completions"),
    path("completions/results/", completions.CompletionsView.as_view(results_only=True), name="completions_results"),
    path("completions/paper/", completions.enter_paper, name="enter_paper"),
    path("completions/<int:completion_id>/void/", completions.void, name="void"),
    path("mistakes/", mistakes.MistakesView.as_view(), name="mistakes"),
    path("mistakes/results/", mistakes.MistakesView.as_view(results_only=True), name="mistakes_results"),
    path("mistakes/<int:report_id>/", mistakes.answer, name="answer"),
    path("courses/<int:course_id>/trial/", trials.show_trial, name="trial"),
]
