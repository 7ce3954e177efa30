"""The files of an episode."""

from django.urls import path

from . import files

urlpatterns = [
    path("broadcasts/episodes/<int:episode_id>/file/", files.show_episode_file, name="show_episode_file"),
    path("broadcasts/episodes/<int:episode_id>/poster/", files.show_episode_poster, name="show_episode_poster"),
    path("broadcasts/episodes/<int:episode_id>/captions/", files.show_episode_captions, name="show_episode_captions"),
]
