from django.urls import path

from .admin_views import CorrectKeyView, QuestionsView

app_name = "quizzes_admin"
urlpatterns = [
    path("<int:quiz_id>/questions/", QuestionsView.as_view(), name="show_questions"),
    path("<int:quiz_id>/questions/<int:version_id>/key/", CorrectKeyView.as_view(), name="correct_key"),
]
