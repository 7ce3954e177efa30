"""Makes the demo catalogue through the same doors a trainer uses: revisions, publishing, runs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from django.contrib.auth.models import Group
from django.core.files.images import ImageFile
from django.core.management.base import CommandError, OutputWrapper
from wagtail.images.models import Image
from wagtail.models import Page

from lms.people.models import Audience, Person

from ..models import CatalogPage, CourseCategory, CoursePage, LessonPage, SectionPage
from ..services import grant_section, open_run, open_self_paced_run
from .content import HERE, body, course_files, read_course

__all__ = ["TRAINER_GROUP", "seed"]

TRAINER_GROUP = "친절교육 담당"


@dataclass(frozen=True)
class DemoSection:
    """A section of the demo catalogue and the categories that stand in it."""

    slug: str
    title: str
    introduction: str
    categories: tuple[str, ...]


SECTIONS = (
    DemoSection(
        "customer-satisfaction",
        "고객만족",
        "창구와 전화에서 시민을 만나는 직원, 그 직원과 함께 일하는 간부공무원을 위한 과정입니다.",
        ("service", "leadership"),
    ),
    DemoSection(
        "special-complaints-response",
        "특이민원",
        "폭언과 위협으로부터 나와 동료를 지키고, 절차에 따라 대응하는 법을 익히는 과정입니다.",
        ("protection",),
    ),
)


def seed(*, at: datetime, stdout: OutputWrapper | None = None, folder: Path = HERE) -> None:
    """Complete the demo catalogue. Raises CommandError naming a picture that a course file names and nobody drew."""
    trainer = Person.objects.filter(employee_number="trainer").first()
    sections = _sections(trainer)
    files = course_files(folder)
    for path in files:
        course = _course(path, sections=sections, trainer=trainer, at=at)
        open_self_paced_run(course)
    last_year = at.year - 1
    special = CoursePage.objects.filter(slug="special-complaints").first()
    if special is not None:
        open_run(
            course=special,
            label=f"{last_year}년 1기",
            opens_on=date(last_year, 9, 1),
            closes_on=date(last_year, 10, 31),
        )
    if stdout is not None:
        stdout.write(f"courses: {CoursePage.objects.count()} courses, {LessonPage.objects.count()} text lessons")


def _sections(trainer: Person | None) -> dict[str, SectionPage]:
    """Section by category slug."""
    catalogue = CatalogPage.objects.get()
    group, _ = Group.objects.get_or_create(name=TRAINER_GROUP)
    if trainer is not None:
        trainer.groups.add(group)
    by_category: dict[str, SectionPage] = {}
    for section in SECTIONS:
        page = _child(
            catalogue,
            SectionPage(title=section.title, slug=section.slug, introduction=section.introduction),
            owner=trainer,
        )
        grant_section(section=page, group=group)
        by_category |= dict.fromkeys(section.categories, page)
    return by_category


def _course(path: Path, *, sections: dict[str, SectionPage], trainer: Person | None, at: datetime) -> CoursePage:
    content = read_course(path)
    facts = content["course"]

    def find_picture(file: str, description: str) -> Image:
        title = Path(file).stem.replace(facts["slug"], facts["title"]).replace("-", " ")
        return _picture(path.parent / "pictures", file, title=title, description=description, owner=trainer)

    existing = CoursePage.objects.filter(slug=facts["slug"]).first()
    if existing is not None:
        course = existing
    else:
        picture = find_picture(facts["picture"], facts["picture_alt"])
        course = _child(
            sections[facts["category"]],
            CoursePage(
                title=facts["title"],
                slug=facts["slug"],
                summary=facts["summary"],
                category=CourseCategory.objects.get(slug=facts["category"]),
                audience=_executives() if facts["audience"] == "executives" else None,
                picture=picture,
                introduction=facts["introduction"].strip(),
                who_for=facts["who_for"],
                objectives=[("objective", text) for text in facts["objectives"]],
                recognised_minutes=facts["recognised_minutes"],
            ),
            owner=trainer,
        )
        _backdate(course, at)
    for lesson in content["lessons"]:
        if course.get_children().filter(slug=lesson["slug"]).exists():
            continue
        blocks = body(
            lesson["blocks"],
            name=f"{facts['slug']}/{lesson['slug']}",
            picture=find_picture,
        )
        page = LessonPage(
            title=lesson["title"],
            slug=lesson["slug"],
            summary=lesson["summary"],
            estimated_minutes=lesson["estimated_minutes"],
            is_required=lesson["is_required"],
            watch_percent=lesson.get("watch_percent", 0),
        )
        page.body = page.body.stream_block.to_python(blocks)
        _backdate(_child(course, page, owner=trainer), at)
    return CoursePage.objects.get(pk=course.pk)


def _child(parent: Page, page: Any, *, owner: Person | None) -> Any:
    """The child of that slug, made and published as a trainer would when it is not there."""
    existing = type(page).objects.child_of(parent).filter(slug=page.slug).first()
    if existing is not None:
        return existing
    page.live = False
    page.owner = owner
    parent.refresh_from_db()
    parent.add_child(instance=page)
    # The trainer owns what stands in the section; the section itself was an administrator's to make.
    page.save_revision(user=owner, log_action=True).publish(user=owner, skip_permission_checks=True)
    return type(page).objects.get(pk=page.pk)


def _backdate(page: Page, at: datetime) -> None:
    """The demo's past year of learning needs courses that were there."""
    published_at = datetime(at.year - 1, 1, 12, 0, 30, tzinfo=UTC)
    page.revisions.update(created_at=published_at)
    Page.objects.filter(pk=page.pk).update(
        first_published_at=published_at, last_published_at=published_at, latest_revision_created_at=published_at
    )


def _executives() -> Audience:
    audience, _ = Audience.objects.get_or_create(
        name="간부공무원",
        defaults={
            "description": "국장, 구청장, 과장, 동장 등 조직을 이끄는 직원",
            "clauses": [("executive", {"join": "or", "value": "yes"})],
        },
    )
    return audience


def _picture(folder: Path, file: str, *, title: str, description: str, owner: Person | None) -> Image:
    """The picture in Wagtail's library, by its title."""
    path = folder / file
    if not path.is_file():
        raise CommandError(f"A course names the picture {file}, but {folder.name}/{file} does not exist.")
    existing: Image | None = Image.objects.filter(title=title).first()
    if existing is not None:
        return existing
    image = Image(title=title, description=description[:255], uploaded_by_user=owner)
    image.file = ImageFile(BytesIO(path.read_bytes()), name=file)
    image.save()
    return image
