"""Wagtail's page privacy is switched off: whom a course or campaign is for, its audience says."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.documents.models import Document
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction

from tests.builders import build_course, build_lesson, enrolled, home_page
from tests.pledges.builders import build_campaign

PAGES = [model for model in apps.get_models() if issubclass(model, Page) and model is not Page]


@pytest.mark.parametrize("model", PAGES, ids=lambda model: model._meta.label)
def test_no_kind_of_page_offers_privacy(model: type[Page]) -> None:
    assert model.private_page_options == []


@pytest.mark.django_db
@pytest.mark.parametrize("build", [home_page, build_course, build_campaign, Page.get_first_root_node])
@pytest.mark.parametrize("kind", ["password", "login", "groups"])
def test_a_restriction_that_is_posted_by_hand_is_not_kept(
    administrator: Any, sign_in: Any, build: Any, kind: str
) -> None:
    typed = {"restriction_type": kind, "password": "열려라", "groups": [Group.objects.get(name="trainer").pk]}
    sign_in(administrator).post(reverse("wagtailadmin_pages:set_privacy", args=[build().pk]), typed)
    assert not PageViewRestriction.objects.exists()


@pytest.mark.django_db
def test_the_editor_says_nothing_of_privacy(administrator: Any, sign_in: Any) -> None:
    course = build_course(lessons=0)
    edit = sign_in(administrator).get(reverse("wagtailadmin_pages:edit", args=[course.pk]))
    assert edit.status_code == 200
    assert reverse("wagtailadmin_pages:set_privacy", args=[course.pk]) not in edit.content.decode()
    assert "set-privacy" not in edit.content.decode()


@pytest.mark.django_db
def test_a_restriction_left_over_from_before_closes_neither_the_page_nor_what_stands_beside_it(
    learner: Any, sign_in: Any, clock: Any
) -> None:
    client, course, campaign = sign_in(learner), build_course(lessons=0), build_campaign()
    lesson = build_lesson(course)
    enrolled(learner, course)
    for page in (course, campaign):
        left = PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.GROUPS)
        left.groups.add(Group.objects.get(name="trainer"))
    addresses = [course.url, lesson.url, campaign.url, reverse("pledges:show_tree", args=[campaign.slug])]
    assert [client.get(address).status_code for address in addresses] == [200, 200, 200, 200]


@pytest.mark.django_db
def test_the_privacy_of_a_collection_still_holds_for_its_documents(learner: Any, sign_in: Any) -> None:
    collection = Collection.get_first_root_node().add_child(name="시험지")
    restriction = CollectionViewRestriction.objects.create(collection=collection, restriction_type="groups")
    restriction.groups.add(Group.objects.get(name="trainer"))
    document = Document.objects.create(title="답안", file="documents/answers.pdf", collection=collection)
    response = sign_in(learner).get(document.url)
    assert response.status_code == 302
    assert document.url in response.url
