"""Addresses of the staff screens that are not Wagtail's own; they share the viewset's name space."""

from __future__ import annotations

from django.urls import path

from .captioning import CaptionsView, publish
from .uploading import UploadView, begin, piece

urlpatterns = [
    path("new/", UploadView.as_view(), name="add"),
    path("uploads/", begin, name="upload_begin"),
    path("uploads/<uuid:upload_id>/", piece, name="upload_piece"),
    path("<int:recording_id>/file/", UploadView.as_view(), name="replace"),
    path("<int:recording_id>/captions/", CaptionsView.as_view(), name="captions"),
    path("<int:recording_id>/publish/", publish, name="publish"),
]
