"""The demo catalogue: complete, repeatable, and clear about what is missing."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.management.base import CommandError
from wagtail.images.models import Image
from wagtail.models import Page, Revision

from lms.courses.demo import seed
from lms.courses.demo.content import HERE, course_files, read_course
from lms.courses.models import CoursePage, CourseRun, LessonPage, SectionPage
from lms.courses.services import lessons_of
from tests.cast import SEOUL

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 23, 9, 0, tzinfo=SEOUL)


def counts() -> dict[str, int]:
    models = (Page, Revision, Image, CourseRun, CoursePage, LessonPage, SectionPage)
    return {model.__name__: model.objects.count() for model in models}


def test_the_demo_is_complete_and_a_second_run_changes_nothing(trainer: Any) -> None:
    seed(at=AT)
    first = counts()
    assert first["CoursePage"] == 3
    assert CourseRun.objects.filter(is_self_paced=True).count() == 3
    assert CourseRun.objects.get(is_self_paced=False).closes_on.year == 2025
    for course in CoursePage.objects.all():
        assert course.live
        assert course.picture is not None
        assert len(course.objectives) >= 3
        assert len(lessons_of(course)) >= 6
        assert course.owner is None or course.owner.employee_number == "trainer"
    assert CoursePage.objects.get(slug="customer-leadership").audience.name == "간부공무원"
    assert Page.find_problems() == ([], [], [], [], [])
    seed(at=AT)
    assert counts() == first


def test_what_an_editor_changed_stays_changed() -> None:
    seed(at=AT)
    lesson = LessonPage.objects.first()
    lesson.title = "고친 제목"
    lesson.save_revision().publish()
    seed(at=AT)
    lesson.refresh_from_db()
    assert lesson.title == "고친 제목"


def test_every_lesson_is_shown(learner: Any, sign_in: Any) -> None:
    from tests.builders import enrolled

    seed(at=AT)
    client = sign_in(learner)
    for course in CoursePage.objects.all():
        enrolled(learner, course, source="manager")
        for card in lessons_of(course):
            response = client.get(card.url)
            assert response.status_code == 200
            assert card.title in response.content.decode()


@pytest.mark.parametrize("path", course_files(), ids=lambda path: path.stem)
def test_every_text_of_a_course_has_room(path: Path) -> None:
    content = read_course(path)
    assert len(content["course"]["summary"]) <= 120
    assert len(content["course"]["who_for"]) <= 200
    assert all(len(text) <= 120 for text in content["course"]["objectives"])
    stream = LessonPage._meta.get_field("body").stream_block
    for lesson in content["lessons"]:
        assert len(lesson["summary"]) <= 120
        assert {block["type"] for block in lesson["blocks"]} <= set(stream.child_blocks)


def test_a_picture_that_nobody_drew_is_named(tmp_path: Path) -> None:
    shutil.copy(HERE / "customer-mindset.toml", tmp_path)
    (tmp_path / "pictures").mkdir()
    with pytest.raises(CommandError) as missing:
        seed(at=AT, folder=tmp_path)
    assert "customer-mindset.svg" in str(missing.value)


def test_a_course_of_ones_own_is_read_from_its_folder(tmp_path: Path) -> None:
    picture = '<svg xmlns="http://www.w3.org/2000/svg" width="16" height="9" viewBox="0 0 16 9"></svg>'
    (tmp_path / "pictures").mkdir()
    (tmp_path / "pictures/own.svg").write_text(picture)
    (tmp_path / "own.toml").write_text(
        """
[course]
slug = "own"
title = "우리 과정"
summary = "한 문장"
category = "service"
audience = "all"
recognised_minutes = 30
picture = "own.svg"
picture_alt = "그림"
objectives = ["할 수 있습니다."]
who_for = "모두"
introduction = "<p>소개</p>"

[[lessons]]
slug = "one"
title = "하나"
summary = "첫 차시"
estimated_minutes = 3
is_required = false

[[lessons.blocks]]
type = "image"
file = "own.svg"
alt = "같은 그림"

[[lessons.blocks]]
type = "checklist"
title = "확인"
items = ["가", "나"]
""",
        encoding="utf-8",
    )
    seed(at=AT, folder=tmp_path)
    course = CoursePage.objects.get()
    assert course.recognised_minutes == 30
    lesson = LessonPage.objects.get()
    assert not lesson.is_required
    assert [block.block_type for block in lesson.body] == ["image", "checklist"]
    assert list(lesson.body[1].value["items"]) == ["가", "나"]
    assert Image.objects.get().description == "그림"
