"""Every address of the product. The only file, with the entry points, that knows every app."""

from django.urls import include, path, re_path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from lms.core.serving import serve

urlpatterns = [
    # Wagtail's own sign-in, sign-out and account pages would pass by ours.
    path("admin/", include("lms.people.admin_urls")),
    path("admin/", include(wagtailadmin_urls)),
    path("accounts/", include("lms.people.account_urls")),
    path("documents/", include(wagtaildocs_urls)),
    path("i18n/", include("django.conf.urls.i18n")),
    path("", include("lms.core.urls")),
    path("", include("lms.people.urls")),
    path("", include("lms.notices.urls")),
    path("", include("lms.recordings.urls")),
    path("", include("lms.courses.urls")),
    path("", include("lms.learning.urls")),
    path("", include("lms.quizzes.urls")),
    path("", include("lms.scenarios.urls")),
    path("", include("lms.certificates.urls")),
    path("", include("lms.reports.urls")),
    path("", include("campaigns.broadcasts.urls")),
    path("", include("campaigns.pledges.urls")),
    # Our door in front of Wagtail's: the same pages, found by address in one query.
    re_path(wagtail_urls.serve_pattern, serve),
    path("", include(wagtail_urls)),
]
