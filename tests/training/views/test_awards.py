"""The certificate: printed by its holder, checked by anybody, revoked by the ministry."""

import datetime as dt

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from django.utils.translation import override

from portal.audit.models import AuditEvent
from portal.models import Notification
from tests.factories.schools import SchoolFactory, granted_post
from tests.factories.training import an_award, course
from tests.portal.papers import close, words_of
from training.certificates import facts, learning_time
from training.models import Award


pytestmark = pytest.mark.django_db
FORGED = "A" * 26


@pytest.fixture(autouse=True)
def _no_tries_left_over():
    cache.clear()


@pytest.fixture
def school():
    return SchoolFactory(name="Shkolla e Provës")


@pytest.fixture
def teacher(school):
    return granted_post("teacher", school=school).staff


@pytest.fixture
def award(teacher, school):
    made = an_award(teacher, course())
    made.school_as_printed, made.accreditation_as_printed = school.name, "AK-2026/7"
    made.valid_until = made.issued_on + dt.timedelta(days=700)
    made.save()
    return made


@pytest.fixture
def ministry(client_of):
    return client_of(granted_post("content_ministry").staff.user)


def url(award, end=""):
    return f"/training/awards/{award.public_id}/{end}"


def verbs():
    return list(AuditEvent.objects.order_by("at", "id").values_list("verb", flat=True))


def last(verb):
    return AuditEvent.objects.filter(verb=verb).latest("id")


# --- On paper ------------------------------------------------------------------------
def test_the_holder_downloads_the_certificate_and_it_is_audited(
    award, teacher, client_of
):
    response = client_of(teacher.user).get(url(award, "certificate.pdf"))

    assert response["Content-Type"] == "application/pdf"
    assert response.content.startswith(b"%PDF")
    event = last("certificate.printed")
    assert event.object_uid == award.uid
    assert '"sha256"' in event.body


def test_the_paper_prints_every_fact_in_both_languages(award, teacher, client_of):
    pdf = client_of(teacher.user).get(url(award, "certificate.pdf")).content

    said = close(words_of(pdf))
    for fact in facts(award):
        for label in (fact["key"], fact["value"]):
            if fact["key"]["en"] not in ("Name", "Programme"):
                assert close(label["sq"]) in said
            assert close(fact["value"]["en"]) in said
    assert close(f"/training/awards/{award.public_id}/") in said
    assert "Konfidenciale" not in said


def test_a_blank_accreditation_number_prints_nothing(award):
    award.accreditation_as_printed = ""

    assert "Accreditation number" not in [fact["key"]["en"] for fact in facts(award)]


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        (1, "1 minute"),
        (52, "52 minutes"),
        (180, "3 h (180 minutes)"),
        (200, "3 h 20 min (200 minutes)"),
    ],
)
def test_learning_time_names_hours_and_minutes_only_where_there_are_any(minutes, said):
    with override("en"):
        assert learning_time(minutes) == said


def test_the_head_of_the_school_prints_it_and_another_head_does_not(
    award, school, client_of
):
    own = client_of(granted_post("head", school=school).staff.user)
    other = client_of(granted_post("head", school=SchoolFactory()).staff.user)

    assert own.get(url(award, "certificate.pdf")).status_code == 200
    assert other.get(url(award, "certificate.pdf")).status_code == 404
    assert "certificate.pdf" in own.get(url(award)).text
    assert "certificate.pdf" not in other.get(url(award)).text


def test_a_colleague_and_nobody_do_not_print_it(award, school, client_of):
    colleague = client_of(granted_post("teacher", school=school).staff.user)

    assert colleague.get(url(award, "certificate.pdf")).status_code == 404
    assert "login" in Client().get(url(award, "certificate.pdf"))["Location"]


# --- The public page -----------------------------------------------------------------
def test_anybody_with_the_number_reads_every_printed_fact(award):
    response = Client(headers={"cookie": "language=en"}).get(url(award))

    assert response.status_code == 200
    for fact in facts(award):
        assert fact["key"]["en"] in response.text
        assert fact["value"]["en"] in response.text
    assert "Valid" in response.text
    assert response["X-Robots-Tag"] == "noindex"


def test_the_number_may_be_typed_in_groups_and_small_letters(award):
    typed = " ".join(award.public_id[n : n + 4] for n in range(0, 26, 4)).lower()

    response = Client().post("/training/awards/", {"number": typed})

    assert response["Location"] == url(award)


