"""Files as they come: encodings, delimiters, damaged, dangerous, wrong columns."""

import datetime as dt
import zipfile

import pytest

from schools.importing.cells import to_date
from schools.importing.errors import Dangerous, Unreadable, WrongColumns
from schools.importing.kinds import PUPILS, SCHOOLS, SPECS, columns_of
from schools.importing.reading import open_source
from schools.models import Absence, ImportBatch
from tests.factories.files import csv_file, xlsx_file
from tests.factories.schools import enrolled


HEADER = ["school_code", "name", "type", "municipality", "directorate"]
ROW = ["0001", "Çerdhja e Bardhë", "basic", "Kuçovë", "D1"]


@pytest.mark.parametrize(
    ("encoding", "delimiter", "expected"),
    [
        ("utf-8", ",", "utf-8-sig"),
        ("utf-8-sig", ";", "utf-8-sig"),
        ("cp1250", ";", "cp1250"),
        ("cp1252", "\t", "cp1250"),
    ],
)
def test_albanian_letters_survive_every_encoding(
    tmp_path, encoding, delimiter, expected
):
    path = csv_file(
        tmp_path / "s.csv", [HEADER, ROW], encoding=encoding, delimiter=delimiter
    )

    source = open_source(path, frozenset(SCHOOLS.headers))

    assert source.encoding == expected
    assert source.header == HEADER
    assert [row.cells for row in source.rows()] == [ROW]


def test_a_letter_that_only_windows_1252_has_is_read(tmp_path):
    path = tmp_path / "s.csv"
    path.write_bytes("school_code,name\r\n1,Pema ˆ ë\r\n".encode("cp1252"))

    assert open_source(path).encoding == "cp1252"


def test_rows_are_numbered_as_excel_numbers_them(tmp_path):
    path = tmp_path / "s.csv"
    path.write_text('a,b\r\n\r\n"two\nlines",x\r\n,\r\n4,y\r\n', newline="")

    assert [(r.number, r.cells[0]) for r in open_source(path).rows()] == [
        (3, "two lines"),
        (5, "4"),
    ]


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("03.04.2014", "2014-04-03"),
        ("3/4/2014", "2014-04-03"),
        ("03-04-2014", "2014-04-03"),
        ("2014-04-03", "2014-04-03"),
        ("12/31/2014", None),
        ("31.02.2014", None),
        ("03.04.14", None),
        ("03.04/2014", None),
        ("2014-4-3", None),
        ("", None),
    ],
)
def test_dates_are_day_first_or_iso(text, iso):
    found = to_date(text)

    assert (found.isoformat() if found else None) == iso


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
        b"%PDF-1.7\n%\xe2\xe3\x00\x01",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600,
        b"PK\x03\x04 not a zip at all",
        "a,b\r\n".encode("utf-16"),
        b"\r\n\r\n",
    ],
)
def test_what_is_not_a_table_is_refused_in_a_sentence(tmp_path, content):
    path = tmp_path / "file.csv"
    path.write_bytes(content)

    with pytest.raises(Unreadable) as refusal:
        open_source(path)

    assert str(refusal.value.sentence).endswith(".")


def test_a_missing_file_is_a_sentence(tmp_path):
    with pytest.raises(Unreadable):
        open_source(tmp_path / "nowhere.csv")


def test_a_zip_that_is_no_workbook_is_refused(tmp_path):
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "hello")

    with pytest.raises(Unreadable):
        open_source(path)


def test_a_small_workbook_that_unpacks_to_gigabytes_is_not_opened(tmp_path):
    path = xlsx_file(tmp_path / "a.xlsx", [HEADER, ROW])
    block = b"<row/>" * 1_000_000
    with (
        zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/worksheets/sheet2.xml", "w", force_zip64=True) as part,
    ):
        for _n in range(20):
            part.write(block)
    assert path.stat().st_size < 2_000_000

    with pytest.raises(Dangerous):
        open_source(path)


def test_a_workbook_with_entity_definitions_is_not_opened(tmp_path):
    path = xlsx_file(tmp_path / "a.xlsx", [HEADER, ROW])
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/extra.xml", '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>')

    with pytest.raises(Dangerous):
        open_source(path)


def test_a_cut_off_workbook_is_refused(tmp_path):
    path = xlsx_file(tmp_path / "a.xlsx", [HEADER, *[ROW] * 500])
    path.write_bytes(path.read_bytes()[:-900])

    with pytest.raises(Unreadable):
        open_source(path)


