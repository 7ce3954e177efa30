"""Settings shared by every environment. Every switch is an environment variable; no application imports."""

import os
from datetime import date
from pathlib import Path
from typing import Any

import dj_database_url

BASE_DIR = Path(__file__).resolve().parents[2]
DATA_DIR = Path(os.environ.get("LMS_DATA_DIR", BASE_DIR / "var")).resolve()
DATA_DIR.mkdir(parents=True, exist_ok=True)

DEBUG = False
ALLOWED_HOSTS = [host for host in os.environ.get("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]").split(",") if host]
# How many proxies of ours stand in front: only so many hops of X-Forwarded-For are believed.
TRUSTED_PROXIES = int(os.environ.get("TRUSTED_PROXIES", "0"))
CSRF_TRUSTED_ORIGINS = [origin for origin in os.environ.get("CSRF_TRUSTED_ORIGINS", "").split(",") if origin]

INSTALLED_APPS = [
    "lms.core",
    "lms.people",
    "lms.notices",
    "lms.recordings",
    "lms.courses",
    "lms.learning",
    "lms.quizzes",
    "lms.scenarios",
    "lms.certificates",
    "lms.reports",
    "campaigns.broadcasts",
    "campaigns.pledges",
    "allauth",
    "allauth.account",
    "allauth.usersessions",
    "wagtailmedia",
    "wagtail.contrib.settings",
    "wagtail.contrib.redirects",
    "wagtail.contrib.typed_table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django_tasks",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
]

MIDDLEWARE = [
    "lms.core.middleware.SecurityHeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "lms.core.middleware.CookieLocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "lms.core.middleware.DoorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    # Before anything that looks into the database for what stands in the address.
    "lms.core.middleware.HandMadeRequestMiddleware",
    "lms.recordings.middleware.NotPublishableMiddleware",
    # A renamed or moved page leaves a redirect behind; only a 404 asks for it.
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "lms.urls"
WSGI_APPLICATION = "lms.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["lms.core.templatetags.frame"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
            ],
        },
    },
]

DATABASES = {
    "default": dj_database_url.parse(
        os.environ.get("DATABASE_URL") or f"sqlite:///{DATA_DIR / 'db.sqlite3'}",
        conn_max_age=600,
        conn_health_checks=False,
    )
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # IMMEDIATE takes the write lock when a transaction begins, so that two writers wait instead of failing.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA busy_timeout=20000;",
        # What the whole site asks stays prepared; the usual 128 statements are those of ten pages.
        "cached_statements": 1000,
    }
elif os.environ.get("KEEP_PLANS", "1") == "1":
    # PostgreSQL plans what every page asks once per connection (``core.prepared``), a third of the time of a page.
    # Behind a pooler that hands connections on between transactions: KEEP_PLANS=0.
    DATABASES["default"].setdefault("OPTIONS", {})["prepare_threshold"] = 3
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES: dict[str, dict[str, Any]]
if os.environ.get("CACHE_URL"):
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": os.environ["CACHE_URL"],
            "KEY_PREFIX": os.environ.get("CACHE_PREFIX", "lms"),
        }
    }
else:
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
            "OPTIONS": {"MAX_ENTRIES": 10_000},
        }
    }

# What names its own edition, or may be a minute old, is kept beside the code: a trip to the shared cache costs as much
# as a small query.
CACHES["process"] = {
    "BACKEND": "lms.core.process_cache.ProcessCache",
    "LOCATION": "process",
    "OPTIONS": {"MAX_ENTRIES": 2_000},
}

CACHES["nothing"] = {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}

SESSION_ENGINE = "lms.people.sessions"  # cached_db that knows when it ends
# Without a shared cache another process would go on believing a session that was ended in this one.
SESSION_CACHE_ALIAS = "default" if os.environ.get("CACHE_URL") or os.environ.get("WORKERS", "1") == "1" else "nothing"
SESSION_COOKIE_AGE = int(os.environ.get("SESSION_HOURS", "9")) * 3600
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "lms.core.views.csrf_failure"

AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = [
    "allauth.account.auth_backends.AuthenticationBackend",
    "django.contrib.auth.backends.ModelBackend",
    "lms.people.backends.UnitManagerBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("employee_number", "name", "email")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 9}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "lms.people.adapter.StaffAccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = "employee_number"
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_PREVENT_ENUMERATION = True
# Whoever asks for a mail address that nobody has gets the same answer, and nobody gets a mail.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_RATE_LIMITS = {
    # A city hall signs in from one address at 08:50: no brake on sign-ins, a wide one on wrong passwords by address.
    "login": None,
    "login_failed": os.environ.get("SIGN_IN_FAILURES", "5/10m/key,300/m/ip"),
}
# Noting every request would write to the database on GET and costs two thirds of the throughput (measured: 837 → 472
# empty views a second); the session list shows when and where each sign-in happened.
USERSESSIONS_TRACK_ACTIVITY = False

