"""import_data absences: what is taken, what is refused, what counts as recorded."""

import datetime as dt

import pytest

from schools.models import (
    Absence,
    AttendanceTotal,
    ImportBatch,
    RegisterDay,
    StagedChunk,
)
from tests.factories.files import csv_file, xlsx_file
from tests.factories.schools import SchoolFactory, enrolled, granted_post


HEADER = ["pupil_code", "date", "kind", "lessons_missed", "lessons_held"]
MONDAY = dt.date(2026, 11, 16)


@pytest.fixture
def pupil(school):
    return enrolled(school, code="000123")


def test_a_row_becomes_an_absence_and_its_day_is_recorded(run, tmp_path, pupil):
    path = csv_file(
        tmp_path / "a.csv", [HEADER, ["000123", "16.11.2026", "pa arsye", "", ""]]
    )

    answer = run("absences", path)

    assert answer.code == 0
    assert answer.json["new"] == 1
    assert answer.json["batch"] == str(ImportBatch.objects.get().uid)
    absence = Absence.objects.get()
    assert (absence.pupil, absence.date, absence.kind) == (pupil, MONDAY, "unexplained")
    assert RegisterDay.objects.get().date == MONDAY
    assert "--covers" in answer.err


def test_the_second_run_is_all_the_same_and_writes_nothing(run, tmp_path, pupil):
    path = csv_file(
        tmp_path / "a.csv", [HEADER, ["000123", "16.11.2026", "unexplained", "", ""]]
    )
    run("absences", path)

    answer = run("absences", path)

    assert (answer.code, answer.json["same"], answer.json["new"]) == (0, 1, 0)
    assert answer.json["batch"] is None
    assert Absence.objects.count() == 1


def test_another_kind_is_a_change(run, tmp_path, pupil):
    first = csv_file(
        tmp_path / "a.csv", [HEADER, ["000123", "16.11.2026", "unexplained", "", ""]]
    )
    second = csv_file(
        tmp_path / "b.csv", [HEADER, ["000123", "16.11.2026", "me arsye", "", ""]]
    )
    run("absences", first)

    answer = run("absences", second)

    assert answer.json["changed"] == 1
    assert Absence.objects.get().kind == "explained"
    assert AttendanceTotal.objects.get().unexplained == 0


@pytest.mark.parametrize(
    "case",
    [
        (["000123", "16.11.2026", "unexplained", "2", ""], "missed_without_held"),
        (["000123", "16.11.2026", "unexplained", "0", "0"], "held_zero"),
        (["000123", "16.11.2026", "unexplained", "7", "6"], "missed_over_held"),
        (["000123", "15.11.2026", "unexplained", "", ""], "out_of_session"),
        (["000123", "24.11.2026", "unexplained", "", ""], "future_date"),
        (["000123", "10.06.2026", "unexplained", "", ""], "outside_enrolment"),
        (["999", "16.11.2026", "unexplained", "", ""], "unknown_pupil"),
        (["000123", "11/16/2026", "unexplained", "", ""], "bad_date.date"),
        (["000123", "16.11.2026", "holiday", "", ""], "unknown_word.kind"),
        (
            ["000123", "16.11.2026", "unexplained", "two", "6"],
            "bad_number.lessons_missed",
        ),
        (["", "16.11.2026", "unexplained", "", ""], "missing.pupil_code"),
        (["000123", "16.11.2026", "unexplained", "=1+1", "6"], "formula"),
        (["000123", "16.11.2026", "unexplained", "", "", "more"], "too_many_cells"),
    ],
)
def test_a_wrong_row_is_refused_with_its_row(run, tmp_path, pupil, errors_of, case):
    row, error = case
    path = csv_file(tmp_path / "a.csv", [HEADER, [], row])

    answer = run("absences", path)

    assert answer.code == 3
    assert errors_of(answer) == {error: (1, 3, 3)}
    assert answer.json["batch"] is None
    assert not Absence.objects.exists()


