from django.urls import path

from . import paper_views, practice_views, views

app_name = "scenarios"
urlpatterns = [
    path("scenarios/<int:scenario_id>/start/", views.begin, name="begin_scenario"),
    path("scenarios/<int:scenario_id>/card.pdf", paper_views.download_card, name="download_card"),
    path("scenarios/incident-report/", paper_views.practise_report, name="practise_report"),
    path("scenarios/words/", views.choose_words, name="choose_words"),
    path("scenarios/attempts/<int:attempt_id>/", views.show_attempt, name="show_attempt"),
    path("scenarios/attempts/<int:attempt_id>/reply/", views.reply, name="give_reply"),
    path("scenarios/attempts/<int:attempt_id>/finish/", views.finish, name="finish_attempt"),
    path("scenarios/attempts/<int:attempt_id>/debrief/", views.show_debrief, name="show_debrief"),
    path("scenarios/<int:scenario_id>/practice/", practice_views.begin, name="begin_practice"),
    path("scenarios/practice/<int:practice_id>/", practice_views.show_practice, name="show_practice"),
    path("scenarios/practice/<int:practice_id>/reply/", practice_views.reply, name="practise_reply"),
    path("scenarios/practice/<int:practice_id>/debrief/", practice_views.show_debrief, name="show_practice_debrief"),
]
