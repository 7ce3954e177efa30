"""Reading, signing, one's own pledges."""

from django.urls import path

from .views import mine, reading, signing

urlpatterns = [
    path("campaigns/<str:slug>/sign/", signing.sign_campaign, name="sign_campaign"),
    path("campaigns/<str:slug>/recordings/<int:recording_id>/", reading.show_file, name="show_file"),
    path("campaigns/<str:slug>/recordings/<int:recording_id>.vtt", reading.show_captions, name="show_captions"),
    path("my/pledges/", mine.list_pledges, name="list_pledges"),
    path("my/pledges/<int:pledge_id>/withdraw/", mine.withdraw_pledge, name="withdraw_pledge"),
    path("my/pledges/<int:pledge_id>/promise/", mine.mend, name="mend_promise"),
    path("my/pledges/<int:pledge_id>/document.pdf", mine.download_document, name="download_document"),
    path("my/pledges/<int:pledge_id>/promise.png", mine.show_picture, name="show_picture"),
]
