"""What a phone keeps and what it sends: the rules are the server's, as ever."""

import base64
import json
import os
from uuid import uuid4

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.test import Client
from django.utils import timezone

from portal.audit.models import AuditEvent
from tests.factories.portal import UserFactory
from tests.factories.schools import granted_post
from tests.factories.training import body, course, done, publish, scenario
from training.models import ItemProgress, ScenarioRun
from training.offline_keys import private_half, public_half
from training.outline import address_of


pytestmark = pytest.mark.django_db
OUTBOX = "/training/outbox/"


@pytest.fixture
def made():
    made = course(lessons=2)
    made.lessons[0].body = body("fjalë " * 40, "fjalë " * 40, "fjalë " * 40)
    made.lessons[0] = publish(made.lessons[0])
    return made


@pytest.fixture
def teacher():
    return granted_post("teacher").staff.user


@pytest.fixture
def client(client_of, teacher):
    client = client_of(teacher)
    client.cookies["language"] = "en"
    return client


def uid_of(made, page):
    return str(made.item(page).uid)


def answer(made, *, steps):
    """The lesson said to be done, after these steps (from 0) were opened."""
    lesson = made.lessons[0]
    seen = [lesson.steps[number].id for number in steps]
    return {
        "token": str(uuid4()),
        "item": uid_of(made, lesson),
        "seen": json.dumps(seen),
    }


# --- The edition that is kept ----------------------------------------------------------


def test_a_saved_lesson_holds_every_step(made, client):
    text = client.get(f"/training/saved/{uid_of(made, made.lessons[0])}/").text

    assert text.count("<section data-step=") == 3
    assert "I have done this lesson" in text


def test_a_saved_module_names_its_parts_and_says_that_the_quiz_needs_the_network(
    made, client
):
    text = client.get(f"/training/saved/{uid_of(made, made.module)}/").text

    assert text.count("data-part") == 2
    assert "needs the network: it counts for the certificate" in text


@pytest.mark.parametrize("what", ["index", "module", "lesson"])
def test_what_is_kept_names_nobody_and_holds_no_token(made, client, teacher, what):
    uid = {"module": made.module, "lesson": made.lessons[0]}.get(what)
    path = f"/training/saved/{uid_of(made, uid)}/" if uid else "/training/saved/"

    response = client.get(path)

    assert str(teacher.uid) in response.text
    assert teacher.name not in response.text
    assert "csrf" not in response.text
    assert response["Cache-Control"] == "no-store"


def test_saving_a_lesson_is_not_reading_it(made, client):
    client.get(f"/training/saved/{uid_of(made, made.lessons[0])}/")

    assert not ItemProgress.objects.exists()


def test_who_learns_nothing_here_finds_no_edition(made, client_of):
    stranger = client_of(UserFactory())

    path = f"/training/saved/{uid_of(made, made.lessons[0])}/"

    assert stranger.get(path).status_code == 404
    assert "/accounts/login/" in Client().get(path)["Location"]


# --- What comes back ------------------------------------------------------------------


def test_a_lesson_read_to_its_end_without_network_is_done(made, client):
    response = client.post(OUTBOX, answer(made, steps=[0, 1, 2]))

    assert response.json() == {"why": ""}
    progress = ItemProgress.objects.get()
    assert progress.state == "done"
    assert len(progress.seen) == 3


def test_an_answer_that_arrives_twice_counts_once(made, client):
    given = answer(made, steps=[0, 1, 2])

    for _ in range(2):
        response = client.post(OUTBOX, given)

    assert response.json() == {"why": ""}
    assert ItemProgress.objects.count() == 1
    assert AuditEvent.objects.filter(verb="lesson.done").count() == 1


@pytest.mark.parametrize(
    ("steps", "said"),
    [
        ([0, 1], "Step 3 was not opened"),
        ([2], "Steps 1, 2 were not opened"),  # the last alone: never opened at all
        ([], "Open the lesson first"),
    ],
)
def test_a_lesson_of_which_a_step_was_not_opened_is_refused_with_the_reason(
    made, client, steps, said
):
    response = client.post(OUTBOX, answer(made, steps=steps))

    assert said in response.json()["why"]
    assert response.json()["why"].startswith(f"{made.lessons[0].title}: ")
    assert not ItemProgress.objects.filter(state="done").exists()
    refused = AuditEvent.objects.filter(verb="access.denied")
    assert "training:outbox" in refused.latest("pk").body


