"""The pages of the attached files: who may, who may not, and what leaves how."""

import io
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from portal.audit.models import AuditEvent
from portal.crypto import forget_keys
from referrals.actions.attaching import open_attachment
from referrals.models import Attachment
from schools.actions.shielding import shield_pupil
from tests.factories.attachments import (
    PDF,
    SCRIPT,
    an_attachment,
    archive,
    photograph_with_a_place,
)
from tests.factories.referrals import a_case, a_draft, a_referral, world
from tests.factories.schools import municipality


pytestmark = pytest.mark.django_db


def sent_file(data: bytes, name: str = "raport.pdf") -> io.BytesIO:
    file = io.BytesIO(data)
    file.name = name
    return file


def post(client, path: str, data: bytes, name: str = "raport.pdf"):
    return client.post(path, {"file": sent_file(data, name), "token": uuid4()})


def case_page(case) -> str:
    return reverse("referrals:case_attachments", args=[case.uid])


def test_a_protector_attaches_a_photograph_and_reads_it_back_without_its_place(
    client_of,
):
    w = world()
    case = a_case(w)
    client = client_of(w.protector)

    response = post(client, case_page(case), photograph_with_a_place(), "IMG 1.jpg")
    one = Attachment.objects.get()
    page = client.get(case_page(case))
    file = client.get(reverse("referrals:attachment", args=[one.uid]))

    assert response.status_code == 302
    assert "IMG 1.jpg" in page.content.decode()
    assert dict(Image.open(io.BytesIO(file.content)).getexif()) == {}


def test_what_leaves_is_a_download_that_no_browser_runs(client_of):
    w = world()
    one = an_attachment(w, name="Zamira Provëza.pdf")

    response = client_of(w.protector).get(
        reverse("referrals:attachment", args=[one.uid])
    )

    assert response.content == PDF
    assert response["Content-Disposition"] == f'attachment; filename="{one.uid}.pdf"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"].startswith("sandbox")
    assert "no-store" in response["Cache-Control"]


def test_reading_a_file_is_in_the_history_of_the_child(client_of):
    w = world()
    one = an_attachment(w)

    client_of(w.protector).get(reverse("referrals:attachment", args=[one.uid]))

    event = AuditEvent.objects.get(verb="attachment.read")
    assert str(w.pupil.uid) in event.body


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (b"", "a.jpg", "bosh"),
        (b"<svg onload='x()'/>", "a.jpg", "Ruajeni si PDF"),
        (archive(), "a.jpg", "Ruajeni si PDF"),
        (b"MZ" + b"\x00" * 99, "a.pdf", "Ruajeni si PDF"),
        (PDF + SCRIPT, "a.pdf", "Shtypeni në një PDF të ri"),
        (b"%PDF-" + b"x" * 10 * 1024 * 1024, "a.pdf", "10 MB"),
        (b"%PDF-" + b"x" * 22 * 1024 * 1024, "a.pdf", "10 MB"),
    ],
)
def test_a_file_that_is_not_taken_is_refused_with_what_to_do(
    client_of, data, name, said
):
    w = world()

    response = post(client_of(w.protector), case_page(a_case(w)), data, name)

    assert response.status_code == 200
    assert said in response.content.decode()
    assert not Attachment.objects.exists()


@pytest.mark.parametrize(
    "name", ["../../../etc/passwd", "..\\..\\x.pdf", "a/b\x00c.pdf", "\u202efdp.exe"]
)
def test_a_name_that_climbs_goes_nowhere(client_of, name):
    w = world()

    post(client_of(w.protector), case_page(a_case(w)), PDF, name)

    one = Attachment.objects.get()
    assert not {"/", "\\", "\x00", "\u202e"} & set(one.name)
    assert open_attachment(one) == PDF


def test_the_page_says_that_no_photograph_of_the_body_is_taken(client_of):
    w = world()

    page = client_of(w.protector).get(case_page(a_case(w))).content.decode()

    assert "Nuk pranohet asnjë fotografi e trupit të fëmijës" in page


