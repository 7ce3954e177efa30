"""The served city of the journeys: as ``make run`` serves it, but hundreds of passwords are hashed quickly."""

from lms.settings.dev import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