def test_steps_opened_here_and_steps_opened_on_the_phone_are_the_whole_lesson(
    made, client
):
    path = address_of(made.lessons[0].url_path)
    for number in (1, 2):
        client.get(f"{path}?step={number}")

    response = client.post(OUTBOX, answer(made, steps=[2]))

    assert response.json() == {"why": ""}
    assert ItemProgress.objects.get().state == "done"


def test_the_audit_says_that_it_came_from_a_phone(made, client, teacher):
    made.module.quiz = None
    publish(made.module)
    done(teacher.staff, made.item(made.lessons[1]), at=timezone.now())

    client.post(OUTBOX, answer(made, steps=[0, 1, 2]))

    for verb in ("lesson.done", "module.completed"):
        assert '"offline":true' in AuditEvent.objects.get(verb=verb).body


def test_the_audit_says_nothing_of_a_phone_where_there_was_none(made, client):
    path = address_of(made.lessons[0].url_path)
    for number in (1, 2, 3):
        client.get(f"{path}?step={number}")

    client.post(f"/training/lessons/{uid_of(made, made.lessons[0])}/finish/")

    assert "offline" not in AuditEvent.objects.get(verb="lesson.done").body


def test_steps_that_the_lesson_does_not_have_count_for_nothing(made, client):
    given = answer(made, steps=[0]) | {"seen": json.dumps(["x", 7, {}])}

    assert client.post(OUTBOX, given).json()["why"]


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"token": "x"},
        {"item": "x"},
        {"seen": "{"},
        {"seen": '{"a": 1}'},
        {"path": '[["one"]]'},
        {"path": "[7]"},
        {"path": "[" * 20_000},
        {"seen": "9" * 5_000},
    ],
)
def test_an_odd_answer_is_refused_not_an_error(made, client, given):
    whole = answer(made, steps=[0]) | given if given else {}

    assert client.post(OUTBOX, whole).json()["why"]


def test_odd_words_about_the_steps_read_are_no_error_on_the_lessons_own_page(
    made, client
):
    lesson = uid_of(made, made.lessons[0])

    answer = client.post(f"/training/lessons/{lesson}/finish/", {"seen": "[" * 20_000})

    assert answer.status_code == 302
    assert not ItemProgress.objects.exists()


def test_a_lesson_that_was_taken_away_is_refused_with_the_reason(made, client):
    given = answer(made, steps=[0, 1, 2])
    made.lessons[0].unpublish()

    assert "no longer in the training" in client.post(OUTBOX, given).json()["why"]


def test_without_a_token_nothing_is_taken(made, teacher):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(teacher)

    refused = strict.post(OUTBOX, answer(made, steps=[0, 1, 2]))
    token = strict.get(OUTBOX).json()["csrf"]
    taken = strict.post(
        OUTBOX, answer(made, steps=[0, 1, 2]) | {"csrfmiddlewaretoken": token}
    )

    assert refused.status_code == 403
    assert taken.json() == {"why": ""}


# --- Practice ---------------------------------------------------------------------------


@pytest.fixture
def played(made):
    """The item of a scenario of the module."""
    return made.item(scenario(made.module))


def run_of(played, *path):
    return {"token": str(uuid4()), "item": str(played.uid), "path": json.dumps(path)}


GOOD = (("nisja", "nisja-good"), ("mesi", "mesi-good"))


def test_a_saved_scenario_holds_every_scene_and_remark(played, client):
    text = client.get(f"/training/saved/{played.uid}/").text

    assert text.count("data-scene=") == 4
    assert text.count("data-is-end") == 2
    assert text.count("<template data-taken=") == 4


