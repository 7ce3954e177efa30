"""From what happened to a mail in the box: planned, sent, once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lms.notices.choices import State
from lms.notices.models import Delivery, Notice
from lms.notices.services import notify, send_due

from .conftest import ON, OPTIONAL, THURSDAY

pytestmark = pytest.mark.django_db


def tell(person, reason="course:1", **fields):
    fields = {"kind": OPTIONAL, "on": ON, "at": THURSDAY, "link": "/courses/", "subject": {"course": "민원"}} | fields
    return notify(person=person, reason=reason, **fields)


def test_what_happened_arrives_in_the_mailbox_once(learner, mailoutbox):
    tell(learner)
    assert tell(learner) is None
    send_due(at=THURSDAY)
    send_due(at=THURSDAY + timedelta(minutes=5))
    assert [mail.to for mail in mailoutbox] == [[learner.email]]
    assert Delivery.objects.get().state == State.SENT
    assert Notice.objects.count() == 1
