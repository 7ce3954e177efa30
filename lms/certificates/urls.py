from django.urls import path

from . import views

app_name = "certificates"
urlpatterns = [
    path("my/certificates/", views.list_certificates, name="list_certificates"),
    path("certificates/<uuid:certificate_id>.pdf", views.download_certificate, name="download_certificate"),
    path("verify/", views.verify, name="verify"),
    path("verify/<str:code>/", views.verify_code, name="verify_code"),
]
