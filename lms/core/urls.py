from django.urls import path

from . import views

app_name = "core"
urlpatterns = [
    path("healthz", views.healthz, name="show_health"),
    path("readyz", views.readyz, name="show_readiness"),
    path("me/", views.show_me, name="show_me"),
    path("media/<path:path>", views.serve_media, name="serve_media"),
]
