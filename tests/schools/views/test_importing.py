"""The upload pages: from the file to the result, and who may open them."""

import datetime as dt
import io
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from portal.models import AuditEvent, AuditSubject
from schools.actions.importing import forget_old_files
from schools.models import (
    Absence,
    ColumnMapping,
    ImportBatch,
    Pupil,
    RegisterDay,
    SchoolDay,
)
from tests.factories.files import xlsx_file
from tests.factories.schools import SchoolFactory, enrolled, granted_post, school_days


ABSENCES = "/schools/import/absences/"


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(dt.datetime(2026, 11, 20, 9, tzinfo=dt.UTC), tick=True):
        yield


@pytest.fixture
def school(db):
    school_days(dt.date(2026, 9, 14), dt.date(2026, 12, 18))
    return SchoolFactory()


@pytest.fixture
def registrar(client_of, school):
    """The registrar's browser."""
    return client_of(granted_post("registrar", school=school).staff.user)


def csv(*lines: str, name: str = "mungesa.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, "\r\n".join(lines).encode("cp1250"))


def kept_files() -> list[Path]:
    folder = Path(settings.PRIVATE_ROOT) / "imports"
    return list(folder.iterdir()) if folder.exists() else []


def test_a_file_is_looked_at_and_then_brought_in(registrar, school):
    child = enrolled(school, code="000123")
    upload = csv(
        "Kodi i nxënësit;Data;Lloji",
        "000123;16.11.2026;pa arsye",
        "9;16.11.2026;pa arsye",
    )

    looked = registrar.post(ABSENCES, {"file": upload}, follow=True)

    batch = ImportBatch.objects.get()
    text = looked.content.decode()
    assert looked.redirect_chain[-1][0] == reverse(
        "schools:import_batch", args=[batch.uid]
    )
    assert (batch.new, batch.refused, batch.state) == (1, 1, "staged")
    assert "mungesa.csv" in text
    assert not Absence.objects.exists()
    assert kept_files() == []
    viewed = AuditEvent.objects.get(verb="import.viewed")
    assert AuditSubject.objects.get(event=viewed).uid == child.uid

    taken = registrar.post(
        reverse("schools:import_take", args=[batch.uid]), follow=True
    )

    assert taken.status_code == 200
    assert Absence.objects.get().pupil == child
    batch.refresh_from_db()
    assert batch.state == "committed"


def test_a_workbook_is_looked_at_and_then_brought_in(registrar, school, tmp_path):
    child = enrolled(school, code="000123")
    path = xlsx_file(
        tmp_path / "mungesa.xlsx",
        [
            ["Kodi i nxënësit", "Data", "Lloji"],
            ["000123", dt.date(2026, 11, 16), "pa arsye"],
            ["000123", dt.date(2026, 11, 17), "me arsye"],
        ],
    )
    upload = SimpleUploadedFile("mungesa.xlsx", path.read_bytes())

    looked = registrar.post(ABSENCES, {"file": upload}, follow=True)

    batch = ImportBatch.objects.get()
    url = reverse("schools:import_batch", args=[batch.uid])
    assert looked.redirect_chain[-1][0] == url
    assert (batch.new, batch.refused, batch.state) == (2, 0, "staged")
    assert kept_files() == []

    registrar.post(reverse("schools:import_take", args=[batch.uid]))

    assert [
        (absence.pupil, absence.date) for absence in Absence.objects.order_by("date")
    ] == [(child, dt.date(2026, 11, 16)), (child, dt.date(2026, 11, 17))]


@pytest.mark.parametrize("page", ["²", "٣", "-1", "x", "99999", "9999999999"])
def test_a_page_that_is_no_number_shows_the_file(registrar, school, page):
    enrolled(school, code="000123")
    upload = csv("pupil_code,date,kind", "000123,16.11.2026,explained")
    registrar.post(ABSENCES, {"file": upload})
    url = reverse("schools:import_batch", args=[ImportBatch.objects.get().uid])

    assert registrar.get(url, {"page": page}).status_code == 200


def test_covered_days_are_a_choice_on_the_form(registrar, school):
    enrolled(school, code="000123")
    upload = csv("pupil_code,date,kind", "000123,16.11.2026,explained")

    registrar.post(
        ABSENCES,
        {
            "file": upload,
            "covers_from": "16.11.2026",
            "covers_to": "20.11.2026",
            "choices": ["replace"],
        },
    )
    batch = ImportBatch.objects.get()
    registrar.post(reverse("schools:import_take", args=[batch.uid]))

    assert RegisterDay.objects.count() == 5


def test_taking_in_twice_writes_once(registrar, school):
    enrolled(school, code="000123")
    registrar.post(
        ABSENCES, {"file": csv("pupil_code,date,kind", "000123,16.11.2026,explained")}
    )
    url = reverse("schools:import_take", args=[ImportBatch.objects.get().uid])

    registrar.post(url)
    second = registrar.post(url, follow=True)

    assert second.status_code == 200
    assert Absence.objects.count() == 1
    assert AuditEvent.objects.filter(verb="import.committed").count() == 1


def test_a_file_is_taken_back(registrar, school):
    enrolled(school, code="000123")
    registrar.post(
        ABSENCES, {"file": csv("pupil_code,date,kind", "000123,16.11.2026,explained")}
    )
    uid = ImportBatch.objects.get().uid
    registrar.post(reverse("schools:import_take", args=[uid]))

    answer = registrar.post(reverse("schools:import_undo", args=[uid]), follow=True)

    assert answer.status_code == 200
    assert not Absence.objects.exists()
    assert ImportBatch.objects.get().state == "undone"
    assert AuditEvent.objects.filter(verb="import.undone").count() == 1


def test_a_file_is_thrown_away(registrar, school):
    enrolled(school, code="000123")
    registrar.post(
        ABSENCES, {"file": csv("pupil_code,date,kind", "000123,16.11.2026,explained")}
    )
    url = reverse("schools:import_discard", args=[ImportBatch.objects.get().uid])

    registrar.post(url)

    assert not ImportBatch.objects.exists()


def test_unknown_headers_are_matched_once_and_remembered(registrar, school):
    enrolled(school, code="000123")
    lines = ("Nr. amze;Dita;Pse;Shënime", "000123;16.11.2026;me arsye;grip")

    asked = registrar.post(ABSENCES, {"file": csv(*lines)}, follow=True)

    batch = ImportBatch.objects.get()
    url = reverse("schools:import_columns", args=[batch.uid])
    assert asked.redirect_chain[-1][0] == url
    assert len(kept_files()) == 1
    told = {
        "pupil_code": "0",
        "date": "1",
        "kind": "2",
        "lessons_missed": "",
        "lessons_held": "",
    }
    answer = registrar.post(url, told, follow=True)
    assert answer.redirect_chain[-1][0] == reverse(
        "schools:import_batch", args=[batch.uid]
    )
    assert kept_files() == []
    assert ColumnMapping.objects.get().headers["dita"] == "date"
    again = registrar.post(ABSENCES, {"file": csv(*lines)}, follow=True)
    assert ImportBatch.objects.count() == 2
    assert again.redirect_chain[-1][0].endswith(
        f"{ImportBatch.objects.latest('pk').uid}/"
    )


def test_refused_rows_come_back_as_a_workbook(registrar, school):
    registrar.post(
        ABSENCES, {"file": csv("pupil_code,date,kind", "000123,16.11.2026,explained")}
    )
    url = reverse("schools:import_errors", args=[ImportBatch.objects.get().uid])

    response = registrar.get(url)

    rows = list(load_workbook(io.BytesIO(response.content)).active.values)
    assert rows[0][:3] == ("pupil_code", "date", "kind")
    assert rows[1][:3] == ("000123", "16.11.2026", "explained")
    assert rows[1][3]


@pytest.mark.parametrize(
    "content",
    [b"\x89PNG\r\n\x1a\n\x00\x00", b"PK\x03\x04nothing", b"\r\n\r\n"],
)
def test_what_cannot_be_read_is_a_sentence_on_the_form(registrar, school, content):
    upload = SimpleUploadedFile("a.xlsx", content)

    response = registrar.post(ABSENCES, {"file": upload})

    assert response.status_code == 200
    assert response.context["form"].errors["file"]
    assert not ImportBatch.objects.exists()
    assert kept_files() == []


def test_the_empty_file_to_fill_in_has_our_columns(registrar, school):
    response = registrar.get(reverse("schools:import_template", args=["absences"]))

    book = load_workbook(io.BytesIO(response.content))
    assert book.active.max_row == 1
    assert book["References"].max_row == 6


# --- Who --------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("role", "kinds"),
    [
        ("directorate_officer", {"calendar", "directorates", "schools", "staff"}),
        ("registrar", {"pupils", "absences"}),
        ("head", {"pupils", "absences"}),
        ("protector", {"pupils", "absences"}),
    ],
)
def test_each_role_brings_in_its_kinds(client_of, db, role, kinds):
    client = client_of(granted_post(role).staff.user)

    listed = client.get("/schools/import/")

    assert {spec.kind.value for spec in listed.context["specs"]} == kinds
    for kind in ("calendar", "directorates", "schools", "staff", "pupils", "absences"):
        expected = 200 if kind in kinds else 404
        assert client.get(f"/schools/import/{kind}/").status_code == expected
        assert client.get(f"/schools/import/{kind}/template/").status_code == expected