def test_a_pupil_out_of_reach_reads_as_an_unknown_one(run, tmp_path, pupil, errors_of):
    neighbour = granted_post("registrar", school=SchoolFactory()).staff.user
    path = csv_file(
        tmp_path / "a.csv",
        [
            HEADER,
            ["000123", "16.11.2026", "explained", "", ""],
            ["9", "16.11.2026", "explained", "", ""],
        ],
    )

    answer = run("absences", path, user=neighbour)

    assert errors_of(answer) == {"unknown_pupil": (2, 2, 3)}


def test_the_registrar_brings_in_the_own_school(run, tmp_path, pupil, school):
    registrar = granted_post("registrar", school=school).staff.user
    path = csv_file(
        tmp_path / "a.csv", [HEADER, ["000123", "16.11.2026", "explained", "", ""]]
    )

    answer = run("absences", path, user=registrar)

    assert (answer.code, answer.json["new"]) == (0, 1)


def test_repeated_rows_are_same_or_all_refused(run, tmp_path, pupil, school, errors_of):
    enrolled(school, code="000124")
    rows = [
        ["000123", "16.11.2026", "explained", "", ""],
        ["000123", "2026-11-16", "me arsye", "", ""],  # the same, written otherwise
        ["000124", "16.11.2026", "explained", "", ""],
        ["000124", "16.11.2026", "unexplained", "", ""],
    ]
    path = csv_file(tmp_path / "a.csv", [HEADER, *rows])

    answer = run("absences", path)

    assert (answer.json["new"], answer.json["same"], answer.json["refused"]) == (
        1,
        1,
        2,
    )
    assert errors_of(answer) == {"contradictory": (2, 4, 5)}


def test_an_identical_row_is_refused_like_the_one_it_repeats(
    run, tmp_path, pupil, errors_of
):
    row = ["999", "16.11.2026", "explained", "", ""]
    path = csv_file(tmp_path / "a.csv", [HEADER, row, row])

    answer = run("absences", path)

    assert errors_of(answer) == {"unknown_pupil": (2, 2, 3)}
    assert answer.json["same"] == 0


def test_covers_makes_days_without_rows_recorded(run, tmp_path, pupil, school):
    path = csv_file(
        tmp_path / "a.csv", [HEADER, ["000123", "16.11.2026", "explained", "", ""]]
    )

    answer = run("absences", path, "--covers", "14.11.2026..20.11.2026")

    assert answer.code == 0
    assert RegisterDay.objects.filter(school=school).count() == 5
    assert answer.err == ""


def test_a_header_alone_covers_a_named_school(run, tmp_path, school):
    path = csv_file(tmp_path / "a.csv", [HEADER])

    answer = run(
        "absences", path, "--covers", "2026-11-16..2026-11-17", "--school", school.code
    )

    assert (answer.code, answer.json["rows"]) == (0, 0)
    assert RegisterDay.objects.count() == 2
    assert answer.json["batch"] is not None


def test_a_header_alone_is_no_rows_and_no_error(run, tmp_path, school):
    answer = run("absences", csv_file(tmp_path / "a.csv", [HEADER]))

    assert (answer.code, answer.json["rows"], answer.json["batch"]) == (0, 0, None)


def test_replace_withdraws_what_the_file_lacks(run, tmp_path, pupil, school):
    other = enrolled(school, code="000124")
    both = csv_file(
        tmp_path / "a.csv",
        [
            HEADER,
            ["000123", "16.11.2026", "unexplained", "", ""],
            ["000124", "16.11.2026", "unexplained", "", ""],
            ["000124", "13.11.2026", "unexplained", "", ""],
        ],
    )
    run("absences", both)
    one = csv_file(
        tmp_path / "b.csv", [HEADER, ["000123", "16.11.2026", "unexplained", "", ""]]
    )

    dry = run(
        "absences", one, "--covers", "16.11.2026..16.11.2026", "--replace", "--dry-run"
    )
    answer = run("absences", one, "--covers", "16.11.2026..16.11.2026", "--replace")

    assert dry.json | {"batch": answer.json["batch"]} == answer.json
    assert (answer.json["same"], answer.json["removed"]) == (1, 1)
    assert [a.date.day for a in Absence.objects.filter(pupil=other)] == [13]
    assert AttendanceTotal.objects.get(pupil=other).absent == 1


