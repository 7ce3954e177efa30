"""The paper itself: one A4 page whose every letter is drawn and can be read by a machine."""

import io
from datetime import timedelta

import pytest
from pypdf import PdfReader

from lms.certificates.models import Certificate
from lms.certificates.services import certificate_bytes, issue_certificate
from lms.learning.models import Completion
from lms.learning.services import complete_lesson
from tests.builders import MARCH_5, build_course, build_person, completed, enrolled, lessons_in

pytestmark = pytest.mark.django_db

NAMES = ["홍길동", "뷁똠펲", "남궁뷁똠", "洪吉童", "ᄒᆞᆫ별", "Nguyễn An", "김 A-1"]


def _document(name: str) -> tuple[Certificate, PdfReader]:
    completion = completed(build_person(name), build_course("특이민원 대응 기본", lessons=1))
    certificate = Certificate.objects.filter(completion=completion).first()
    if certificate is None:
        certificate, _ = issue_certificate(completion=completion, at=MARCH_5)
    return certificate, PdfReader(io.BytesIO(certificate_bytes(certificate=certificate, at=MARCH_5)))


@pytest.mark.parametrize("name", NAMES)
def test_every_name_is_extracted_as_it_is_written(name):
    certificate, document = _document(name)
    assert len(document.pages) == 1
    assert [round(float(edge)) for edge in document.pages[0].mediabox[2:]] == [595, 842]
    text = document.pages[0].extract_text().replace("\n", " ")
    for words in (name, certificate.number, "특이민원 대응 기본", "가온시장", certificate.verification_code):
        assert words.replace(" ", "") in text.replace(" ", ""), words


@pytest.mark.parametrize("name", NAMES)
def test_no_letter_of_the_name_is_an_empty_box(name):
    """Text extracts right even where the font draws a box, so the fonts themselves are asked for glyph 0."""
    _, document = _document(name)
    for font in document.pages[0]["/Resources"]["/Font"].values():
        used = font.get_object()["/ToUnicode"].get_object().get_data().decode("latin-1")
        assert "<0000>" not in used.split("beginbfchar")[-1].split("endbfchar")[0], font


def test_fonts_are_embedded_and_the_document_says_what_it_is():
    certificate, document = _document("강나래")
    for font in document.pages[0]["/Resources"]["/Font"].values():
        descendant = font.get_object()["/DescendantFonts"][0].get_object()
        assert "/FontFile2" in descendant["/FontDescriptor"].get_object()
    assert certificate.number in document.metadata.title
    assert document.trailer["/Root"]["/Lang"] == "ko"
    assert "/StructTreeRoot" in document.trailer["/Root"]


def test_the_document_stays_small():
    certificate, _ = _document("강나래")
    assert certificate.pdf.size < 120_000


def test_the_unit_and_rank_are_those_of_the_day_of_completion():
    certificate, document = _document("강나래")
    completion = Completion.objects.get(pk=certificate.completion_id)
    assert certificate.unit_name_at_issue == completion.unit_name_at_completion
    assert "교육기간" in document.pages[0].extract_text().replace(" ", "").replace("\n", "")


@pytest.mark.parametrize(("days", "period"), [(0, "2026.3.5."), (3, "2026.3.2.~2026.3.5.")])
def test_a_course_of_one_day_names_its_day_once(days, period):
    enrolment = enrolled(build_person("강나래"), build_course(lessons=2), at=MARCH_5 - timedelta(days=days))
    first, last = lessons_in(enrolment.run.course)
    complete_lesson(enrolment=enrolment, lesson_id=first.pk, at=MARCH_5 - timedelta(days=days))
    complete_lesson(enrolment=enrolment, lesson_id=last.pk, at=MARCH_5)
    certificate, _ = issue_certificate(completion=Completion.objects.get(), at=MARCH_5)
    document = PdfReader(io.BytesIO(certificate_bytes(certificate=certificate, at=MARCH_5)))
    text = "".join(document.pages[0].extract_text().split())
    assert f"교육기간{period}인정시간" in text