@pytest.mark.parametrize("role", ["teacher", "cpu_worker", "supervisor", "auditor"])
def test_others_bring_in_nothing(client_of, db, role):
    client = client_of(granted_post(role).staff.user)

    assert client.get("/schools/import/").status_code == 404
    assert client.get("/schools/import/pupils/").status_code == 404


def test_nobody_is_led_to_sign_in(client, db):
    assert client.get("/schools/import/").status_code == 302
    assert client.post("/schools/import/pupils/").status_code == 302


def test_another_persons_file_does_not_exist(registrar, school, client_of):
    registrar.post(
        ABSENCES, {"file": csv("pupil_code,date,kind", "1,16.11.2026,explained")}
    )
    uid = ImportBatch.objects.get().uid
    colleague = client_of(granted_post("head", school=school).staff.user)

    assert colleague.get(reverse("schools:import_batch", args=[uid])).status_code == 404
    for name in ("import_take", "import_discard", "import_undo"):
        assert colleague.post(reverse(f"schools:{name}", args=[uid])).status_code == 404
    assert (
        colleague.get(reverse("schools:import_errors", args=[uid])).status_code == 404
    )


def test_the_officer_brings_in_the_calendar_of_the_own_schools(client_of, db):
    school = SchoolFactory()
    officer = granted_post(
        "directorate_officer", directorate=school.directorate
    ).staff.user
    client = client_of(officer)

    client.post(
        "/schools/import/calendar/", {"file": csv("date,open", "16.11.2026,po")}
    )
    client.post(reverse("schools:import_take", args=[ImportBatch.objects.get().uid]))

    assert SchoolDay.objects.get().school == school


