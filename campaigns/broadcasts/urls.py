from django.urls.resolvers import URLPattern, URLResolver

app_name = "broadcasts"
urlpatterns: list[URLPattern | URLResolver] = []
