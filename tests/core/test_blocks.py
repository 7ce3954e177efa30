"""Shared blocks: what an editor is offered, and what a learner gets."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from wagtail.blocks import Block
from wagtail.images.tests.utils import get_test_image_file, get_test_image_file_svg
from wagtail.models import Page

from lms.core.blocks import LessonBodyBlock
from lms.courses.models import LessonPage
from tests.builders import build_course, build_lesson

pytestmark = pytest.mark.django_db

BODY = LessonPage._meta.get_field("body").stream_block
CHILDREN = list(BODY.child_blocks.items())


@pytest.mark.parametrize(("name", "block"), CHILDREN, ids=[name for name, _ in CHILDREN])
def test_every_block_says_what_it_is_for(name: str, block: Block) -> None:
    assert block.label
    assert block.get_description()
    assert block.meta.group
    assert block.meta.icon != "placeholder"
    assert block.meta.template.startswith(("blocks/", "courses/"))


@pytest.mark.parametrize(("name", "block"), CHILDREN, ids=[name for name, _ in CHILDREN])
def test_every_block_shows_itself_in_the_picker(name: str, block: Block, administrator: Any, sign_in: Any) -> None:
    assert block.is_previewable
    response = sign_in(administrator).get(reverse("wagtailadmin_block_preview"), {"id": block.definition_prefix})
    assert response.status_code == 200
    content = response.content.decode()
    assert "css/components/reading.css" in content
    assert len(content.split('class="wrap main"')[1].split("</main>")[0].strip()) > 80


def test_blocks_stand_in_three_families() -> None:
    assert list(dict.fromkeys(str(block.meta.group) for _, block in CHILDREN)) == [
        "글",
        "그림·표·파일",
        "실전",
    ]


def test_every_block_of_a_lesson_is_an_anchor() -> None:
    lesson = build_lesson(build_course(lessons=0), body=[("heading", "처음"), ("paragraph", "<p>다음</p>")])
    html = lesson.body.stream_block.render(lesson.body)
    for block in LessonPage.objects.get(pk=lesson.pk).body:
        assert f'id="{block.id}" data-block="{block.id}"' in html


def render(kind: str, value: Any) -> str:
    block = BODY.child_blocks[kind]
    return block.render(block.to_python(value), {})


def test_markup_in_plain_texts_is_shown_not_run() -> None:
    script = "<script>alert(1)</script>"
    line = {"speaker": script, "side": "citizen", "text": script}
    samples = {
        "heading": script,
        "quote": {"text": script, "source": script},
        "checklist": {"title": script, "items": [script]},
        "dialogue": {"title": script, "lines": [{"id": "1", "type": "item", "value": line}], "note": script},
        "callout": {"tone": "tip", "title": script, "text": "<p>글</p>"},
    }
    for kind, value in samples.items():
        html = render(kind, value)
        assert "<script>" not in html
        assert "&lt;script&gt;" in html


@pytest.mark.parametrize(
    ("tone", "css"),
    [
        ("tip", "callout--tip"),
        ("warning", "callout--caution"),
        ("important", "callout--important"),
        ("info", "callout"),
    ],
)
def test_a_callout_looks_like_its_tone(tone: str, css: str) -> None:
    html = render("callout", {"tone": tone, "title": "제목", "text": "<p>본문</p>"})
    assert f'{css}"' in html
    assert "본문" in html


def test_a_dialogue_shows_who_speaks_and_what_happens_meanwhile() -> None:
    lines = [
        {"speaker": "민원인", "side": "citizen", "text": "저기요"},
        {"speaker": "상황", "side": "narrator", "text": "전화가 울린다."},
        {"speaker": "박 주무관", "side": "staff", "text": "네"},
    ]
    value = [{"id": str(index), "type": "item", "value": line} for index, line in enumerate(lines)]
    html = render("dialogue", {"title": "예", "lines": value, "note": "눈여겨볼 점"})
    assert "dialogue__line--citizen" in html
    assert "dialogue__line--stage" in html
    assert "박 주무관" in html
    assert "눈여겨볼 점" in html


TABLE = {
    "table": {
        "caption": "바꾸는 말",
        "columns": [{"type": "text", "heading": "앞"}, {"type": "text", "heading": "뒤"}],
        "rows": [{"values": ["규정이라서요", "4쪽에 있습니다"]}],
    },
    "first_column_heads": True,
}


def test_a_table_names_its_rows_and_repeats_headings_for_phones() -> None:
    html = render("table", TABLE)
    assert "<caption>바꾸는 말</caption>" in html
    assert '<th scope="col">앞</th>' in html
    assert '<th scope="row">규정이라서요</th>' in html
    assert '<td data-label="뒤">4쪽에 있습니다</td>' in html
    plain = render("table", TABLE | {"first_column_heads": False})
    assert '<td data-label="앞">규정이라서요</td>' in plain


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"caption": " "}, "표 제목이 없습니다."),
        ({"columns": [{"type": "text", "heading": x} for x in ("앞", "")]}, "제목이 없는 열이 있습니다."),
        ({"rows": []}, "표가 비어 있습니다."),
    ],
)
def test_a_table_that_cannot_be_heard_is_not_published(change: dict[str, Any], said: str) -> None:
    block = BODY.child_blocks["table"]
    value = block.to_python({"table": TABLE["table"] | change, "first_column_heads": True})
    with pytest.raises(ValidationError) as refused:
        block.clean(value)
    assert said in str(refused.value.as_json_data())
    # A draft may be unfinished.
    assert block.clean_deferred(value)["first_column_heads"] is True


def test_a_picture_keeps_its_description_and_size_and_a_vector_one_stays_one() -> None:
    from wagtail.images.models import Image

    photo = Image.objects.create(title="창구", file=get_test_image_file(size=(1600, 900)))
    drawing = Image.objects.create(title="그림", file=get_test_image_file_svg())
    for image, address in ((photo, ".webp"), (drawing, ".svg")):
        value = {"image": {"image": image.pk, "alt_text": "창구의 모습", "decorative": False}, "caption": "설명"}
        html = render("image", value)
        assert 'alt="창구의 모습"' in html
        assert "width=" in html
        assert "height=" in html
        assert address in html
        assert '<figcaption class="figure__caption">설명</figcaption>' in html


def test_a_file_says_its_kind_and_size() -> None:
    from django.core.files.base import ContentFile
    from wagtail.documents.models import Document

    document = Document(title="대응 요령")
    document.file.save("guide.pdf", ContentFile(b"%PDF-1.4 test"))
    html = render("file", {"document": document.pk, "title": ""})
    assert "대응 요령" in html
    assert "PDF" in html
    assert document.url in html


def test_no_block_leaves_our_path_in_migrations() -> None:
    """Stock blocks with options and plain StructBlocks only: a renamed class must not break an old migration."""
    from wagtail.blocks.definition_lookup import BlockDefinitionLookupBuilder

    lookup = BlockDefinitionLookupBuilder()
    for _, child in LessonBodyBlock().child_blocks.items():
        lookup.add_block(child)
    paths = {path for path, _args, _kwargs in lookup.get_lookup_as_dict().values()}
    assert not [path for path in paths if path.startswith("lms.")]


def test_old_pages_are_unharmed_by_an_empty_body(client: Client) -> None:
    lesson = build_lesson(build_course(lessons=0), body=[])
    assert Page.objects.get(pk=lesson.pk).specific.body.stream_block.render(lesson.body).strip() == ""
