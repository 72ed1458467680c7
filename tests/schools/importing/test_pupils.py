"""import_data pupils: the roll, moves, classes, reach, and the whole roll."""

import datetime as dt

import pytest

from schools.models import AbsenceFlag, ClassGroup, Enrolment, Pupil
from tests.factories.files import csv_file
from tests.factories.schools import SchoolFactory, enrolled, granted_post


HEADER = [
    "pupil_code",
    "school_code",
    "class",
    "first_name",
    "last_name",
    "birth_date",
    "sex",
    "starts_on",
    "ends_on",
    "end_reason",
]
START = dt.date(2026, 9, 14)


def row(code="000777", school="0101-01", group="7A", **other: str) -> list[str]:
    values = {
        "pupil_code": code,
        "school_code": school,
        "class": group,
        "first_name": "Ana",
        "last_name": "Shembulli",
        "birth_date": "03.04.2014",
        "sex": "f",
    } | other
    return [values.get(name, "") for name in HEADER]


@pytest.fixture
def send(run, tmp_path, school):
    """`send(rows, *args)`: a file of these rows, brought in."""

    def make(rows, *args, user=None):
        return run(
            "pupils", csv_file(tmp_path / "p.csv", [HEADER, *rows]), *args, user=user
        )

    return make


def test_a_new_pupil_starts_on_the_first_school_day(send, school):
    answer = send([row()])

    assert (answer.code, answer.json["new"]) == (0, 1)
    pupil = Pupil.objects.get(code="000777")
    enrolment = pupil.enrolments.get()
    assert (enrolment.starts_on, enrolment.class_group.name) == (START, "7A")
    assert (pupil.school, pupil.class_group) == (school, enrolment.class_group)
    assert pupil.name_key == "ana shembulli"
    assert (ClassGroup.objects.get().grade, ClassGroup.objects.get().section) == (
        7,
        "A",
    )


def test_the_second_run_is_all_the_same(send):
    rows = [row(), row("000778", guardian_phone="1", starts_on="01.10.2026")]
    send(rows)

    answer = send(rows)

    assert (answer.code, answer.json["same"], answer.json["batch"]) == (0, 2, None)


def test_without_a_calendar_a_blank_start_is_refused(run, tmp_path, db, errors_of):
    SchoolFactory(code="0101-01")
    path = csv_file(tmp_path / "p.csv", [HEADER, row()])

    answer = run("pupils", path)

    assert errors_of(answer) == {"no_school_year": (1, 2, 2)}


def test_a_later_start_elsewhere_ends_the_earlier_enrolment(send, school):
    other = SchoolFactory(code="0202-02")
    send([row()])

    answer = send([row(school="0202-02", starts_on="02.11.2026")])

    assert answer.json["changed"] == 1
    first, second = Enrolment.objects.order_by("starts_on")
    assert (first.ends_on, first.end_reason) == (dt.date(2026, 11, 1), "moved")
    assert (second.school, second.ends_on) == (other, None)
    assert Pupil.objects.get().school == other
    assert send([row()]).json["same"] == 1  # the old file changes nothing


def test_a_class_change_updates_the_enrolment_dated(send):
    send([row()])

    answer = send([row(group="7B", starts_on="02.11.2026")])

    assert answer.json["changed"] == 1
    enrolment = Enrolment.objects.get()
    assert (enrolment.starts_on, enrolment.class_since) == (START, dt.date(2026, 11, 2))
    assert enrolment.class_group.name == "7B"
    assert send([row(group="7B", starts_on="02.11.2026")]).json["same"] == 1


def test_one_class_however_it_is_written(send):
    send([row("1", group="VII-A"), row("2", group="7a"), row("3", group="7 A")])

    assert ClassGroup.objects.count() == 1


