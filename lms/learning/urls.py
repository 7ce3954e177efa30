from django.urls import path

from . import views, watching

app_name = "learning"
urlpatterns = [
    path("my/", views.show_my_learning, name="show_my_learning"),
    path("my/completions/<int:completion_id>/", views.show_completion, name="show_completion"),
    path("learning/runs/<int:run_id>/enrol/", views.create_enrolment, name="create_enrolment"),
    path("learning/enrolments/<int:enrolment_id>/withdraw/", views.withdraw_enrolment, name="withdraw_enrolment"),
    path("learning/enrolments/<int:enrolment_id>/lessons/<int:lesson_id>/open/", views.open_lesson, name="open_lesson"),
    path("learning/enrolments/<int:enrolment_id>/lessons/<int:lesson_id>/place/", views.save_place, name="save_place"),
    path(
        "learning/enrolments/<int:enrolment_id>/lessons/<int:lesson_id>/complete/",
        views.complete_lesson,
        name="complete_lesson",
    ),
    path(
        "learning/enrolments/<int:enrolment_id>/lessons/<int:lesson_id>/mistakes/",
        views.report_mistake,
        name="report_mistake",
    ),
    path("learning/lessons/<int:lesson_id>/recordings/<int:recording_id>/file/", watching.show_file, name="show_file"),
    path(
        "learning/lessons/<int:lesson_id>/recordings/<int:recording_id>/poster/",
        watching.show_poster,
        name="show_poster",
    ),
    path(
        "learning/lessons/<int:lesson_id>/recordings/<int:recording_id>/captions/",
        watching.show_captions,
        name="show_captions",
    ),
    path(
        "learning/lessons/<int:lesson_id>/recordings/<int:recording_id>/played/",
        watching.play_recording,
        name="play_recording",
    ),
    path("learning/played/", watching.keep_played, name="keep_played"),
    path("learning/courses/<int:course_id>/trial/", views.change_trial, name="change_trial"),
]
