"""Files: their numbers are the screen's, their texts are no formulas, and a reason stands beside every name."""

from __future__ import annotations

import csv
import io
from collections import Counter
from datetime import datetime

import openpyxl
import pytest
from django.urls import reverse

from lms.certificates.services import issue_certificate
from lms.people.models import AccessRecord, Person
from lms.reports import roster as roster_module
from lms.reports.choices import Standing
from lms.reports.spreadsheets import csv_lines, xlsx_file
from tests.builders import build_course, completed, moment
from tests.cast import hire

pytestmark = pytest.mark.django_db

HR_COLUMNS = [
    "사번", "성명", "소속", "직급", "과정명", "교육구분", "교육기관", "교육기간", "인정시간", "이수일", "증서번호",
]  # fmt: skip
LABELS = {
    "미신청": "not_enrolled",
    "시작 전": "not_started",
    "학습 중": "in_progress",
    "불합격": "failed",
    "이수": "completed",
}


@pytest.fixture
def export(office, hr_officer, sign_in):
    """``export("csv", "status", unit="LIVELIHOOD")``: what HR receives."""
    client = sign_in(hr_officer)

    def send(file_format: str, content: str, *, reason: str = "미이수자 수강 독려", **conditions: object):
        query = "&".join(f"{key}={value}" for key, value in conditions.items())
        form = {"content": content, "file_format": file_format, "reason": reason}
        return client.post(f"{reverse('reports:export_people')}?{query}", form)

    return send


def rows_of(answer) -> list[list]:
    body = b"".join(answer.streaming_content)
    if answer.headers["Content-Type"].startswith("text/csv"):
        assert body.startswith(b"\xef\xbb\xbf")
        return list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))
    book = openpyxl.load_workbook(io.BytesIO(body))
    return [list(row) for row in book.active.iter_rows(values_only=True)]


QUESTIONS = [
    {"unit": "LIVELIHOOD"},
    {"unit": "SUPPORT"},
    {},
    {"as_of": "2026-02-02"},
    {"basis": "then"},
    {"employment": "on_leave"},
    {"grade": "none"},
    {"completed_from": "2026-02-03"},
]


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
@pytest.mark.parametrize("conditions", QUESTIONS, ids=str)
def test_the_numbers_of_a_file_are_the_screens(file_format, conditions, export, office, hr_officer, sign_in):
    total = sign_in(hr_officer).get(reverse("reports:show_overview"), conditions).context["total"]
    heading, *rows = rows_of(export(file_format, "status", **conditions))
    standings = Counter(LABELS[row[heading.index("이수 상태")]] for row in rows)
    assert len(rows) == total.population
    assert {standing.value: standings[standing.value] for standing in Standing} == {
        standing.value: getattr(total, standing.value) for standing in Standing
    }
    assert sum(row[heading.index("기한 지남")] == "예" for row in rows) == total.overdue
    heading, *rows = rows_of(export(file_format, "completions", **conditions))
    assert heading == HR_COLUMNS
    assert len(rows) == total.completed


def test_completions_stand_in_the_columns_of_hr_systems(export, office):
    certificate, _is_new = issue_certificate(completion=office.completion, at=moment(2026, 2, 2))
    _, row = rows_of(export("csv", "completions", unit="LIVELIHOOD"))
    assert row == [
        "20210007",
        "김하늘",
        "복지국 생활보장과",
        "행정7급",
        "민원 응대 기본",
        "사이버교육",
        "가온시",
        "2026-02-02",
        "1시간",
        "2026-02-02",
        certificate.number,
    ]


def test_excel_gets_dates_and_numbers_and_keeps_texts(export, office):
    heading, *rows = rows_of(export("xlsx", "status", unit="LIVELIHOOD"))
    line = next(dict(zip(heading, row, strict=True)) for row in rows if row[1] == "뷁똠펲")
    assert line["사번"] == "20210008"
    assert line["진도율(%)"] == 50
    assert line["기한"] == datetime(2026, 2, 28)  # noqa: DTZ001 - a cell knows no zone
    assert line["급수"] == 7
    assert line["기한 지남"] == "예"


def test_the_file_holds_what_the_list_showed(export):
    assert [row[1] for row in rows_of(export("csv", "status", unit="LIVELIHOOD", show="missing"))[1:]] == [
        "강나리",
        "도담",
        "박서준",
        "뷁똠펲",
    ]
    assert [row[1] for row in rows_of(export("csv", "status", unit="LIVELIHOOD", q="김하늘"))[1:]] == ["김하늘"]
    by_number = export("csv", "status", unit="LIVELIHOOD", ordering="-employee_number", show="missing")
    assert [row[0] for row in rows_of(by_number)[1:]] == ["20220012", "20220011", "20210008", "20050001"]


