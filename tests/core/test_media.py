"""Authors' files at their plain address: pictures are there, documents only where Wagtail asks who may see them."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from wagtail.documents import get_document_model
from wagtail.models import Collection, CollectionViewRestriction


@pytest.fixture
def secret(db):
    """A document in a collection that only the trainers may see."""
    collection = Collection.get_first_root_node().add_child(name="비공개")
    restriction = CollectionViewRestriction.objects.create(
        collection=collection, restriction_type=CollectionViewRestriction.GROUPS
    )
    restriction.groups.add(Group.objects.get(name="trainer"))
    document = get_document_model()(title="비공개 문서", collection=collection)
    document.file.save("secret.pdf", ContentFile(b"secret"))
    return document


@pytest.mark.parametrize("detour", ["", "./", "x/../", "../media/", "x/./../"])
def test_a_document_is_not_read_past_its_collection(sign_in, learner, secret, detour):
    client = sign_in(learner)
    assert client.get(f"/media/{detour}{secret.file.name}").status_code == 404
    assert client.get(secret.url).status_code == 302, "Wagtail asks who may"


def test_a_picture_is_served(sign_in, learner):
    name = default_storage.save("images/leaf.png", ContentFile(b"a leaf"))
    response = sign_in(learner).get(f"/media/{name}")
    assert (response.status_code, b"".join(response)) == (200, b"a leaf")


def test_a_document_that_everybody_may_see_has_an_address_of_its_own(sign_in, learner):
    document = get_document_model()(title="안내문")
    document.file.save("guide.pdf", ContentFile(b"a guide"))
    response = sign_in(learner).get(document.url)
    assert (response.status_code, b"".join(response)) == (200, b"a guide")
