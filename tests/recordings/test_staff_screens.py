"""The screens of one recording: for whom they open, and what saving them changes."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from wagtail.models import Collection, GroupCollectionPermission

from lms.recordings.models import Recording
from lms.recordings.staff.viewsets import RecordingForm
from tests.builders import build_person, build_recording

ONE_RECORDING = ("edit", "delete", "usage", "history", "history_results")


@pytest.fixture
def collections(db):
    """Of two bureaus."""
    root = Collection.get_first_root_node()
    return [root.add_child(name=name) for name in ("복지국", "도시국")]


@pytest.fixture
def maker(collections):
    """Makes recordings for the first bureau only."""
    group = Group.objects.create(name="복지국 제작자")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    for codename in ("add_media", "change_media"):
        permission = Permission.objects.get(codename=codename, content_type__app_label="wagtailmedia")
        GroupCollectionPermission.objects.create(group=group, collection=collections[0], permission=permission)
    person = build_person()
    person.groups.add(group)
    return person


def screen(name, recording):
    return reverse(f"recordings_staff:{name}", args=[recording.pk])


def facts(recording, **changes):
    """What the edit screen sends."""
    return {
        "title": recording.title,
        "language": "ko",
        "voice_note": "",
        "licence": "",
        "licensed_until": "",
        "collection": recording.collection_id,
    } | changes


@pytest.mark.parametrize("name", ONE_RECORDING)
def test_a_recording_of_another_bureau_stays_closed(client, maker, collections, name):
    own, foreign = (build_recording(collection=each) for each in collections)
    client.force_login(maker)
    assert client.get(screen(name, own)).status_code == 200
    assert client.get(screen(name, foreign)).status_code == 302
    assert client.post(screen(name, foreign), facts(foreign, title="바뀐 제목")).status_code in (302, 405)
    assert Recording.objects.get(pk=foreign.pk).title == foreign.title


def test_a_recording_is_not_moved_to_another_bureau(client, maker, collections):
    own = build_recording(collection=collections[0])
    client.force_login(maker)
    assert client.post(screen("edit", own), facts(own, collection=collections[1].pk)).status_code == 200
    assert client.post(screen("edit", own), facts(own, title="새 제목")).status_code == 302
    own.refresh_from_db()
    assert (own.collection, own.title) == (collections[0], "새 제목")


def test_what_somebody_uploads_lies_where_they_may_go_on_with_it(client, maker, collections, arrive, media):
    recording = arrive(media("tone.mp3"), person=maker).recording
    assert recording.collection == collections[0]
    client.force_login(maker)
    assert client.get(screen("captions", recording)).status_code == 200


def test_saving_leaves_what_the_worker_adopted_meanwhile(client, administrator, monkeypatch):
    recording = build_recording(title="첫 제목")
    client.force_login(administrator)
    is_valid = RecordingForm.is_valid

    def adopt_meanwhile(form):
        Recording.objects.filter(pk=recording.pk).update(file="new.m4a", duration_ms=5_000, thumbnail="posters/new.jpg")
        return is_valid(form)

    monkeypatch.setattr(RecordingForm, "is_valid", adopt_meanwhile)
    assert client.post(screen("edit", recording), facts(recording, title="새 제목")).status_code == 302
    recording.refresh_from_db()
    kept = (recording.title, recording.file.name, recording.duration_ms, recording.thumbnail.name)
    assert kept == ("새 제목", "new.m4a", 5_000, "posters/new.jpg")
