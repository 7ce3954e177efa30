"""Makes the demo series through the doors a trainer uses: recordings, captions, revisions, publishing."""

from __future__ import annotations

import tempfile
import tomllib
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.contrib.auth.models import Group
from django.core.management.base import OutputWrapper
from django.utils import timezone
from wagtail.models import Page

from lms.core.dates import day_words
from lms.core.working_days import is_working_day
from lms.courses.services import grant_section
from lms.people.models import Person
from lms.recordings.demo.making import can_make
from lms.recordings.demo.seeder import publish_made
from lms.recordings.models import Recording

from ..blocks import STANDARD_PARTS
from ..models import BroadcastIndexPage, BroadcastSeries, Episode
from .making import make_episode
from .plan import plan_days

__all__ = ["SERIES_SLUG", "scripts", "seed_series"]

HERE = Path(__file__).parent
SERIES_SLUG = "good-morning"
LICENCE = "가온시 자체 제작(견본), 출연자 없음, 시그널 음악 자체 제작"
THEMES = ("고객만족", "명언", "건강", "관계", "문화")
GROUP = "친절교육 담당"


def scripts() -> list[dict[str, Any]]:
    """The ten episodes in order of airing: the first week's, then the second's."""
    paths = sorted((HERE / "episodes").glob("*.toml"))
    found = [tomllib.loads(path.read_text(encoding="utf-8")) for path in paths]
    weeks = [path.stem.rpartition("-")[2] for path in paths]
    return [
        each for _week, each in sorted(zip(weeks, found, strict=True), key=lambda pair: (pair[0], pair[1]["weekday"]))
    ]


def seed_series(*, at: datetime, stdout: OutputWrapper | None = None) -> None:
    """Complete the series by slug: two weeks of working days, this one and the last, and the next day to come.

    Without espeak-ng or ffmpeg there is a series and no episode.
    """
    trainer = Person.objects.filter(employee_number="trainer").first()
    index = BroadcastIndexPage.objects.first()
    if trainer is None or index is None:
        return
    series = _series(index, trainer)
    episodes = scripts()
    have = set(Episode.objects.child_of(series).values_list("slug", flat=True))
    missing = [each for each in episodes if each["slug"] not in have]
    if missing and not can_make():
        if stdout is not None:
            stdout.write("broadcasts: left out, because espeak-ng or ffmpeg is missing")
        return
    days = plan_days(timezone.localdate(at), [each["weekday"] for each in episodes], works=is_working_day)
    for place, script in enumerate(episodes):
        if place in days and script in missing:
            _episode(series, script, days[place], trainer, at)
    if stdout is not None:
        stdout.write(f"broadcasts: {Episode.objects.child_of(series).count()} episodes with recordings")


def _series(index: BroadcastIndexPage, trainer: Person) -> BroadcastSeries:
    found = BroadcastSeries.objects.child_of(index).filter(slug=SERIES_SLUG).first()
    if found is None:
        series = BroadcastSeries(
            title="좋은아침! 친절방송",
            slug=SERIES_SLUG,
            summary="아침 4분, 오늘의 친절 한마디와 동료의 사연",
            presenters="한누리(민원여권과), 오새봄(인재개발과)",
        )
        weekdays = [
            {"type": "weekday", "value": {"weekday": str(weekday), "theme": theme, "parts": _standard_parts()}}
            for weekday, theme in enumerate(THEMES)
        ]
        series.weekdays = series.weekdays.stream_block.to_python(weekdays)
        _add(index, series, trainer)
        found = BroadcastSeries.objects.get(pk=series.pk)
    group, _is_new = Group.objects.get_or_create(name=GROUP)
    grant_section(section=found, group=group)
    return found


def _standard_parts() -> list[dict[str, Any]]:
    return [{"kind": kind, "title": "", "planned_seconds": seconds} for kind, seconds in STANDARD_PARTS]


def _episode(series: BroadcastSeries, script: dict[str, Any], day: date, trainer: Person, at: datetime) -> None:
    words = f"{day.month}월 {day.day}일 {'월화수목금토일'[day.weekday()]}요일"
    parts = [each | {"script": each["script"].strip().replace("{day}", words)} for each in script["segments"]]
    title = f"{script['title']} · {day_words(day)}"
    with tempfile.TemporaryDirectory() as name:
        made = make_episode([each["script"] for each in parts], Path(name))
        recording = publish_made(
            made.made,
            slug=f"broadcast-{script['slug']}",
            title=title,
            by=trainer,
            at=at,
            licence=LICENCE,
        )
    airs_at = timezone.make_aware(datetime.combine(day, series.airs_at_time))
    page = Episode(
        title=script["title"],
        slug=script["slug"],
        theme=THEMES[day.weekday()],
        summary=script["summary"],
        airs_at=airs_at,
        recording=Recording.objects.get(pk=recording.pk),
        credits="글 인재개발과 · 음성 합성(espeak-ng) · 시그널 음악 자체 제작",
    )
    page.segments = page.segments.stream_block.to_python(
        [
            {"type": "segment", "value": {**part, "starts_at_seconds": begins}}
            for part, begins in zip(parts, made.begins, strict=True)
        ]
    )
    page.pulse = page.pulse.stream_block.to_python([{"type": "pulse", "value": script["pulse"]}])
    _add(series, page, trainer)
    # It was ready the afternoon before it was heard.
    published_at = min(at, airs_at - timedelta(hours=17))
    page.revisions.update(created_at=published_at)
    Page.objects.filter(pk=page.pk).update(
        first_published_at=published_at, last_published_at=published_at, latest_revision_created_at=published_at
    )


def _add(parent: Page, page: Any, owner: Person) -> None:
    page.live, page.owner = False, owner
    parent.refresh_from_db()
    parent.add_child(instance=page)
    page.save_revision(user=owner, log_action=True).publish(user=owner, skip_permission_checks=True)
