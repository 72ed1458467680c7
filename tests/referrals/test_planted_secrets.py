"""Two hundred secrets, planted into every sensitive field: found in clear nowhere.

Searched: the database's own file (SQLite, with its log; PostgreSQL: every column of
every table), sessions and cache as they are and unpacked, the logs, the mails, the
private folder. Each secret in every way in which it could be written.
"""

import base64
import io
import json
import logging
import pickle
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, quote_plus

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.management import call_command
from django.db import connection, models

from portal.audit.models import AuditEvent
from portal.crypto import Unreadable
from portal.logs import formatter
from tests.architecture.floors import our_models
from tests.referrals.planting import PLANTERS, SYSTEM_CODES, Garden


ROUNDS = 2
LEAST = 200
HOW = """
No secret stands in {field}. Write a planter: in tests/referrals/planting.py add

    def your_room(g: Garden) -> None:
        w, word = g.w, g.word
        g.next_child()
        your_action(case=a_case(w), by=w.protector, {name}=word())

and put it into PLANTERS. If nobody types into the field (a code from a list of ours),
name it in SYSTEM_CODES instead."""


# --- What a secret may look like -----------------------------------------------------
def shapes(secret: str) -> set[bytes]:
    """Every way in which it could be written down in clear."""
    plain = secret.encode()
    found = {plain, secret.encode("utf-16-le"), secret.encode("utf-16-be")}
    found.add(secret.encode("latin-1"))
    found.add(json.dumps(secret)[1:-1].encode())
    found |= {quote(secret).encode(), quote_plus(secret).encode()}
    found |= {plain.hex().encode(), plain.hex().upper().encode()}
    found |= set(base64_parts(plain))
    return found


def base64_parts(plain: bytes) -> Iterator[bytes]:
    """What base64 of any text around it holds for certain, in both alphabets."""
    for before in range(3):
        whole = base64.b64encode(b"\0" * before + plain)
        part = whole[4 if before else 0 : (len(plain) + before) // 3 * 4 - 4]
        yield part
        yield part.translate(bytes.maketrans(b"+/", b"-_"))


# --- Where it is looked for ----------------------------------------------------------
def database() -> Iterator[tuple[str, bytes]]:
    if connection.vendor == "sqlite":
        name = str(connection.settings_dict["NAME"])
        for path in sorted(Path(name).parent.glob(f"{Path(name).name}*")):
            yield path.name, path.read_bytes()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
            yield (
                f"table {table}",
                b"\n".join(
                    bytes(cell)
                    if isinstance(cell, bytes | memoryview)
                    else str(cell).encode()
                    for row in cursor.fetchall()
                    for cell in row
                ),
            )


def unpacked() -> Iterator[tuple[str, bytes]]:
    """What is packed in tables of libraries, in clear."""
    for one in Session.objects.all():
        yield "a session, unpacked", repr(one.get_decoded()).encode()
    with connection.cursor() as cursor:
        cursor.execute("SELECT value FROM portal_cache")
        for (value,) in cursor.fetchall():
            told = pickle.loads(base64.b64decode(value))  # noqa: S301 - our own cache
            yield "the cache, unpacked", repr(told).encode()


def mails() -> Iterator[tuple[str, bytes]]:
    for one in mail.outbox:
        yield "a mail", one.message().as_bytes()
        yield "a mail's words", f"{one.subject}\n{one.body}\n{one.to}".encode()


def files() -> Iterator[tuple[str, bytes]]:
    for root in {Path(settings.DATA_DIR), Path(settings.PRIVATE_ROOT)}:
        for path in root.rglob("*"):
            if path.is_file():
                yield f"file {path.name}", path.name.encode() + path.read_bytes()


# --- What was planted -----------------------------------------------------------------
def sensitive() -> Iterator[tuple[type[models.Model], str]]:
    """Every sensitive field that any installed model of ours declares."""
    for model in our_models():
        declared = vars(model).get("privacy")
        for name in sorted(declared.sensitive_names()) if declared else ():
            yield model, name


def holds_a_secret(model: type[models.Model], name: str, words: list[str]) -> bool:
    told = [_opened(row, name) for row in model._base_manager.all()]
    return any(
        word in text or json.dumps(word)[1:-1] in text
        for text in told
        for word in words
    )


def _opened(row: models.Model, name: str) -> str:
    try:
        return str(getattr(row, name))
    except Unreadable:
        return ""


@pytest.fixture
def logs() -> Iterator[io.StringIO]:
    """Everything that any logger says, as the installation writes it."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(formatter())
    root = logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield stream
    root.removeHandler(handler)
    root.setLevel(before)


@pytest.fixture
def garden(client_of, tmp_path, logs) -> Garden:
    """Everything planted, twice, and the day's work done."""
    made = Garden(client_of, tmp_path)
    for _n in range(ROUNDS):
        for plant in PLANTERS:
            plant(made)
    call_command("run_daily", stdout=io.StringIO(), stderr=io.StringIO())
    return made


@pytest.mark.django_db(transaction=True)
def test_no_planted_secret_is_found_in_clear_anywhere(garden, logs):
    bare = [
        (f"{model._meta.app_label}.{model.__name__}.{name}", name)
        for model, name in sensitive()
        if not holds_a_secret(model, name, garden.words)
    ]
    lacking = [pair for pair in bare if pair[0] not in SYSTEM_CODES]
    assert not lacking, "".join(HOW.format(field=f, name=n) for f, n in lacking)
    assert len(set(garden.words)) >= LEAST

    wanted = [(word, shape) for word in garden.words for shape in shapes(word)]
    places = [*database(), *unpacked(), *mails(), *files()]
    places.append(("the log", logs.getvalue().encode()))
    kinds = {" ".join(where.split(" ")[:2]) for where, _text in places}
    assert {"a mail", "a session,", "the log", "table referrals_case"} <= kinds
    assert any(where.startswith("file ") for where, _text in places)
    found = {
        f"{word} in {where}"
        for where, text in places
        for word, shape in wanted
        if shape in text
    }

    assert found == set()


@pytest.mark.django_db(transaction=True)
def test_no_name_of_the_roll_leaves_for_logs_mails_sessions_or_history(garden, logs):
    w = garden.w
    names = {w.pupil.first_name, w.pupil.last_name, w.school.name}
    history = "\n".join(AuditEvent.objects.values_list("body", flat=True)).encode()
    places = [*unpacked(), *mails(), ("the history", history)]
    places.append(("the log", logs.getvalue().encode()))
    found = {
        f"{name} in {where}"
        for where, text in places
        for name in names
        for shape in (name.encode(), json.dumps(name)[1:-1].encode())
        if shape in text
    }

    assert found == set()


def test_a_secret_is_recognised_however_it_is_written():
    secret = "Fshehtësi000ç0123456789"
    written = [
        f"x{secret}y".encode(),
        json.dumps({"a": secret}).encode(),
        quote(f"a b{secret}").encode(),
        *(base64.b64encode(b"x" * n + secret.encode() + b"yz") for n in range(6)),
        base64.urlsafe_b64encode(secret.encode()),
        secret.encode("utf-16"),
        secret.encode().hex().encode(),
    ]

    for text in written:
        assert any(shape in text for shape in shapes(secret))
