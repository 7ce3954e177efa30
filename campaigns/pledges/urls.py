from django.urls import path
from django.urls.resolvers import URLPattern, URLResolver

from . import tree_views

app_name = "pledges"
urlpatterns: list[URLPattern | URLResolver] = [
    path("campaigns/<str:slug>/tree/", tree_views.show_tree, name="show_tree"),
    path("campaigns/<str:slug>/tree/<int:unit_id>/", tree_views.show_branch, name="show_branch"),
]
