"""Every form in which staff edit a model of ours names its fields in Korean, whichever room it is in.

A field without a verbose name is named by Django after its code, and no catalogue misses it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.apps import apps
from wagtail.contrib.settings.registry import registry as settings_models
from wagtail.contrib.settings.views import get_setting_edit_handler
from wagtail.models import Page
from wagtail.snippets.models import get_snippet_models

HANGUL = re.compile("[가-힣]")
PAGES = [model for model in apps.get_models() if issubclass(model, Page) and model is not Page]
MODELS = [*PAGES, *get_snippet_models(), *settings_models]


def _handler(model):
    if issubclass(model, Page):
        return model.get_edit_handler()
    return model.snippet_viewset._edit_handler if hasattr(model, "snippet_viewset") else get_setting_edit_handler(model)


def _with_children(panel) -> Iterator:
    yield panel
    for child in getattr(panel, "children", ()):
        yield from _with_children(child)


@pytest.mark.django_db
@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_field_of_the_form_has_a_korean_name(model, administrator, rf):
    request, instance = rf.get("/"), model()
    request.user = administrator
    parents = [parent() for parent in model.allowed_parent_page_models()] if issubclass(model, Page) else []
    further = {"parent_page": parents[0]} if parents else {}
    handler = _handler(model)
    form = handler.get_form_class()(instance=instance, for_user=administrator, **further)
    bound = handler.get_bound_panel(instance=instance, request=request, form=form)
    fields = [each.bound_field for each in _with_children(bound) if getattr(each, "bound_field", None) is not None]
    assert fields
    assert [f"{field.name}: {field.label}" for field in fields if not HANGUL.search(str(field.label))] == []
