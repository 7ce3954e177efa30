from django.urls import include, path
from django.urls.resolvers import URLPattern, URLResolver

app_name = "broadcasts"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("campaigns.broadcasts.archive.urls")),
    path("", include("campaigns.broadcasts.on_air.urls")),
    path("", include("campaigns.broadcasts.stories.urls")),
    path("", include("campaigns.broadcasts.feed.urls")),
]
