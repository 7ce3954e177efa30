"""Files for Excel: CSV that Windows opens as Korean, and XLSX that is written row by row."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import IO

import xlsxwriter
from django.http import FileResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.encoding import force_str
from django.utils.http import content_disposition_header

from .rules import neutralised

__all__ = ["XLSX_ROWS", "Cell", "csv_lines", "file_response", "xlsx_file"]

Cell = str | int | date | None
#: Excel holds 1,048,576 rows; one is the heading.
XLSX_ROWS = 1_048_575
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: Without it Excel on Windows reads UTF-8 as CP949.
BYTE_ORDER_MARK = b"\xef\xbb\xbf"


class _Line:
    """A file of one line: ``csv`` writes into it, and hands on what ``write`` returns."""

    def write(self, text: str) -> bytes:
        return text.encode("utf-8")


def csv_lines(headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
    """The file piece by piece. Dates are ISO 8601; a text that would be a formula gets an apostrophe."""
    yield BYTE_ORDER_MARK
    writer = csv.writer(_Line())
    yield writer.writerow([neutralised(heading) for heading in headings])
    for row in rows:
        yield writer.writerow([_plain(cell) for cell in row])


def _plain(cell: Cell) -> str | int:
    if cell is None:
        return ""
    if isinstance(cell, date):
        return cell.isoformat()
    return cell if isinstance(cell, int) else neutralised(force_str(cell))


def xlsx_file(headings: Sequence[str], rows: Iterable[Sequence[Cell]], *, sheet: str) -> IO[bytes]:
    """An open temporary file, at its beginning. Memory does not grow with the rows; texts are never formulas."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    book = xlsxwriter.Workbook(file, {"constant_memory": True})
    page = book.add_worksheet(sheet)
    bold = book.add_format({"bold": True, "bg_color": "#F0F4F8", "bottom": 1})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    page.freeze_panes(1, 0)
    for column, heading in enumerate(headings):
        page.set_column(column, column, max(10, 2 * len(heading) + 4))
        page.write_string(0, column, heading, bold)
    for number, row in enumerate(rows, start=1):
        for column, cell in enumerate(row):
            if cell is None or cell == "":
                continue
            if isinstance(cell, date):
                page.write_datetime(number, column, cell, day)
            elif isinstance(cell, int):
                page.write_number(number, column, cell)
            else:
                page.write_string(number, column, cell)
    book.close()
    file.seek(0)
    return file


def file_response(
    title: str, on: date, headings: Sequence[str], rows: Iterable[Sequence[Cell]], *, as_xlsx: bool
) -> HttpResponseBase:
    """The rows as a file to download, called after its title and day."""
    response: HttpResponseBase
    if as_xlsx:
        response = FileResponse(xlsx_file(headings, rows, sheet=title), content_type=XLSX_TYPE)
    else:
        response = StreamingHttpResponse(csv_lines(headings, rows), content_type="text/csv; charset=utf-8")
    name = f"{title.replace(' ', '_')}_{on.isoformat()}.{'xlsx' if as_xlsx else 'csv'}"
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or ""
    return response
