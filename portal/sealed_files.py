"""Files at rest: AES-256-GCM in chunks, under the same keys as sealed text.

A sealed file is: version (1 byte) | key id (16) | salt (16) | chunks of 64 KiB, each
with its tag. Every file has its own key, drawn from the case's key by HKDF with the
salt, the label and the row's uid: a file that was swapped for another does not open. A
chunk's nonce is its number and whether it is the last: none can be cut off, repeated
or moved. Whoever reads gets the whole file or `Unreadable`, never a part.

Writing has two steps, so that a transaction that rolls back leaves no file behind:
`write_aside` writes `<uid>.part`, `keep` gives it its name after the commit. `sweep`
ends what a crash left between the two.
"""

import datetime as dt
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from portal.crypto import Unreadable, data_key


VERSION = b"\x02"
CHUNK = 64 * 1024
TAG = 16
HEADER = 1 + 16 + 16
ASIDE = ".part"
OLD = dt.timedelta(hours=1)


def folder(name: str) -> Path:
    """A private folder outside everything that is served; made when missing."""
    place = Path(settings.PRIVATE_ROOT) / name
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    return place


def seal_bytes(plain: bytes, *, label: str, uid: UUID, key_uid: UUID) -> bytes:
    """The whole file, sealed."""
    salt = os.urandom(16)
    cipher = _cipher(key_uid, salt, label, uid)
    header = VERSION + key_uid.bytes + salt
    parts = [plain[n : n + CHUNK] for n in range(0, len(plain), CHUNK)] or [b""]
    last = len(parts) - 1
    sealed = (
        cipher.encrypt(_nonce(n, last=n == last), part, header)
        for n, part in enumerate(parts)
    )
    return header + b"".join(sealed)


def open_bytes(data: bytes, *, label: str, uid: UUID) -> bytes:
    """The file again; raises `Unreadable` for anything but what was sealed."""
    header, body = data[:HEADER], data[HEADER:]
    if len(header) < HEADER or header[:1] != VERSION:
        raise Unreadable
    cipher = _cipher(UUID(bytes=header[1:17]), header[17:33], label, uid)
    step = CHUNK + TAG
    parts = [body[n : n + step] for n in range(0, len(body), step)]
    last = len(parts) - 1
    try:
        if not parts:
            raise Unreadable
        return b"".join(
            cipher.decrypt(_nonce(n, last=n == last), part, header)
            for n, part in enumerate(parts)
        )
    except InvalidTag:
        raise Unreadable from None


def _cipher(key_uid: UUID, salt: bytes, label: str, uid: UUID) -> AESGCM:
    bound = f"file|{label}|{uid}".encode()
    own = HKDF(algorithm=SHA256(), length=32, salt=salt, info=bound)
    return AESGCM(own.derive(data_key(key_uid)))


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + (b"\x01" if last else b"\x00")


# --- On the disk --------------------------------------------------------------------
def write_aside(place: Path, uid: UUID, sealed: bytes) -> None:
    """Write `<uid>.part`, safe against a power cut; leaves nothing when it fails."""
    path = place / f"{uid}{ASIDE}"
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(sealed)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        path.unlink(missing_ok=True)
        raise


def keep(place: Path, uid: UUID) -> None:
    """After the commit: the file gets its name."""
    aside = place / f"{uid}{ASIDE}"
    if aside.exists():
        aside.replace(place / str(uid))


def read(place: Path, uid: UUID) -> bytes:
    """What lies there, sealed; `Unreadable` when nothing does."""
    keep(place, uid)  # a crash between the commit and the name
    try:
        return (place / str(uid)).read_bytes()
    except FileNotFoundError:
        raise Unreadable from None


def destroy(place: Path, uid: UUID) -> None:
    """Take the file away. Overwriting would promise what no disk of today keeps."""
    for name in (f"{uid}{ASIDE}", str(uid)):
        (place / name).unlink(missing_ok=True)


def sweep(
    place: Path, has_row: Callable[[UUID], bool], now: dt.datetime
) -> dict[str, int]:
    """Keep or destroy what a crash left: files older than an hour without a row."""
    counts = {"kept": 0, "destroyed": 0}
    for path, uid in list(_files(place)):
        age = now.timestamp() - path.stat().st_mtime
        if age < OLD.total_seconds():
            continue
        if not has_row(uid):
            path.unlink(missing_ok=True)
            counts["destroyed"] += 1
        elif path.suffix == ASIDE:
            keep(place, uid)
            counts["kept"] += 1
    return counts


def _files(place: Path) -> Iterator[tuple[Path, UUID]]:
    for path in place.iterdir():
        try:
            yield path, UUID(path.name.removesuffix(ASIDE))
        except ValueError:
            continue  # not ours: leave it alone
