"""Files at rest: whole and the right one, or not at all."""

import datetime as dt
import os
from uuid import uuid4

import pytest

from portal import sealed_files
from portal.crypto import Unreadable, create_data_key, forget_keys
from portal.models import DataKey


pytestmark = pytest.mark.django_db
SIZES = [0, 1, sealed_files.CHUNK - 1, sealed_files.CHUNK, sealed_files.CHUNK * 2 + 7]
NOW = dt.datetime.now(dt.UTC)


def sealed(plain: bytes, **given):
    values = {"label": "t", "uid": uuid4(), "key_uid": create_data_key(), **given}
    data = sealed_files.seal_bytes(plain, **values)
    return data, {"label": values["label"], "uid": values["uid"]}


@pytest.mark.parametrize("size", SIZES)
def test_what_was_sealed_comes_back_whole(size):
    plain = os.urandom(size)
    data, where = sealed(plain)

    assert sealed_files.open_bytes(data, **where) == plain
    assert size < 16 or plain[:16] not in data


@pytest.mark.parametrize(
    "spoilt",
    [
        lambda data: data[:-1],
        lambda data: data[: sealed_files.HEADER + sealed_files.CHUNK + 16],
        lambda data: data[: sealed_files.HEADER],
        lambda data: data[:10],
        lambda data: b"",
        lambda data: data + b"\x00",
        lambda data: data[:40] + bytes([data[40] ^ 1]) + data[41:],
        lambda data: data[:20] + bytes([data[20] ^ 1]) + data[21:],
        lambda data: b"\x01" + data[1:],
    ],
)
def test_a_file_that_was_cut_or_changed_does_not_open(spoilt):
    data, where = sealed(os.urandom(sealed_files.CHUNK + 500))

    with pytest.raises(Unreadable):
        sealed_files.open_bytes(spoilt(data), **where)


def test_chunks_that_changed_places_do_not_open():
    step = sealed_files.CHUNK + sealed_files.TAG
    data, where = sealed(os.urandom(sealed_files.CHUNK * 3))
    head, body = data[: sealed_files.HEADER], data[sealed_files.HEADER :]
    swapped = head + body[step : 2 * step] + body[:step] + body[2 * step :]

    with pytest.raises(Unreadable):
        sealed_files.open_bytes(swapped, **where)


def test_a_file_of_another_row_does_not_open():
    data, where = sealed(b"x" * 100)

    with pytest.raises(Unreadable):
        sealed_files.open_bytes(data, label="t", uid=uuid4())
    with pytest.raises(Unreadable):
        sealed_files.open_bytes(data, label="other", uid=where["uid"])


def test_a_destroyed_key_closes_the_file():
    key = create_data_key()
    data, where = sealed(b"x", key_uid=key)
    DataKey.objects.filter(uid=key).update(wrapped=b"", destroyed_at=NOW)
    forget_keys()

    with pytest.raises(Unreadable):
        sealed_files.open_bytes(data, **where)


def test_a_file_gets_its_name_after_the_commit_only(tmp_path):
    uid = uuid4()
    sealed_files.write_aside(tmp_path, uid, b"x")

    assert [path.name for path in tmp_path.iterdir()] == [f"{uid}.part"]
    sealed_files.keep(tmp_path, uid)
    assert [path.name for path in tmp_path.iterdir()] == [str(uid)]
    assert (tmp_path / str(uid)).stat().st_mode & 0o777 == 0o600


def test_the_sweep_keeps_what_has_a_row_and_destroys_the_rest(tmp_path):
    known, unknown, fresh = uuid4(), uuid4(), uuid4()
    for uid in (known, unknown, fresh):
        sealed_files.write_aside(tmp_path, uid, b"x")
    (tmp_path / "lexomë.txt").write_text("x")
    sealed_files.keep(tmp_path, unknown)
    for name in (f"{known}.part", str(unknown)):
        os.utime(tmp_path / name, (0, 0))

    counts = sealed_files.sweep(tmp_path, lambda uid: uid == known, NOW)

    left = {path.name for path in tmp_path.iterdir()}
    assert left == {str(known), f"{fresh}.part", "lexomë.txt"}
    assert counts == {"kept": 1, "destroyed": 1}
