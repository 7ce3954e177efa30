"""Nothing outside the admin: ``wagtail_hooks`` puts ``admin_urls`` behind Wagtail's gate."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
