from django.urls import path

from . import admin_views as views
from .knowing_views import KnowingView

app_name = "scenarios_admin"
urlpatterns = [
    path("new/<int:course_id>/check/", views.CheckNewView.as_view(), name="check_new"),
    path("new/<int:course_id>/import/", views.ImportNewView.as_view(), name="import_new"),
    path(
        "new/<slug:content_type_app_name>/<slug:content_type_model_name>/<int:parent_page_id>/try/",
        views.TryNewView.as_view(),
        name="try_new",
    ),
    path("<int:scenario_id>/check/", views.CheckDraftView.as_view(), name="check_draft"),
    path("<int:page_id>/try/", views.TryPathView.as_view(), name="try_path"),
    path("<int:scenario_id>/survey/", views.SurveyView.as_view(), name="show_survey"),
    path("<int:scenario_id>/played/", KnowingView.as_view(), name="show_played"),
    path("<int:scenario_id>/map/", views.MapView.as_view(), name="download_map"),
    path("<int:scenario_id>/export/", views.ExportView.as_view(), name="export_scenario"),
    path("<int:scenario_id>/import/", views.ReplaceView.as_view(), name="replace_draft"),
]
