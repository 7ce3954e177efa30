"""Production: refuses to start without a secret key, speaks HTTPS only, never seeds demo content by accident."""

import os

from .base import *  # noqa: F403

SECRET_KEY = os.environ["SECRET_KEY"]
DEMO_ALLOWED = False
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = os.environ.get("SECURE_SSL_REDIRECT", "1") == "1"
SECURE_HSTS_SECONDS = int(os.environ.get("SECURE_HSTS_SECONDS", "31536000"))
SESSION_COOKIE_SECURE = True
# How many processes serve is not known here.
SESSION_CACHE_ALIAS = "default" if os.environ.get("CACHE_URL") else "nothing"
CSRF_COOKIE_SECURE = True
