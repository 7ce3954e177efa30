"""The tree, the board of a rally, and being there."""

from django.urls import path

from . import board_views, rally_views, tree_views

urlpatterns = [
    path("campaigns/rallies/board/<str:key>/", board_views.show_board, name="show_board"),
    path("campaigns/rallies/board/<str:key>/news/", board_views.tell_news, name="tell_news"),
    path("campaigns/rallies/board/<str:key>/whole/", board_views.read_whole, name="read_whole"),
    path("campaigns/rallies/board/<str:key>/code/", board_views.show_code, name="show_code"),
    path("campaigns/rallies/<int:rally_id>/here/<str:word>/", rally_views.scan_code, name="scan_code"),
    path("campaigns/rallies/<int:rally_id>/attend/", rally_views.attend_rally, name="attend_rally"),
    path("campaigns/<str:slug>/tree/", tree_views.show_tree, name="show_tree"),
    path("campaigns/<str:slug>/tree/<int:unit_id>/", tree_views.show_branch, name="show_branch"),
]
