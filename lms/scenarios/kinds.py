"""The words of a scenario: channels, endings, speakers, actions, moods, and the bounds of what may be written."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy, pgettext_lazy

__all__ = [
    "ACTIONS",
    "FORMAT",
    "FORMAT_VERSION",
    "LONGEST",
    "LONGEST_SECONDS",
    "MINUTE_SETTINGS",
    "MOODS",
    "MOST_CONDITIONS",
    "MOST_LINES",
    "MOST_REPLIES",
    "MOST_SCENES",
    "MOST_STEPS",
    "SETTING_NAMES",
    "Action",
    "Channel",
    "Ending",
    "Is",
    "Speaker",
    "What",
]

FORMAT, FORMAT_VERSION = "kindness-scenario", 1

MOST_SCENES = 1_000
MOST_REPLIES = 8
MOST_LINES = 12
MOST_STEPS = 20
MOST_CONDITIONS = 8

#: The longest texts, by what they are.
LONGEST = {
    "title": 120,
    "summary": 120,
    "about": 300,
    "situation": 2_000,
    "line": 600,
    "reply": 400,
    "reason": 800,
    "rule": 300,
}

#: Institution settings that texts, conditions and clocks may name.
SETTING_NAMES = ("warn_count", "notice_after_minutes", "call_limit_minutes", "always_record")
MINUTE_SETTINGS = ("notice_after_minutes", "call_limit_minutes")

#: The longest simulated call: two hours.
LONGEST_SECONDS = 7_200


class Channel(TextChoices):
    """Where the clerk meets the citizen."""

    PHONE = "phone", pgettext_lazy("channel", "Phone")
    COUNTER = "counter", pgettext_lazy("channel", "Counter")
    ONLINE = "online", pgettext_lazy("channel", "Online")


class Ending(TextChoices):
    """How a scenario may end."""

    MODEL = "model", gettext_lazy("model ending")
    PARTIAL = "partial", gettext_lazy("partial ending")
    DANGER = "danger", gettext_lazy("dangerous ending")


class Speaker(TextChoices):
    """Who says a line."""

    CITIZEN = "citizen", gettext_lazy("citizen")
    CLERK = "clerk", gettext_lazy("clerk")
    LEADER = "leader", gettext_lazy("team leader")
    COLLEAGUE = "colleague", gettext_lazy("colleague")
    NARRATOR = "narrator", gettext_lazy("narrator")


class Action(TextChoices):
    """What a clerk can do instead of speaking."""

    HOLD = "hold", gettext_lazy("put on hold")
    CALL_LEADER = "call_leader", gettext_lazy("call the team leader")
    RECORD_NOTICE = "record_notice", gettext_lazy("announce the recording")
    WARN = "warn", gettext_lazy("warn")
    END_CALL = "end_call", gettext_lazy("end the call")
    BELL = "bell", gettext_lazy("press the emergency bell")
    MOVE = "move", gettext_lazy("move to another place")
    EVACUATE = "evacuate", gettext_lazy("lead people out")
    NOTE = "note", gettext_lazy("write it down")
    REPORT = "report", gettext_lazy("report")


ACTIONS = tuple(Action.values)

#: 0 relieved … 5 furious.
MOODS = range(6)


class What(TextChoices):
    """What a condition looks at."""

    MOOD = "mood", gettext_lazy("mood")
    SAFETY = "safety", gettext_lazy("safety")
    PROCEDURE = "procedure", gettext_lazy("procedure")
    EMPATHY = "empathy", gettext_lazy("empathy")
    SECONDS = "seconds", gettext_lazy("seconds")
    WARNINGS = "warnings", gettext_lazy("warnings given")
    FLAG = "flag", gettext_lazy("flag")
    STEP = "step", gettext_lazy("protocol step")
    SETTING = "setting", gettext_lazy("institution setting")


class Is(TextChoices):
    """How a condition compares."""

    AT_LEAST = "at_least", gettext_lazy("at least")
    AT_MOST = "at_most", gettext_lazy("at most")
    SET = "set", gettext_lazy("is so")
    NOT_SET = "not_set", gettext_lazy("is not so")
