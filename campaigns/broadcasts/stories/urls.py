from django.urls import path

from . import views

urlpatterns = [
    path("broadcasts/stories/new/", views.send_story, name="send_story"),
    path("my/stories/", views.list_stories, name="list_stories"),
    path("my/stories/<int:story_id>/withdraw/", views.withdraw, name="withdraw_story"),
]
