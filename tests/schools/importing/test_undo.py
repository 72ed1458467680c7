"""Taking a file back: all as before, or nothing at all."""

import datetime as dt
import io

import pytest
from django.core.management import call_command
from django.db.models import Model

from schools.actions.undoing import CannotUndo, undo_batch
from schools.models import (
    Absence,
    AttendanceTotal,
    Directorate,
    Enrolment,
    ImportBatch,
    Post,
    Pupil,
    RegisterDay,
    School,
    SchoolDay,
    StaffMember,
)
from tests.factories.files import csv_file
from tests.factories.portal import UserFactory
from tests.factories.schools import DirectorateFactory, SchoolFactory, enrolled


TODAY = dt.date(2026, 11, 20)
PUPILS = [
    "pupil_code",
    "school_code",
    "class",
    "first_name",
    "last_name",
    "birth_date",
    "sex",
    "guardian_phone",
    "starts_on",
]
ABSENCES = ["pupil_code", "date", "kind"]


def rows_of(model: type[Model]) -> list[dict]:
    names = [f.attname for f in model._meta.concrete_fields if f.attname != "batch_id"]
    return list(model.objects.order_by("pk").values(*names))


def undo() -> None:
    undo_batch(batch=ImportBatch.objects.latest("pk"), by=UserFactory(), today=TODAY)


@pytest.fixture
def send(run, tmp_path, school):
    """`send(kind, header, rows, *args)`: a file of these rows, brought in."""

    def make(kind, header, rows, *args):
        answer = run(kind, csv_file(tmp_path / "f.csv", [header, *rows]), *args)
        assert answer.code == 0, answer.json
        return answer

    return make


def test_absences_are_as_before(send, school):
    one, two = enrolled(school, code="1"), enrolled(school, code="2")
    send(
        "absences",
        ABSENCES,
        [["1", "16.11.2026", "explained"], ["2", "16.11.2026", "explained"]],
    )
    models = (Absence, RegisterDay, AttendanceTotal)
    before = [rows_of(model) for model in models]

    send(
        "absences",
        ABSENCES,
        [["1", "16.11.2026", "unexplained"], ["1", "17.11.2026", "unexplained"]],
        "--covers",
        "16.11.2026..18.11.2026",
        "--replace",
    )
    assert Absence.objects.filter(pupil=two).count() == 0
    undo()

    after = [rows_of(model) for model in models]
    assert after == before
    assert ImportBatch.objects.latest("pk").state == "undone"
    call_command("check_totals", stdout=io.StringIO())
    assert one.absences.count() == 1


def test_a_move_and_a_new_name_are_as_before(send, school):
    SchoolFactory(code="0202-02")
    row = ["1", school.code, "7A", "Ana", "Prova", "03.04.2014", "f", "069 1", ""]
    send("pupils", PUPILS, [row])
    before = rows_of(Enrolment), Pupil.objects.get().school

    send(
        "pupils",
        PUPILS,
        [
            [
                "1",
                "0202-02",
                "7B",
                "Anë",
                "Prova",
                "03.04.2014",
                "f",
                "069 2",
                "02.11.2026",
            ]
        ],
    )
    undo()

    assert (rows_of(Enrolment), Pupil.objects.get().school) == before
    assert Pupil.objects.get().first_name == "Ana"
    assert Pupil.objects.get().guardian_phone == "069 1"


def test_new_rows_of_every_kind_are_gone(send, school):
    DirectorateFactory(code="D1")
    files = {
        "calendar": (["date", "open"], ["21.12.2026", "yes"], SchoolDay),
        "directorates": (["directorate_code", "name"], ["X", "X"], Directorate),
        "schools": (
            ["school_code", "name", "type", "municipality", "directorate"],
            ["9", "A", "basic", "Kuçovë", "D1"],
            School,
        ),
        "staff": (
            ["staff_code", "school_code", "first_name", "last_name", "role", "classes"],
            ["9", school.code, "A", "B", "teacher", "7A 7B"],
            Post,
        ),
        "pupils": (
            PUPILS,
            ["9", school.code, "7A", "A", "B", "03.04.2014", "f", "", ""],
            Pupil,
        ),
    }
    for kind, (header, row, model) in files.items():
        before = rows_of(model)
        send(kind, header, [row])
        assert rows_of(model) != before
        undo()
        assert rows_of(model) == before
    assert not StaffMember.objects.filter(staff_code="9").exists()


def test_what_somebody_changed_since_stays(send, school):
    enrolled(school, code="1")
    send(
        "absences",
        ABSENCES,
        [["1", "16.11.2026", "explained"], ["1", "17.11.2026", "explained"]],
    )
    Absence.objects.filter(date=dt.date(2026, 11, 17)).update(kind="unexplained")

    with pytest.raises(CannotUndo):
        undo()

    assert Absence.objects.count() == 2


def test_pupils_with_absences_stay(send, school):
    send(
        "pupils",
        PUPILS,
        [["1", school.code, "7A", "A", "B", "03.04.2014", "f", "", ""]],
    )
    batch = ImportBatch.objects.get()
    send("absences", ABSENCES, [["1", "16.11.2026", "explained"]])

    with pytest.raises(CannotUndo):
        undo_batch(batch=batch, by=UserFactory(), today=TODAY)

    assert Enrolment.objects.count() == 1


def test_after_a_week_it_is_too_late(send, school):
    enrolled(school, code="1")
    send("absences", ABSENCES, [["1", "16.11.2026", "explained"]])

    with pytest.raises(CannotUndo):
        undo_batch(
            batch=ImportBatch.objects.get(),
            by=UserFactory(),
            today=TODAY + dt.timedelta(8),
        )
