"""How a reply is offered: what is said stands in quotation marks, what is done does not."""

from __future__ import annotations

import pytest
from django.utils import translation

from lms.scenarios.engine import Settings
from lms.scenarios.kinds import Action
from lms.scenarios.scenes import Reply
from lms.scenarios.telling import offer


@pytest.mark.parametrize(
    ("text", "action", "label", "is_action", "is_quoted"),
    [
        ("차량번호를 말씀해 주시겠습니까?", None, "말", False, True),
        ("(두 손을 보이며) 앉아서 같이 보시지요.", None, "말", False, False),
        ("(등을 돌려 서류를 찾는다)", None, "행동", True, False),
        ("“욕설을 멈춰 주세요.”", Action.WARN, "경고", True, False),
    ],
)
def test_words_are_quoted_and_deeds_are_told(text, action, label, is_action, is_quoted):
    with translation.override("ko"):
        offered = offer(Reply("a", text, ("next",), action=action), Settings(), is_masked=True)

    assert (offered.label, offered.is_action, offered.is_quoted) == (label, is_action, is_quoted)
