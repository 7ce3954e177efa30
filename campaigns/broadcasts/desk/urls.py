"""Addresses below ``/admin/broadcasts/``."""

from django.urls import path

from . import desk, queue

app_name = "broadcasts_desk"
urlpatterns = [
    path("stories/", queue.QueueView.as_view(), name="stories"),
    path("stories/results/", queue.QueueView.as_view(results_only=True), name="stories_results"),
    path("stories/<int:story_id>/", queue.review_story, name="story"),
    path("stories/<int:story_id>/sender/", queue.show_sender, name="sender"),
    path("episodes/<int:episode_id>/desk/", desk.show_desk, name="desk"),
    path("episodes/<int:episode_id>/desk/insert/", desk.insert_story, name="insert_story"),
    path("episodes/<int:episode_id>/prompter/", desk.show_prompter, name="prompter"),
]
