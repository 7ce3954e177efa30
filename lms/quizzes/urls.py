from django.urls import path

from . import views

app_name = "quizzes"
urlpatterns = [
    path("quizzes/<int:quiz_id>/start/", views.begin, name="begin_quiz"),
    path("quizzes/attempts/<int:attempt_id>/", views.show_attempt, name="show_attempt"),
    path("quizzes/attempts/<int:attempt_id>/answers/", views.save_answers, name="save_answers"),
    path("quizzes/attempts/<int:attempt_id>/check/", views.check_answers, name="check_answers"),
    path("quizzes/attempts/<int:attempt_id>/submit/", views.hand_in, name="hand_in_attempt"),
    path("quizzes/attempts/<int:attempt_id>/result/", views.show_result, name="show_result"),
]
