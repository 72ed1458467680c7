"""import_data calendar, directorates, schools and staff."""

import datetime as dt

import pytest

from portal.access import grants
from portal.models import AuditEvent
from schools.models import (
    AttendanceTotal,
    Directorate,
    Post,
    RegisterDay,
    School,
    SchoolDay,
    StaffMember,
)
from tests.factories.attendance import absent, register
from tests.factories.files import csv_file
from tests.factories.schools import (
    DirectorateFactory,
    SchoolFactory,
    enrolled,
    granted_post,
)


CALENDAR = ["date", "open", "school_code", "label"]
DIRECTORATES = ["directorate_code", "name", "parent_code"]
SCHOOLS = ["school_code", "name", "type", "municipality", "directorate"]
STAFF = [
    "staff_code",
    "school_code",
    "first_name",
    "last_name",
    "role",
    "email",
    "classes",
    "starts_on",
    "ends_on",
]


@pytest.fixture
def send(run, tmp_path, db):
    """`send(kind, header, rows)`: a file of these rows, brought in."""

    def make(kind, header, rows, *args, user=None):
        path = csv_file(tmp_path / f"{kind}.csv", [header, *rows])
        return run(kind, path, *args, user=user)

    return make


# --- Calendar ---------------------------------------------------------------------
def test_a_calendar_numbers_its_days_in_session(send):
    rows = [
        ["14.09.2026", "po", "", ""],
        ["15.09.2026", "jo", "", "Festë"],
        ["16.09.2026", "1", "", ""],
    ]

    answer = send("calendar", CALENDAR, rows)

    assert (answer.code, answer.json["new"]) == (0, 3)
    found = SchoolDay.objects.order_by("date").values_list("is_open", "n", "label")
    assert list(found) == [(True, 1, ""), (False, None, "Festë"), (True, 2, "")]
    assert send("calendar", CALENDAR, rows).json["same"] == 3


def test_a_day_closed_later_stops_counting(send, calendar):
    school = SchoolFactory(code="01")
    pupil = enrolled(school, code="1")
    register(school, calendar[:20])
    absent(pupil, calendar[:2])
    assert AttendanceTotal.objects.get().tier == "chronic"

    answer = send("calendar", CALENDAR, [[calendar[0].isoformat(), "no", "01", "snow"]])

    assert answer.json["new"] == 1
    assert RegisterDay.objects.get(date=calendar[0]).in_session is False
    total = AttendanceTotal.objects.get()
    assert (total.absent, total.tier) == (1, "notice")


def test_the_officers_blank_row_touches_the_own_schools_only(send, calendar, errors_of):
    mine, other = SchoolFactory(code="01"), SchoolFactory(code="02")
    officer = granted_post(
        "directorate_officer", directorate=mine.directorate
    ).staff.user
    rows = [
        [calendar[0].isoformat(), "yes", "", ""],  # as the national calendar
        [calendar[1].isoformat(), "no", "", ""],
        [calendar[2].isoformat(), "no", "02", ""],
    ]

    answer = send("calendar", CALENDAR, rows, user=officer)

    assert (answer.json["same"], answer.json["new"]) == (1, 1)
    assert errors_of(answer) == {"unknown_school": (1, 4, 4)}
    assert [d.school for d in SchoolDay.objects.exclude(school=None)] == [mine]
    assert not other.own_days.exists()


# --- Directorates -----------------------------------------------------------------
def test_a_superior_may_come_later_in_the_file(send):
    rows = [["ZA-1", "Zyra (shembull)", "DR-1"], ["DR-1", "Drejtoria (shembull)", ""]]

    answer = send("directorates", DIRECTORATES, rows)

    assert (answer.code, answer.json["new"]) == (0, 2)
    assert Directorate.objects.get(code="ZA-1").parent.code == "DR-1"
    assert send("directorates", DIRECTORATES, rows).json["same"] == 2


def test_unknown_superiors_and_circles_are_refused(send, errors_of):
    rows = [["A", "A", "B"], ["B", "B", "A"], ["C", "C", "X"]]

    answer = send("directorates", DIRECTORATES, rows)

    assert errors_of(answer) == {
        "own_parent": (2, 2, 3),
        "unknown_directorate": (1, 4, 4),
    }
    assert not Directorate.objects.exists()


def test_the_officer_adds_offices_under_the_own_directorate(send, errors_of):
    mine, other = DirectorateFactory(code="M"), DirectorateFactory(code="N")
    officer = granted_post("directorate_officer", directorate=mine).staff.user
    rows = [
        ["M1", "Zyra", "M"],
        ["N1", "Zyra", "N"],
        ["X", "Zyra", ""],
        ["N", "Tjetër", ""],
    ]

    answer = send("directorates", DIRECTORATES, rows, user=officer)

    assert answer.json["new"] == 1
    assert errors_of(answer) == {"unknown_directorate": (3, 3, 5)}
    other.refresh_from_db()
    assert other.name != "Tjetër"


