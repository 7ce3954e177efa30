"""Addresses below ``/admin/pledge-rallies/``."""

from django.urls import path

from . import posters, rallies

app_name = "rally_staff"
urlpatterns = [
    path("<int:rally_id>/", rallies.show_rally, name="show_rally"),
    path("<int:rally_id>/board/", rallies.change_board, name="change_board"),
    path("<int:rally_id>/sheet/", rallies.print_sheet, name="print_sheet"),
    path("<int:rally_id>/enter/", rallies.enter_sheet, name="enter_sheet"),
    path("tree/<int:campaign_id>/", posters.show_posters, name="show_posters"),
    path("tree/<int:campaign_id>/poster/<str:size>/", posters.download_poster, name="download_poster"),
    path("tree/<int:campaign_id>/picture/", posters.download_picture, name="download_picture"),
]
