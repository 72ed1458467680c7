"""Putting a file beside a case or a referral, and taking it away again."""

from datetime import datetime
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from django.db import transaction

from portal import audit, sealed_files
from portal.clock import now
from portal.pictures import Taken
from referrals.actions.files import locked_open
from referrals.actions.moving import MoveNotOpen, locked
from referrals.actions.talking_over import BOTH_SIDES
from referrals.models import Attachment, Case, Referral
from referrals.models.attachments import MOST_BYTES, MOST_PER_CASE
from referrals.news import tell_the_other_side
from referrals.parties import parties_of
from referrals.states import State
from referrals.workflow import Party


if TYPE_CHECKING:
    from portal.models import User

LABEL = "referrals.attachment.file"
FOLDER = "attachments"


class TooManyFiles(Exception):
    """A case holds ten files; one must go before another comes."""


class FileTooLarge(Exception):
    """More than 10 MB, as it would be kept."""


class FileIsGone(Exception):
    """It was removed before."""


class NoReason(Exception):
    """Removing a file says why."""


def place() -> Path:
    """Where the sealed files lie."""
    return sealed_files.folder(FOLDER)


@transaction.atomic
def attach_file(
    *,
    case: Case,
    by: "User",
    name: str,
    taken: Taken,
    token: UUID,
    referral: Referral | None = None,
    at: datetime | None = None,
) -> Attachment:
    """Keep a clean file (`portal.pictures.take`) with the case, or with its referral.

    With a draft it goes when the draft is sent; with a sent one the other side sees it
    at once. The same `token` twice is the same file once.
    """
    row = _open_for_files(case, referral, by)
    earlier = Attachment.objects.filter(token=token, by=by).first()
    if earlier:
        return earlier
    if len(taken.data) > MOST_BYTES:
        raise FileTooLarge
    if Attachment.objects.standing().filter(case=row).count() >= MOST_PER_CASE:
        raise TooManyFiles
    file = Attachment.objects.create(
        uid=uuid4(),
        case=row,
        referral=referral,
        school=row.school,
        unit=row.unit,
        key_uid=row.key_uid,
        name=name,
        kind=taken.kind,
        size=len(taken.data),
        sha256=sha256(taken.data).hexdigest(),
        token=token,
        at=at or now(),
        by=by,
    )
    _write(file, taken.data)
    _told("attachment.added", file, by)
    return file


def _open_for_files(case: Case, referral: Referral | None, by: "User") -> Case:
    """The case under its lock; raises when this person adds nothing here."""
    if referral is None:
        return locked_open(case)
    row = locked(referral, None)
    parties = parties_of(by, row)
    wanted = frozenset({Party.SENDER}) if row.is_draft else BOTH_SIDES
    if row.state == State.WITHDRAWN or not wanted & parties:
        raise MoveNotOpen("attach")
    rows = Case.objects.select_for_update(of=("self",))
    return rows.select_related("pupil", "school", "unit").get(pk=row.case_id)


def _write(file: Attachment, data: bytes) -> None:
    assert file.key_uid is not None  # noqa: S101 - a constraint says so
    sealed = sealed_files.seal_bytes(
        data, label=LABEL, uid=file.uid, key_uid=file.key_uid
    )
    sealed_files.write_aside(place(), file.uid, sealed)
    transaction.on_commit(partial(sealed_files.keep, place(), file.uid))


@transaction.atomic
def remove_attachment(
    *, attachment: Attachment, by: "User", reason: str, at: datetime | None = None
) -> Attachment:
    """Destroy the file, with a reason; that there was one stays."""
    file = (
        Attachment.objects.select_for_update(of=("self",))
        .select_related("case__pupil", "referral__unit", "referral__school")
        .get(pk=attachment.pk)
    )
    if file.removed_at:
        raise FileIsGone
    if not reason.strip():
        raise NoReason
    file.removed_at, file.removed_by, file.removed_why = at or now(), by, reason
    file.save(update_fields=["removed_at", "removed_by", "removed_why"])
    transaction.on_commit(partial(sealed_files.destroy, place(), file.uid))
    _told("attachment.removed", file, by)
    return file


def _told(verb: str, file: Attachment, by: "User") -> None:
    audit.record(
        verb,
        by=by,
        obj=file,
        subjects=[file.case.subject],
        detail={"kind": file.kind, "size": file.size, "sha256": file.sha256},
    )
    referral = file.referral
    if referral and referral.submitted_at:
        sends = Party.SENDER in parties_of(by, referral)
        said = "addendum" if sends else "message"
        tell_the_other_side(referral=referral, verb=said, by=by)


def open_attachment(attachment: Attachment) -> bytes:
    """The file in clear; raises `portal.crypto.Unreadable`."""
    sealed = sealed_files.read(place(), attachment.uid)
    return sealed_files.open_bytes(sealed, label=LABEL, uid=attachment.uid)


def sweep_attachments(at: datetime | None = None) -> dict[str, int]:
    """What a crash left: files without a row, or whose row says removed, go."""
    standing = Attachment.objects.standing()
    return sealed_files.sweep(
        place(), lambda uid: standing.filter(uid=uid).exists(), at or now()
    )
