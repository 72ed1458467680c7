"""A file opened in a spreadsheet never runs anything and loses no zero."""

import datetime as dt
import decimal
import io
import uuid

import pytest
from django.utils import timezone, translation
from openpyxl import load_workbook

from portal.exports import Sheet, csv_response, safe_text, slug, xlsx_response


DANGEROUS = [
    '=HYPERLINK("http://example.org","x")',
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "|calc",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "  =1+1",
    "\u00a0=1+1",
    "\u200b=1+1",
    "\ufeff=1+1",
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM(A1)",
    "｜calc",
    "\x00=1+1",
    "\u3000＝1+1",
]


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def body(response) -> bytes:
    return response.getvalue()


def opened(response):
    return load_workbook(io.BytesIO(body(response)))


@pytest.mark.parametrize("text", DANGEROUS)
def test_a_cell_that_would_run_is_text(text: str) -> None:
    response = xlsx_response("x", Sheet(headings=["=1+1", text], rows=[[text, "ok"]]))

    cells = [cell for row in opened(response).active.iter_rows() for cell in row]

    assert all(cell.data_type != "f" for cell in cells)
    assert cells[2].value.startswith("'")
    assert cells[0].value == "'=1+1"


@pytest.mark.parametrize("text", DANGEROUS)
def test_a_dangerous_cell_is_defused_in_csv(text: str) -> None:
    lines = body(csv_response("x", Sheet(headings=["a"], rows=[[text]]))).decode(
        "utf-8-sig"
    )

    assert lines.split("\r\n", 1)[1].lstrip('"').startswith("'")


def test_a_comma_does_not_open_a_second_cell_in_csv() -> None:
    text = body(csv_response("x", Sheet(headings=["a"], rows=[["Ana,=1+1"]]))).decode()

    assert ",=" not in text
    assert "Ana,'=1+1" in text


@pytest.mark.parametrize("text", ["Ana", "7B", "0012", "ë-mail", "3 - 4", "", "'"])
def test_a_harmless_text_stays_as_it_is(text: str) -> None:
    assert safe_text(text) == text


def test_codes_stay_text_and_dates_stay_dates() -> None:
    uid = uuid.uuid4()
    moment = dt.datetime(2026, 11, 22, 13, 5, tzinfo=dt.UTC)
    row = ["0007", dt.date(2026, 11, 22), moment, 54, decimal.Decimal("9.6"), uid, None]

    cells = opened(xlsx_response("x", Sheet(headings=["a"] * 7, rows=[row]))).active[2]

    assert cells[0].value == "0007"
    assert (cells[0].data_type, cells[0].number_format) == ("s", "@")
    assert cells[1].is_date
    assert cells[1].number_format == "dd.mm.yyyy"
    assert cells[2].value == timezone.make_naive(moment)
    assert [cell.value for cell in cells[3:]] == [54, 9.6, str(uid), None]


def test_what_is_no_number_is_left_out() -> None:
    row = [float("nan"), float("inf"), decimal.Decimal("NaN"), True]

    cells = opened(xlsx_response("x", Sheet(headings=["a"] * 4, rows=[row]))).active[2]

    assert [cell.value for cell in cells] == [None, None, None, "yes"]


def test_a_sheet_has_a_frozen_heading_and_a_filter() -> None:
    sheet = Sheet(
        headings=["Name", "Days"], rows=[["Ana", 1], ["Ben", 2]], title="A/B:*?"
    )

    page = opened(xlsx_response("x", sheet)).active

    assert page.freeze_panes == "A2"
    assert page.auto_filter.ref == "A1:B3"
    assert page.title == "A B"


def test_csv_opens_in_excel_with_its_letters() -> None:
    raw = body(csv_response("x", Sheet(headings=["Emri"], rows=[["Kuçovë"]])))

    assert raw.startswith(b"\xef\xbb\xbf")
    assert raw.decode("utf-8-sig").splitlines() == ["Emri", "Kuçovë"]


def test_csv_separates_by_semicolons_and_writes_days_our_way() -> None:
    row = [
        "a;b",
        dt.date(2026, 3, 4),
        dt.datetime(2026, 3, 4, 8, 5, tzinfo=dt.UTC),
        None,
    ]

    raw = body(csv_response("x", Sheet(headings=list("abcd"), rows=[row])))

    assert (
        raw.decode("utf-8-sig").splitlines()[1] == '"a;b";04.03.2026;04.03.2026 09:05;'
    )


def test_a_file_of_the_demonstration_says_so(settings) -> None:
    settings.DEMO = True
    sheet = Sheet(headings=["a"], rows=[["1"]])

    rows = list(opened(xlsx_response("x", sheet)).active.values)

    assert rows[-1] == ("Fictional data: demonstration",)
    assert b"Fictional data" in body(csv_response("x", sheet))


def test_a_file_with_real_data_has_no_extra_line(settings) -> None:
    settings.DEMO = False

    page = opened(xlsx_response("x", Sheet(headings=["a"], rows=[["1"]]))).active

    assert page.max_row == 2


def test_a_file_name_is_a_plain_slug() -> None:
    response = csv_response('Watch list ë/..\\"x\r\n', Sheet(headings=["a"], rows=[]))

    assert response["Content-Disposition"] == 'attachment; filename="watch-list-x.csv"'
    assert slug("…") == "list"


def test_several_tables_make_several_sheets() -> None:
    one = Sheet(headings=["a"], rows=[], title="One")
    two = Sheet(headings=["b"], rows=[], title="Two")

    assert opened(xlsx_response("x", one, two)).sheetnames == ["One", "Two"]


@pytest.mark.django_db
def test_a_large_file_is_not_held_in_memory() -> None:
    rows = ([f"{number}", "ë" * 500] for number in range(3000))

    response = csv_response("x", Sheet(headings=["a", "b"], rows=rows))

    assert response.streaming
    assert body(response).count(b"\r\n") == 3001
    response.close()
