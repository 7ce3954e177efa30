from django.urls import path

from . import views

app_name = "recordings"
urlpatterns = [
    path("recordings/files/<str:ticket>/", views.serve_file, name="serve_file"),
]
