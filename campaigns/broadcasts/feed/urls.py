from django.urls import path

from . import views

urlpatterns = [
    path("broadcasts/feed/<str:secret>.xml", views.show_feed, name="show_feed"),
    path(
        "broadcasts/feed/<str:secret>/<int:episode_id>.<str:suffix>", views.show_recording, name="show_feed_recording"
    ),
    path("broadcasts/feed/<str:secret>/<int:episode_id>/captions/", views.show_transcript, name="show_feed_transcript"),
    path("broadcasts/feed/<str:secret>/<int:episode_id>/chapters/", views.show_chapters, name="show_feed_chapters"),
    path("broadcasts/calendar/<str:secret>.ics", views.show_calendar, name="show_calendar"),
]