LANGUAGE_CODE = "ko"
LANGUAGES = [("ko", "한국어"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "lms/locale", BASE_DIR / "lms/locale_supplement"]
TIME_ZONE = "Asia/Seoul"
USE_TZ = True
FORMAT_MODULE_PATH = ["lms.settings.formats"]
# Days off that the calendar of public holidays does not know yet (임시공휴일): 2027-05-06,2027-08-14
EXTRA_HOLIDAYS = frozenset(date.fromisoformat(day) for day in os.environ.get("EXTRA_HOLIDAYS", "").split(",") if day)

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [
    BASE_DIR / "static",
    ("vendor/krds", BASE_DIR / "node_modules/krds-uiux/resources/fonts"),
    ("vendor/htmx", BASE_DIR / "node_modules/htmx.org/dist"),
    ("vendor/noto-sans-kr", BASE_DIR / "node_modules/@fontsource-variable/noto-sans-kr"),
]
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # Documents that are never addressed by path: certificates.
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DATA_DIR / "private", "base_url": None},
    },
    # Video and audio: a file leaves by a ticket only.
    "recordings": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DATA_DIR / "recordings", "base_url": None},
    },
    "staticfiles": {"BACKEND": "lms.core.storage.HashedModulesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# /readyz answers 503 when no worker gave a sign of life for so long; 0 where the web is watched apart from the worker.
READY_WORKER_SECONDS = int(os.environ.get("READY_WORKER_SECONDS", "60"))

EMAIL_BACKEND = "lms.notices.smtp.EmailBackend"
EMAIL_HOST = os.environ.get("EMAIL_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("EMAIL_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("EMAIL_USE_TLS", "0") == "1"
EMAIL_USE_SSL = os.environ.get("EMAIL_USE_SSL", "0") == "1"
# A server that says nothing for so long is hung up on.
EMAIL_TIMEOUT = int(os.environ.get("EMAIL_TIMEOUT", "20"))
# What the mail server takes from us without slowing others down.
MAILS_PER_MINUTE = int(os.environ.get("MAILS_PER_MINUTE", "120"))
DEFAULT_FROM_EMAIL = os.environ.get("DEFAULT_FROM_EMAIL", "no-reply@gaon.example")

WAGTAIL_SITE_NAME = "친절배움터"
WAGTAILADMIN_BASE_URL = os.environ.get("BASE_URL", "http://localhost:8000")
WAGTAILADMIN_LOGIN_URL = "account_login"
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAIL_I18N_ENABLED = False
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []  # an embed would contact another host
WAGTAILIMAGES_EXTENSIONS = ["gif", "jpg", "jpeg", "png", "webp", "svg"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "hwp", "hwpx", "pdf", "pptx", "xlsx", "zip"]
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILMEDIA = {"MEDIA_MODEL": "recordings.Recording"}

MEGABYTE = 1024 * 1024
# Unfinished uploads; several web hosts must share this folder.
RECORDINGS_UPLOAD_DIR = os.environ.get("RECORDINGS_UPLOAD_DIR", str(DATA_DIR / "uploads"))
RECORDINGS_MOST_BYTES = int(os.environ.get("RECORDINGS_MOST_MEGABYTES", "2048")) * MEGABYTE
RECORDINGS_UPLOAD_QUOTA = int(os.environ.get("RECORDINGS_UPLOAD_QUOTA_MEGABYTES", "20480")) * MEGABYTE
# Loudness after conversion, EBU R128: -23 is the recommendation itself, -18 suits phones (R128 s2).
RECORDINGS_LUFS = float(os.environ.get("RECORDINGS_LUFS", "-23"))
# Behind nginx: the internal location that holds the recordings, for example /internal/recordings/. Empty: we send them.
RECORDINGS_ACCEL_PREFIX = os.environ.get("RECORDINGS_ACCEL_PREFIX", "")

# Stories sent in for the broadcast are deleted after so many days; what was read on air stays in its transcript.
STORIES_KEPT_DAYS = int(os.environ.get("STORIES_KEPT_DAYS", "365"))
# How fast a presenter reads, breathing included, and how long the slot of a morning is.
SPOKEN_SYLLABLES_PER_MINUTE = int(os.environ.get("SPOKEN_SYLLABLES_PER_MINUTE", "300"))
BROADCAST_SLOT_SECONDS = int(os.environ.get("BROADCAST_SLOT_SECONDS", "600"))

WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}

X_FRAME_OPTIONS = "SAMEORIGIN"
SECURE_REFERRER_POLICY = "same-origin"
SILENCED_SYSTEM_CHECKS: list[str] = []