def test_a_practice_played_without_network_is_done(played, client, teacher):
    response = client.post(OUTBOX, run_of(played, *GOOD))

    assert response.json() == {"why": ""}
    assert ScenarioRun.objects.get().end == "fund"
    assert '"offline":true' in AuditEvent.objects.get(verb="scenario.ended").body
    assert ItemProgress.objects.get(staff=teacher.staff, item=played).state == "done"


def test_a_practice_that_arrives_twice_is_one_run(played, client):
    given = run_of(played, *GOOD)
    for _ in range(2):
        assert client.post(OUTBOX, given).json() == {"why": ""}

    assert ScenarioRun.objects.count() == 1


def test_a_practice_begun_online_stays_where_it_is(played, client):
    client.post(f"/training/scenarios/{played.uid}/start/")

    client.post(OUTBOX, run_of(played, *GOOD))

    assert ScenarioRun.objects.filter(closed_at=None, end="").count() == 1
    assert ScenarioRun.objects.filter(end="fund").count() == 1


@pytest.mark.parametrize(
    "path",
    [(), GOOD[:1], (("nisja", "mesi-good"),), (*GOOD, ("mesi", "mesi-good"))],
)
def test_a_path_that_leads_to_no_end_is_refused_with_the_reason(played, client, path):
    response = client.post(OUTBOX, run_of(played, *path))

    assert "rewritten" in response.json()["why"]
    assert not ScenarioRun.objects.exists()


def test_anothers_number_finds_nothing_of_theirs(played, client, client_of):
    given = run_of(played, *GOOD)
    client.post(OUTBOX, given)
    user = granted_post("teacher").staff.user

    assert client_of(user).post(OUTBOX, given).json()["why"]
    assert ScenarioRun.objects.count() == 1
    assert AuditEvent.objects.filter(verb="access.denied", actor=user.uid).exists()


@pytest.mark.parametrize("page", ["/", "/training/"])
def test_where_one_comes_in_there_is_room_for_what_the_phone_did_not_send(
    made, client, page
):
    text = client.get(page).text

    assert "data-outbox" in text
    assert "Thrown away, for it was not sent within 72 hours:" in text


# --- The keys -------------------------------------------------------------------------


def open_as_a_phone_seals(private: str, public: str, text: bytes) -> bytes:
    """Seals to the public half and opens with the private one, as outbox.js does."""
    theirs = ec.EllipticCurvePublicKey.from_encoded_point(
        ec.SECP256R1(), base64.b64decode(public.partition(".")[2])
    )
    once = ec.generate_private_key(ec.SECP256R1())
    iv = os.urandom(12)
    sealed = AESGCM(_key(once.exchange(ec.ECDH(), theirs))).encrypt(iv, text, None)
    own = serialization.load_der_private_key(base64.b64decode(private), None)
    assert isinstance(own, ec.EllipticCurvePrivateKey)
    shared = own.exchange(ec.ECDH(), once.public_key())
    return AESGCM(_key(shared)).decrypt(iv, sealed, None)


def _key(shared: bytes) -> bytes:
    return HKDF(hashes.SHA256(), 32, salt=b"", info=b"").derive(shared)


def test_the_owners_session_gets_the_half_that_opens(client, teacher):
    public = public_half(teacher.uid)
    name = public.partition(".")[0]

    private = client.post(f"{OUTBOX}key/", {"name": name}).json()["key"]

    assert open_as_a_phone_seals(private, public, b"fjala") == b"fjala"


def test_another_person_gets_another_half(client_of, teacher):
    public = public_half(teacher.uid)
    name = public.partition(".")[0]
    neighbour = client_of(granted_post("teacher").staff.user)

    private = neighbour.post(f"{OUTBOX}key/", {"name": name}).json()["key"]

    assert private != private_half(teacher.uid, name)
    with pytest.raises(InvalidTag):
        open_as_a_phone_seals(private, public, b"fjala")


def test_a_master_key_that_is_gone_opens_nothing(client):
    assert client.post(f"{OUTBOX}key/", {"name": "x"}).status_code == 404


def test_signing_out_empties_what_the_browser_kept(client):
    response = client.post("/accounts/logout/")

    assert response["Clear-Site-Data"] == '"cache"'