@pytest.mark.parametrize("bad", ['=HYPERLINK("x")', "+1", "-1", "@x", "\t=1"])
def test_nothing_in_a_file_is_a_formula(bad, export, office):
    hire("20240001", bad, office.city.livelihood)
    completed(Person.objects.get(employee_number="20240001"), build_course(f"{bad}과정"), at=moment(2026, 3, 1))
    for content in ("status", "completions"):
        for row in rows_of(export("csv", content, unit="LIVELIHOOD"))[1:]:
            assert not any(cell.lstrip().startswith(("=", "+", "-", "@")) for cell in row)
        body = b"".join(export("xlsx", content, unit="LIVELIHOOD").streaming_content)
        cells = [cell for row in openpyxl.load_workbook(io.BytesIO(body)).active.iter_rows() for cell in row]
        assert not any(cell.data_type == "f" for cell in cells)
        assert any(str(cell.value).strip() == bad.strip() for cell in cells)


def test_a_file_leaves_a_record_with_its_reason_and_everybody_in_it(export, office, hr_officer):
    rows = rows_of(export("csv", "status", unit="LIVELIHOOD", show="missing", reason="3월 독려 문자 발송"))
    record = AccessRecord.objects.get()
    assert (record.actor, record.action, record.reason) == (hr_officer, "export", "3월 독려 문자 발송")
    assert record.ip_address == "127.0.0.1"
    assert set(record.subjects.values_list("person__employee_number", flat=True)) == {row[0] for row in rows[1:]}
    assert record.subject_count == 4
    assert "생활보장과" in record.asked


def test_completions_name_only_those_who_completed(export, office):
    rows_of(export("csv", "completions", unit="LIVELIHOOD"))
    assert [subject.person for subject in AccessRecord.objects.get().subjects.all()] == [office.learner]


@pytest.mark.parametrize("reason", ["", "   ", "가"])
def test_nothing_leaves_without_a_reason(reason, export):
    answer = export("csv", "status", reason=reason)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/html")
    assert not AccessRecord.objects.exists()


@pytest.mark.parametrize("form", [{"content": "everything"}, {"file_format": "exe"}, {"reason": "x" * 201}])
def test_a_form_that_was_tampered_with_sends_nothing(form, office, hr_officer, sign_in):
    usual = {"content": "status", "file_format": "csv", "reason": "미이수자 독려"}
    answer = sign_in(hr_officer).post(reverse("reports:export_people"), usual | form)
    assert answer.headers["Content-Type"].startswith("text/html")
    assert not AccessRecord.objects.exists()


def test_a_file_of_a_question_with_errors_is_not_made(export):
    answer = export("csv", "status", as_of="2030-01-01")
    assert "내려받지 않았습니다." in answer.content.decode()
    assert not AccessRecord.objects.exists()


def test_a_file_that_would_be_too_long_is_not_made(export, office, monkeypatch):
    completed(office.learner, build_course("둘째 과정"), at=moment(2026, 3, 1))
    monkeypatch.setattr(roster_module, "LONGEST", 9)
    assert "이 명단은 내려받을 수 없습니다." in export("csv", "status").content.decode()
    assert not AccessRecord.objects.exists()


def test_looking_at_the_form_changes_nothing(office, hr_officer, sign_in):
    answer = sign_in(hr_officer).get(reverse("reports:export_people"), {"unit": "LIVELIHOOD"})
    assert "생활보장과" in answer.content.decode()
    assert not AccessRecord.objects.exists()


def test_a_file_is_named_after_its_content_and_day_and_is_not_kept(export):
    answer = export("csv", "status")
    assert "2026-03-05.csv" in answer.headers["Content-Disposition"]
    assert "no-store" in answer.headers["Cache-Control"]


def test_a_file_is_written_as_it_goes():
    """Neither form asks for the second row before the first has been written."""
    asked = []

    def rows():
        for number in range(5):
            asked.append(number)
            yield (f"{number}", number, None)

    pieces = csv_lines(["가", "나", "다"], rows())
    next(pieces)
    next(pieces)
    assert asked == []
    assert next(pieces) == b"0,0,\r\n"
    assert asked == [0]
    assert xlsx_file(["가", "나", "다"], rows(), sheet="표").read(2) == b"PK"
