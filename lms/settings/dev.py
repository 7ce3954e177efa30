"""Development and demonstration: SQLite under ``var/``, demo accounts allowed, mail kept as files."""

import os

from .base import *  # noqa: F403
from .base import DATA_DIR

DEBUG = os.environ.get("DJANGO_DEBUG", "0") == "1"
SECRET_KEY = os.environ.get("SECRET_KEY", "development-only-not-a-secret")
DEMO_ALLOWED = True
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = DATA_DIR / "mail"
