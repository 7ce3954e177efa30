"""Listening together, later, and telling of it."""

from django.urls import path

from . import lobby, rehearsal, roll_call, views

urlpatterns = [
    path("broadcasts/on-air/", views.show_on_air, name="show_on_air"),
    path("broadcasts/on-air/clock/", views.tell_time, name="tell_time"),
    path("broadcasts/on-air/mine/", views.show_mine, name="show_mine"),
    path("broadcasts/on-air/rehearsal/<int:episode_id>/", rehearsal.show_rehearsal, name="rehearse"),
    path("broadcasts/on-air/rehearsal/<int:episode_id>/mine/", rehearsal.tell_rehearsal, name="rehearse_mine"),
    path("broadcasts/on-air/pulse/", views.answer_pulse, name="answer_pulse"),
    path("broadcasts/listening/", views.keep_listening, name="keep_listening"),
    path("broadcasts/episodes/<int:episode_id>/play/", views.play_episode, name="play_episode"),
    path("my/broadcasts/", views.list_own, name="list_own"),
    path("broadcasts/lobby/<str:key>/", lobby.show_lobby, name="show_lobby"),
    path("broadcasts/lobby/<str:key>/<int:episode_id>/sound/", lobby.play_in_lobby, name="play_in_lobby"),
    path("broadcasts/roll-call/", roll_call.show_roll_call, name="show_roll_call"),
    path("broadcasts/roll-call/code/", roll_call.show_code, name="show_roll_call_code"),
    path("broadcasts/roll-call/here/", roll_call.enter_code, name="enter_roll_call"),
    path("broadcasts/roll-call/scan/<str:word>/", roll_call.scan_code, name="scan_roll_call"),
    path("broadcasts/roll-call/here/<str:claim>/", roll_call.confirm, name="confirm_roll_call"),
]
