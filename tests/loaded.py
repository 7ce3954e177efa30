"""What a process of the tests has done before it begins: Django is loaded as ``manage.py`` loads a worker."""

from __future__ import annotations

import django

django.setup()