def test_a_leaver_ends_with_a_reason(send):
    send([row()])

    answer = send([row(ends_on="13.11.2026", end_reason="jashtë vendit")])

    assert answer.json["changed"] == 1
    enrolment = Enrolment.objects.get()
    assert (enrolment.ends_on, enrolment.end_reason) == (
        dt.date(2026, 11, 13),
        "abroad",
    )


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"birth_date": "21.11.2026"}, "birth_future"),
        ({"birth_date": "19.11.2001"}, "birth_too_early"),
        ({"birth_date": "04/25/2014"}, "bad_date.birth_date"),
        ({"sex": "x"}, "unknown_word.sex"),
        ({"first_name": ""}, "missing.first_name"),
        ({"first_name": "A" * 81}, "too_long.first_name"),
        ({"school": "9999"}, "unknown_school"),
        ({"starts_on": "01.11.2026", "ends_on": "01.10.2026"}, "ends_before_start"),
        ({"end_reason": "moved"}, "reason_without_end"),
        ({"first_name": "=HYPERLINK(1)"}, "formula"),
    ],
)
def test_a_wrong_row_is_refused(send, errors_of, values, error):
    answer = send([row(**values)])

    assert (answer.code, errors_of(answer)) == (3, {error: (1, 2, 2)})
    assert not Pupil.objects.exists()


def test_25_years_to_the_day_are_not_over_25(send):
    assert send([row(birth_date="20.11.2001")]).code == 0


def test_residence_is_found_by_alias_and_phone_is_sealed(run, tmp_path, school):
    header = [*HEADER, "residence", "guardian_phone"]
    values = [*row(), "corovode", "+355 69 000 0000"]

    answer = run("pupils", csv_file(tmp_path / "p.csv", [header, values]))

    assert answer.code == 0
    pupil = Pupil.objects.get()
    assert pupil.residence.name == "Skrapar"
    assert pupil.guardian_phone == "+355 69 000 0000"
    assert run("pupils", tmp_path / "p.csv").json["same"] == 1


def test_a_registrar_cannot_take_a_pupil_of_another_school(send, school, errors_of):
    child = enrolled(SchoolFactory(), code="000777")
    registrar = granted_post("registrar", school=school).staff.user

    answer = send([row(starts_on="02.11.2026")], user=registrar)

    assert errors_of(answer) == {"unknown_pupil": (1, 2, 2)}
    assert child.enrolments.get().ends_on is None


def test_a_registrar_takes_in_a_pupil_whom_the_other_school_let_go(send, school):
    child = enrolled(SchoolFactory(), code="000777")
    child.enrolments.update(ends_on=dt.date(2026, 10, 30), end_reason="moved")
    registrar = granted_post("registrar", school=school).staff.user

    answer = send([row(starts_on="02.11.2026")], user=registrar)

    assert (answer.code, answer.json["changed"]) == (0, 1)
    child.refresh_from_db()
    assert child.school == school


def test_contradictory_pupils_are_all_refused(send, errors_of):
    answer = send([row(), row(last_name="Prova"), row("000779"), row("000779")])

    assert errors_of(answer) == {"contradictory": (2, 2, 3)}
    assert (answer.json["new"], answer.json["same"]) == (1, 1)


def test_a_whole_roll_flags_who_is_missing(send, school):
    rows = [row(f"{n:06}") for n in range(40)]
    send(rows)

    answer = send(rows[1:], "--full")

    assert (answer.code, answer.json["removed"]) == (0, 1)
    flag = AbsenceFlag.objects.get()
    assert (flag.kind, flag.pupil.code, flag.standing) == ("vanished", "000000", True)
    assert Enrolment.objects.filter(ends_on=None).count() == 40
    send(rows, "--full")
    flag.refresh_from_db()
    assert not flag.standing


def test_a_fall_over_5_percent_needs_a_yes(send, school):
    rows = [row(f"{n:06}") for n in range(20)]
    send(rows)

    refused = send(rows[2:], "--full")

    assert (refused.code, refused.json) == (2, None)
    assert "--yes" in refused.err
    assert send(rows[2:], "--full", "--dry-run").code == 2
    assert send(rows[2:], "--full", "--yes").json["removed"] == 2
    assert AbsenceFlag.objects.count() == 2