def test_replace_keeps_what_a_refused_row_names(run, tmp_path, pupil):
    first = csv_file(
        tmp_path / "a.csv", [HEADER, ["000123", "16.11.2026", "unexplained", "", ""]]
    )
    run("absences", first)
    broken = csv_file(
        tmp_path / "b.csv", [HEADER, ["000123", "16.11.2026", "??", "", ""]]
    )

    answer = run(
        "absences",
        broken,
        "--covers",
        "16.11.2026..16.11.2026",
        "--replace",
        "--school",
        Absence.objects.get().school.code,
    )

    assert (answer.code, answer.json["removed"]) == (3, 0)
    assert Absence.objects.count() == 1


def test_a_dry_run_gives_the_same_counts_and_writes_nothing(run, tmp_path, pupil):
    path = csv_file(
        tmp_path / "a.csv",
        [
            HEADER,
            ["000123", "16.11.2026", "unexplained", "", ""],
            ["x", "16.11.2026", "explained", "", ""],
        ],
    )

    dry = run("absences", path, "--dry-run")

    assert (dry.code, dry.json["batch"]) == (3, None)
    for model in (Absence, RegisterDay, ImportBatch, StagedChunk):
        assert not model.objects.exists()
    assert run("absences", path).json == dry.json | {
        "batch": str(ImportBatch.objects.get().uid)
    }


@pytest.mark.parametrize(
    "args",
    [
        ("--covers", "20.11.2026..16.11.2026"),
        ("--covers", "20.11.2026..30.11.2026"),
        ("--school", "nowhere"),
        ("--full",),
    ],
)
def test_options_that_do_not_fit_write_nothing(run, tmp_path, pupil, args):
    path = csv_file(
        tmp_path / "a.csv", [HEADER, ["000123", "16.11.2026", "explained", "", ""]]
    )

    answer = run("absences", path, *args)

    assert answer.code == 2
    assert answer.err
    assert not Absence.objects.exists()
    assert not ImportBatch.objects.exists()


def test_refused_rows_come_back_with_the_reason_and_can_be_sent_again(
    run, tmp_path, pupil
):
    path = csv_file(
        tmp_path / "a.csv",
        [["Kodi i nxënësit", "DATA", " lloji "], ["000123", "16.11.2026", "shkoi"]],
        delimiter=";",
    )
    back = tmp_path / "refused.csv"

    run("absences", path, "--errors", str(back))

    lines = back.read_text(encoding="utf-8-sig").splitlines()
    assert lines[0].startswith("Kodi i nxënësit;DATA;lloji;")
    assert lines[1].startswith("000123;16.11.2026;shkoi;")
    back.write_text(back.read_text(encoding="utf-8-sig").replace("shkoi", "me arsye"))
    assert run("absences", back).code == 0


def test_a_workbook_keeps_zeros_reads_dates_and_counts_blank_rows(
    run, tmp_path, pupil, errors_of
):
    path = xlsx_file(
        tmp_path / "a.xlsx",
        [
            HEADER,
            ["000123", MONDAY, "unexplained", 3, 6],
            [],
            [],
            ["000123", "17.11.2026", "unexplained", None, None],
            ["000123", MONDAY - dt.timedelta(1), "unexplained", None, None],
            ["000123", dt.date(2026, 11, 18), "explained", "=A1", None],
        ],
    )

    answer = run("absences", path)

    assert (answer.json["rows"], answer.json["new"]) == (4, 2)
    assert errors_of(answer) == {"out_of_session": (1, 6, 6), "formula": (1, 7, 7)}
    assert Absence.objects.get(date=MONDAY).lessons_missed == 3