def test_the_preview_costs_the_same_for_1_and_30_rows(registrar, school):
    def queries(rows: int) -> int:
        lines = ["pupil_code,date,kind"]
        for n in range(rows):
            enrolled(school, code=f"{rows}-{n}")
            lines.append(f"{rows}-{n},16.11.2026,explained")
        registrar.post(ABSENCES, {"file": csv(*lines)})
        url = reverse(
            "schools:import_batch", args=[ImportBatch.objects.latest("pk").uid]
        )
        with CaptureQueriesContext(connection) as found:
            assert registrar.get(url).status_code == 200
        verbs = {"SELECT", "INSERT", "UPDATE", "DELETE"}
        return len([q for q in found if q["sql"].split()[0] in verbs])

    assert queries(1) == queries(30) <= 10
    assert Pupil.objects.count() == 31


def test_what_nobody_decided_on_is_forgotten_after_three_days(registrar, school):
    registrar.post(ABSENCES, {"file": csv("Nr;Dita;Pse", "1;16.11.2026;me arsye")})
    registrar.post(
        ABSENCES, {"file": csv("pupil_code,date,kind", "1,16.11.2026,explained")}
    )
    assert len(kept_files()) == 1

    assert forget_old_files(on=dt.date(2026, 11, 23)) == 0
    with TestCase.captureOnCommitCallbacks(execute=True):
        assert forget_old_files(on=dt.date(2026, 11, 24)) == 2

    assert not ImportBatch.objects.exists()
    assert kept_files() == []
