"""Five thousand rows with 37 wrong ones: exact counts, rows, codes and queries."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from schools.models import Absence, Enrolment, ImportBatch, Pupil, StagedChunk
from tests.factories.files import csv_file
from tests.factories.schools import SchoolFactory, enrolled


HEADER = [
    "Kodi i nxënësit",
    "Kodi i shkollës",
    "Klasa",
    "Emri",
    "Mbiemri",
    "Datëlindja",
    "Gjinia",
    "Atësia",
]


def pupils_file(path, rows: int = 5_000):
    """37 wrong rows at known places; blank lines after row 10 and row 2,000."""
    lines = [HEADER]
    wrong: dict[str, list[int]] = {}
    picks = [131 * n % rows for n in range(1, 38)]
    for n in range(rows):
        if n in {9, 1_999}:
            lines.append([])
        line = [
            f"{n:09}",
            "0101-01",
            f"{n % 9 + 1}{'ABC'[n % 3]}",
            "Çelë",
            "Shëmbulli",
            "03.04.2014",
            "fm"[n % 2],
            "Gëzim",
        ]
        if n in picks:
            kind = picks.index(n) % 4
            if kind == 0:
                line[5], code = "01.01.2030", "birth_future"
            elif kind == 1:
                line[1], code = "7777", "unknown_school"
            elif kind == 2:
                line[6], code = "q", "unknown_word.sex"
            else:
                line[3], code = "", "missing.first_name"
            wrong.setdefault(code, []).append(len(lines) + 1)
        lines.append(line)
    return csv_file(path, lines, encoding="cp1250", delimiter=";"), wrong


def test_5000_pupils_with_37_wrong_rows(run, tmp_path, school, errors_of):
    path, wrong = pupils_file(tmp_path / "roll.csv")

    dry = run("pupils", path, "--dry-run")
    first = run("pupils", path)
    second = run("pupils", path)

    assert first.code == dry.code == second.code == 3
    assert first.json | {"batch": None} == dry.json
    assert (first.json["rows"], first.json["new"], first.json["refused"]) == (
        5_000,
        4_963,
        37,
    )
    expected = {code: (len(rows), min(rows), max(rows)) for code, rows in wrong.items()}
    assert errors_of(first) == expected
    assert (second.json["same"], second.json["new"], second.json["changed"]) == (
        4_963,
        0,
        0,
    )
    assert Pupil.objects.count() == Enrolment.objects.count() == 4_963
    assert Pupil.objects.first().first_name == "Çelë"
    assert Pupil.objects.filter(code="000000001").exists()


def test_a_broken_off_reading_goes_on_where_it_stopped(
    run, tmp_path, school, monkeypatch
):
    path, _wrong = pupils_file(tmp_path / "roll.csv")
    from schools.importing import staging

    keep, kept = staging._keep, []

    def breaks(batch, number, rows):
        if number == 1:
            raise KeyboardInterrupt
        kept.append(number)
        keep(batch, number, rows)

    monkeypatch.setattr(staging, "_keep", breaks)
    with pytest.raises(KeyboardInterrupt):
        run("pupils", path)
    assert StagedChunk.objects.count() == 1

    monkeypatch.setattr(
        staging, "_keep", lambda *given: (kept.append(given[1]), keep(*given))
    )
    answer = run("pupils", path)

    assert kept == [0, 1, 2]
    assert (answer.code, answer.json["new"]) == (3, 4_963)
    assert ImportBatch.objects.count() == 1
    assert sum(len(chunk.refused) for chunk in StagedChunk.objects.all()) == 37


def test_queries_do_not_grow_with_the_rows(run, tmp_path, calendar):
    def queries(code: str, rows: int) -> int:
        school = SchoolFactory(code=code)
        lines = [["pupil_code", "date", "kind"]]
        for n in range(rows):
            child = enrolled(school, code=f"{code}-{n}")
            lines.append([str(child.code), calendar[n % 20].isoformat(), "explained"])
        path = csv_file(tmp_path / f"{code}.csv", lines)
        with CaptureQueriesContext(
            connection,
        ) as found:
            assert run("absences", path).code == 0
        return len(found)

    few, many = queries("few", 3), queries("many", 300)

    # SQLite takes 999 values a statement: 300 rows are two more for each of two tables.
    assert many - few <= 4
    assert Absence.objects.count() == 303