@pytest.mark.parametrize("typed", [True, False])
def test_a_forged_number_is_refused_and_audited(typed):
    client = Client()

    if typed:
        response = client.post("/training/awards/", {"number": FORGED})
    else:
        response = client.get(f"/training/awards/{FORGED}/")

    assert response.status_code == 404
    event = last("certificate.unknown")
    assert event.actor is None
    assert FORGED in event.body


def test_a_forged_number_tried_by_a_signed_in_person_names_the_person(
    teacher, client_of
):
    client_of(teacher.user).get(f"/training/awards/{FORGED}/")

    assert last("certificate.unknown").actor == teacher.user.uid


def test_words_that_cannot_be_a_number_are_not_written_down():
    Client().get("/training/awards/Emri-Mbiemri/")

    assert "EMRI" not in last("certificate.unknown").body.upper()


def test_a_sign_that_no_database_takes_is_an_unknown_number():
    assert Client().get("/training/awards/AB%00/").status_code == 404


def test_many_tries_in_a_minute_are_stopped_before_they_are_audited():
    client = Client()

    answers = [client.get(f"/training/awards/{FORGED}/").status_code for _ in range(32)]

    assert answers[-1] == 429
    assert verbs().count("certificate.unknown") == answers.count(404) == 30


def test_an_expired_award_says_since_when(award):
    Award.objects.filter(pk=award.pk).update(
        issued_on=dt.date(2024, 1, 1), valid_until=dt.date(2026, 1, 1)
    )

    text = Client(headers={"cookie": "language=en"}).get(url(award)).text

    assert "Expired" in text
    assert "on 01.01.2026" in text


def test_a_renewed_award_says_that_a_newer_one_stands_in_its_place(award):
    newer = Award.objects.get(pk=award.pk)
    newer.pk, newer.uid, newer.public_id = None, None, "B" * 26
    newer.uid = type(award)().uid
    newer.supersedes = award
    newer.save(force_insert=True)

    text = Client(headers={"cookie": "language=en"}).get(url(award)).text

    assert "a newer award stands in its place" in text


# --- Revoking ------------------------------------------------------------------------
def test_the_ministry_revokes_with_a_reason_and_the_page_says_so(
    award, ministry, teacher, client_of
):
    response = ministry.post(url(award, "revoke/"), {"reason": "Dëshmi e rreme."})

    assert response.status_code == 302
    award.refresh_from_db()
    assert award.revoke_reason == "Dëshmi e rreme."
    day = timezone.localtime(award.revoked_at)
    public = Client(headers={"cookie": "language=en"}).get(url(award)).text
    assert "Revoked: not valid" in public
    assert f"on {day:%d.%m.%Y}" in public
    assert "Dëshmi" not in public
    own = client_of(teacher.user)
    assert "Dëshmi e rreme." in own.get(url(award)).text
    assert own.get(url(award, "certificate.pdf")).status_code == 302
    assert "Dëshmi" not in last("award.revoked").body
    assert Notification.objects.filter(to=teacher.user, kind="award.revoked").exists()


def test_without_a_reason_nothing_is_revoked(award, ministry):
    response = ministry.post(url(award, "revoke/"), {"reason": "  "})

    award.refresh_from_db()
    assert response.status_code == 200
    assert award.revoked_at is None


def test_a_second_reason_does_not_replace_the_first(award, ministry):
    ministry.post(url(award, "revoke/"), {"reason": "E para."})
    ministry.post(url(award, "revoke/"), {"reason": "E dyta."})

    award.refresh_from_db()
    assert award.revoke_reason == "E para."


def test_nobody_revokes_the_own_award(client_of):
    own = granted_post("content_ministry").staff
    made = an_award(own, course())

    client_of(own.user).post(url(made, "revoke/"), {"reason": "Vetë."})

    made.refresh_from_db()
    assert made.revoked_at is None
    assert last("access.denied")


@pytest.mark.parametrize("role", ["editor", "head", "teacher"])
def test_others_do_not_find_the_page_that_revokes(role, award, school, client_of):
    place = {"school": school} if role != "editor" else {}
    client = client_of(granted_post(role, **place).staff.user)

    assert client.get(url(award, "revoke/")).status_code == 404
    assert client.post(url(award, "revoke/"), {"reason": "x"}).status_code == 404
    award.refresh_from_db()
    assert award.revoked_at is None