def test_a_far_away_cell_does_not_stop_the_reader(tmp_path):
    rows = [HEADER, ROW]
    path = xlsx_file(tmp_path / "a.xlsx", rows)
    from openpyxl import load_workbook

    book = load_workbook(path)
    book.active.cell(row=200_000, column=1, value="0002")
    book.save(path)

    found = [(row.number, row.cells[0]) for row in open_source(path).rows()]

    assert found == [(2, "0001"), (200_000, "0002")]


@pytest.mark.parametrize("number", [1_048_577, 2_000_000_000])
def test_a_row_beyond_the_last_one_of_excel_is_refused(tmp_path, number):
    path = xlsx_file(tmp_path / "a.xlsx", [HEADER, ROW])
    far = renumbered(path, tmp_path / "far.xlsx", number)

    with pytest.raises(Dangerous) as refusal:
        list(open_source(far).rows())

    digits = "".join(c for c in str(refusal.value.sentence) if c.isdigit())
    assert digits == "1048576"  # whatever the language puts between them


def test_the_last_row_of_excel_is_read(tmp_path):
    path = xlsx_file(tmp_path / "a.xlsx", [HEADER, ROW])
    far = renumbered(path, tmp_path / "far.xlsx", 1_048_576)

    (row,) = open_source(far).rows()

    assert (row.number, row.cells) == (1_048_576, ROW)


def renumbered(path, to, number):
    """The workbook with its second row moved far down."""
    name = "xl/worksheets/sheet1.xml"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(to, "w") as new:
        for member in old.namelist():
            content = old.read(member)
            if member == name:
                content = content.replace(b'<row r="2"', b'<row r="%d"' % number)
            new.writestr(member, content)
    return to


def test_the_command_reads_a_workbook_without_an_ending(run, tmp_path, school):
    child = enrolled(school, code="000123")
    path = xlsx_file(
        tmp_path / "a.xlsx",
        [
            ["pupil_code", "date", "kind"],
            ["000123", dt.date(2026, 11, 16), "explained"],
        ],
    ).rename(tmp_path / "mungesa")

    answer = run("absences", path, "--school", school.code)

    assert (answer.code, answer.json["new"]) == (0, 1)
    assert Absence.objects.get().pupil == child


def test_numbers_formatted_with_zeros_keep_them(tmp_path):
    from openpyxl import Workbook

    book = Workbook()
    book.active.append(["school_code", "other", "half"])
    book.active.append([42, 42, 4.5])
    book.active["A2"].number_format = "00000"
    book.save(tmp_path / "a.xlsx")

    (row,) = open_source(tmp_path / "a.xlsx").rows()

    assert row.cells == ["00042", "42", "4.5"]


def test_albanian_headers_mean_the_same_columns():
    for spec in SPECS.values():
        albanian = [column.albanian.upper() + " " for column in spec.columns]
        assert columns_of(spec, albanian) == [column.name for column in spec.columns]


def test_unknown_and_missing_columns_are_told_without_quoting_cells():
    with pytest.raises(WrongColumns) as refusal:
        columns_of(PUPILS, ["Ana Shembulli", "school_code"])

    assert "A" in str(refusal.value.sentence)
    assert "pupil_code" in str(refusal.value.sentence)
    assert "Ana" not in str(refusal.value.sentence)


def test_a_saved_mapping_makes_an_unknown_header_known():
    mapping = {"nrfemije": "pupil_code", "shenime": ""}
    header = ["Nr. fëmije", "date", "kind", "Shënime"]

    assert columns_of(SPECS["absences"], header, mapping) == [
        "pupil_code",
        "date",
        "kind",
        "",
    ]


@pytest.mark.parametrize("kind", list(SPECS))
def test_the_command_writes_nothing_from_a_bad_file(run, tmp_path, calendar, kind):
    path = tmp_path / "bad.xlsx"
    path.write_bytes(b"PK\x03\x04" + b"x" * 50)
    wrong = csv_file(tmp_path / "wrong.csv", [["a", "b"], ["1", "2"]])

    for bad in (path, wrong, tmp_path / "absent.csv"):
        answer = run(kind, bad)
        assert (answer.code, answer.json) == (2, None)
        assert answer.err.endswith(".")
    assert not ImportBatch.objects.exists()


def test_an_unknown_account_writes_nothing(run, tmp_path, calendar):
    class Nobody:
        username = "nobody@example.al"

    path = csv_file(tmp_path / "s.csv", [HEADER, ROW])

    assert run("schools", path, user=Nobody).code == 2
