from django.urls import path

from . import views

app_name = "notices"
urlpatterns = [
    path("my/notices/", views.list_notices, name="list_notices"),
    path("my/notices/read/", views.mark_all_read, name="mark_all_read"),
    path("my/notices/settings/", views.show_preferences, name="show_preferences"),
    path("my/notices/settings/renew-key/", views.renew_key, name="renew_key"),
    path("my/notices/<uuid:notice_id>/open/", views.open_notice, name="open_notice"),
    path("mail/off/<str:token>/", views.unsubscribe, name="unsubscribe"),
]