def test_the_unit_reads_and_adds_to_what_was_sent(client_of):
    w = world()
    sent = a_referral(w)
    an_attachment(w, referral=sent, name="nga-shkolla.pdf")
    path = reverse("referrals:referral_attachments", args=[sent.uid])
    client = client_of(w.worker)

    response = post(client, path, PDF, "nga-njësia.pdf")
    page = client_of(w.protector).get(path).content.decode()

    assert response.status_code == 302
    assert "nga-shkolla.pdf" in page
    assert "nga-njësia.pdf" in page


def test_the_unit_finds_no_file_of_the_case_and_none_of_a_draft(client_of):
    w = world()
    draft = a_draft(w)
    of_draft, of_case = (
        an_attachment(w, referral=draft),
        an_attachment(w, case=draft.case),
    )
    client = client_of(w.worker)

    for one in (of_draft, of_case):
        path = reverse("referrals:attachment", args=[one.uid])
        assert client.get(path).status_code == 404
    assert client.get(case_page(draft.case)).status_code == 404


@pytest.mark.parametrize("who", ["neighbour", "other_unit", "teacher", "head"])
def test_nobody_else_finds_the_file(client_of, who):
    w, other = world(), world(municipality=municipality("0702"))
    one = an_attachment(w, referral=a_referral(w))
    user = {
        "neighbour": other.protector,
        "other_unit": other.worker,
        "teacher": w.teacher,
        "head": w.head,
    }[who]
    client = client_of(user)

    for name in ("attachment", "attachment_remove"):
        assert (
            client.get(reverse(f"referrals:{name}", args=[one.uid])).status_code == 404
        )


def test_nobody_who_is_not_signed_in_gets_a_file(client):
    one = an_attachment(world())

    response = client.get(reverse("referrals:attachment", args=[one.uid]))

    assert response.status_code == 302
    assert "/accounts/login/" in response["Location"]


def test_after_a_shield_the_file_is_gone_for_the_barred_person(client_of):
    w = world()
    one = an_attachment(w, referral=a_referral(w))
    for user in (w.protector, w.worker):
        shield_pupil(pupil=w.pupil, barred=user.staff, reason="Kushëri", by=None)

    for user in (w.protector, w.worker):
        path = reverse("referrals:attachment", args=[one.uid])
        assert client_of(user).get(path).status_code == 404


def test_a_file_is_removed_with_a_reason_that_both_sides_read(client_of):
    w = world()
    sent = a_referral(w)
    one = an_attachment(w, referral=sent)
    path = reverse("referrals:attachment_remove", args=[one.uid])
    client = client_of(w.protector)

    empty = client.post(path, {"reason": ""})
    done = client.post(path, {"reason": "Është i një fëmije tjetër"})
    page = client_of(w.worker).get(
        reverse("referrals:referral_attachments", args=[sent.uid])
    )

    assert (empty.status_code, done.status_code) == (200, 302)
    assert "Është i një fëmije tjetër" in page.content.decode()
    gone = client.get(reverse("referrals:attachment", args=[one.uid]))
    assert gone.status_code == 404


def test_the_unit_removes_its_own_file_and_not_the_school_s(client_of):
    w = world()
    sent = a_referral(w)
    own = an_attachment(w, referral=sent, by=w.worker)
    theirs = an_attachment(w, referral=sent)
    client = client_of(w.worker)

    for one, status in ((own, 200), (theirs, 404)):
        path = reverse("referrals:attachment_remove", args=[one.uid])
        assert client.get(path).status_code == status


def test_a_file_that_was_tampered_with_is_not_served(client_of):
    from referrals.actions.attaching import place

    w = world()
    one = an_attachment(w)
    open_attachment(one)
    (place() / str(one.uid)).write_bytes(b"x" * 400)

    path = reverse("referrals:attachment", args=[one.uid])
    assert client_of(w.protector).get(path).status_code == 404


def test_ten_files_cost_as_many_queries_as_one(client_of):
    w = world()
    case = a_case(w)
    an_attachment(w, case=case)
    client = client_of(w.protector)
    one = _cost(client, case_page(case))

    for _n in range(9):
        an_attachment(w, case=case)

    assert _cost(client, case_page(case)) == one <= 10


def _cost(client, path: str) -> int:
    client.get(path)
    forget_keys()
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    counted = ("SELECT", "INSERT", "UPDATE", "DELETE", "WITH")
    return sum(q["sql"].lstrip("( ").startswith(counted) for q in queries)
