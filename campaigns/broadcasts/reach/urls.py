from django.urls import path

from .views import EpisodeView, ExportView, ReachView

app_name = "broadcasts_reach"
urlpatterns = [
    path("reach/", ReachView.as_view(), name="show"),
    path("reach/export/", ExportView.as_view(), name="export"),
    path("reach/episodes/<int:episode_id>/", EpisodeView.as_view(), name="episode"),
]