# --- Schools ----------------------------------------------------------------------
def test_schools_find_their_municipality_by_folded_alias(send):
    DirectorateFactory(code="D1")
    rows = [["0001", "Pema e Bardhë", "9-vjeçare", "ÇOROVODE", "D1"]]

    answer = send("schools", SCHOOLS, rows)

    assert (answer.code, answer.json["new"]) == (0, 1)
    school = School.objects.get(code="0001")
    assert (school.municipality.name, school.type) == ("Skrapar", "basic")
    assert send("schools", SCHOOLS, rows).json["same"] == 1
    rows[0][1] = "Pema e Gjelbër"
    assert send("schools", SCHOOLS, rows).json["changed"] == 1


def test_wrong_schools_are_refused(send, errors_of):
    DirectorateFactory(code="D1")
    rows = [
        ["1", "A", "university", "Kuçovë", "D1"],
        ["2", "A", "basic", "Atlantis", "D1"],
        ["3", "A", "basic", "Kuçovë", "D9"],
    ]

    answer = send("schools", SCHOOLS, rows)

    assert errors_of(answer) == {
        "unknown_word.type": (1, 2, 2),
        "unknown_municipality": (1, 3, 3),
        "unknown_directorate": (1, 4, 4),
    }


def test_the_officer_cannot_take_a_school_of_another_directorate(send, errors_of):
    school = SchoolFactory(code="0001")
    mine = DirectorateFactory(code="M")
    officer = granted_post("directorate_officer", directorate=mine).staff.user

    answer = send(
        "schools", SCHOOLS, [["0001", "A", "basic", "Kuçovë", "M"]], user=officer
    )

    assert errors_of(answer) == {"unknown_school": (1, 2, 2)}
    school.refresh_from_db()
    assert school.directorate != mine


# --- Staff ------------------------------------------------------------------------
def staff_row(code="M1", school="0101-01", role="mësuese", **other: str) -> list[str]:
    values = {
        "staff_code": code,
        "school_code": school,
        "first_name": "Prova",
        "last_name": "Modeli",
        "role": role,
    } | other
    return [values.get(name, "") for name in STAFF]


def test_a_teacher_comes_on_the_roster_and_gets_no_access(send, school):
    rows = [staff_row(classes="7A 7B", email="Prova@example.al")]

    answer = send("staff", STAFF, rows)

    assert (answer.code, answer.json["new"]) == (0, 1)
    post = Post.objects.get()
    assert (post.role, post.granted_at, post.starts_on) == (
        "teacher",
        None,
        dt.date(2026, 9, 14),
    )
    assert sorted(post.classes.values_list("name", flat=True)) == ["7A", "7B"]
    assert post.staff.email == "prova@example.al"
    assert send("staff", STAFF, rows).json["same"] == 1


def test_psychologists_and_social_workers_are_protectors(send, school):
    send(
        "staff",
        STAFF,
        [staff_row("1", role="psikologe"), staff_row("2", role="social_worker")],
    )

    found = Post.objects.order_by("pk").values_list("role", "profession")
    assert list(found) == [
        ("protector", "psychologist"),
        ("protector", "social_worker"),
    ]


def test_a_file_that_ends_a_post_ends_its_access(send, school):
    post = granted_post("teacher", school=school, starts_on=dt.date(2026, 9, 1))
    user = post.staff.user
    code = post.staff.staff_code

    answer = send("staff", STAFF, [staff_row(code, ends_on="19.11.2026")])

    assert answer.json["changed"] == 1
    assert not grants(user).all


def test_two_names_for_one_staff_code_are_refused(send, school, errors_of):
    SchoolFactory(code="02")
    rows = [
        staff_row(),
        staff_row(school="02", last_name="Shembulli"),
        staff_row("M2", role="chef"),
    ]

    answer = send("staff", STAFF, rows)

    assert errors_of(answer) == {
        "staff_differs": (2, 2, 3),
        "unknown_word.role": (1, 4, 4),
    }
    assert not StaffMember.objects.exists()


def test_a_whole_roster_ends_the_posts_it_lacks(send, school):
    rows = [staff_row(f"M{n}") for n in range(20)]
    send("staff", STAFF, rows)

    answer = send("staff", STAFF, rows[1:], "--full")

    assert (answer.code, answer.json["removed"]) == (0, 1)
    assert Post.objects.get(staff__staff_code="M0").ends_on == dt.date(2026, 11, 19)
    assert send("staff", STAFF, rows[4:], "--full").code == 2


# --- All --------------------------------------------------------------------------
def test_an_import_is_one_audit_event_without_names(send, school):
    before = AuditEvent.objects.count()

    send("staff", STAFF, [staff_row("1"), staff_row("2")])

    (event,) = AuditEvent.objects.order_by("pk")[before:]
    assert event.verb == "import.committed"
    assert "Modeli" not in str(event.body)
