"""WSGI entry point."""

import gc
import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings.production")

application = get_wsgi_application()

# Half a million objects of the frameworks never die. Left to itself the collector walks them every few hundred
# requests, a tenth of a second in which this process answers nobody; frozen, they are no longer looked at.
import_module(settings.ROOT_URLCONF)
# Loaded here, so that the first certificate does not wait for it.
import_module("lms.core.pdf_engine")
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 100)
