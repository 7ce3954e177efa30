from django.urls import include, path
from django.urls.resolvers import URLPattern, URLResolver

app_name = "pledges"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("campaigns.pledges.signing_urls")),
    path("", include("campaigns.pledges.tree_urls")),
    path("", include("campaigns.pledges.habit_urls")),
]
