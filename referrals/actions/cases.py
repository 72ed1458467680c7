"""The file of one child: opened once, levelled by a person, noted, closed."""

from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from portal import audit
from portal.clock import now
from portal.crypto import create_data_key
from referrals.actions.files import keep_next, locked_open
from referrals.clocks import level_lapses
from referrals.deadlines import TIRANE
from referrals.models import Case, CaseNote, Concern, LevelChoice, Referral
from referrals.owners import own_post
from referrals.references import new_reference
from referrals.states import Level, needs_signature
from schools.actions.flags import mark_case_opened
from schools.actions.outreach import hold, release
from schools.models import AbsenceFlag, Pupil, School


if TYPE_CHECKING:
    from portal.models import User


class CaseOpenElsewhere(Exception):
    """Another school's case of this child is open; nothing of it is told."""


class NoReason(Exception):
    """A level or an ending says why in a sentence."""


class CaseIsReferred(Exception):
    """A unit still works on a referral of this case."""


class EndingNeedsSignatures(Exception):
    """A heightened or acute case, lost contact and abroad need a second person."""


@transaction.atomic
def open_case(
    *,
    by: "User",
    school: School,
    pupil: Pupil | None = None,
    concern: Concern | None = None,
    why: str = "",
    child_name: str = "",
    child_age: int | None = None,
    child_seen: str = "",
    at: datetime | None = None,
) -> Case:
    """Open the file of a child, or give back the one that is open.

    A child on no roll comes by a concern, or by the name as known (`child_…`).

    What the absence watch has waiting about the child is answered by it. A case of
    another school is neither given back nor joined.
    """
    pupil = concern.pupil if concern else pupil
    earlier = Case.objects.open().filter(pupil=pupil).first() if pupil else None
    if earlier and earlier.school_id != school.pk:
        raise CaseOpenElsewhere
    if earlier:
        return earlier
    moment = at or now()
    flag = _waiting_flag(pupil) if pupil else None
    case = Case(
        reference=new_reference(),
        school=school,
        pupil=pupil,
        child_name=_name_as_known(concern, child_name) if not pupil else "",
        child_age=None if pupil else child_age,
        child_seen="" if pupil else _seen(concern, child_seen),
        key_uid=concern.key_uid if concern else create_data_key(),
        opened_from=_origin(concern, flag),
        opened_why=why,
        opened_at=moment,
        opened_by=by,
        owner=own_post(by, school.pk, moment.astimezone(TIRANE).date()),
    )
    case.save()
    if pupil:
        hold(pupil=pupil, source=case.uid, by=by)
    if flag:
        mark_case_opened(flag=flag, by=by)
    audit.record(
        "case.opened",
        by=by,
        obj=case,
        subjects=[case.subject],
        detail={"from": case.opened_from},
    )
    return case


def _name_as_known(concern: Concern | None, child_name: str) -> str:
    return concern.child_name if concern else child_name


def _seen(concern: Concern | None, child_seen: str) -> str:
    return concern.child_about if concern else child_seen


def _waiting_flag(pupil: Pupil) -> AbsenceFlag | None:
    waiting = AbsenceFlag.objects.filter(
        pupil=pupil, standing=True, state=AbsenceFlag.State.NEW
    )
    return waiting.order_by("raised_on", "pk").first()


def _origin(concern: Concern | None, flag: AbsenceFlag | None) -> str:
    if concern:
        return Case.OpenedFrom.CONCERN
    return Case.OpenedFrom.FLAG if flag else Case.OpenedFrom.DIRECT


@transaction.atomic
def set_level(
    *,
    case: Case,
    by: "User",
    level: str,
    reason: str,
    below_why: str = "",
    at: datetime | None = None,
) -> LevelChoice:
    """A person chooses the level and says why; it lapses in time.

    `below_why`: why it lies under a floor (`referrals.floors`), where it does.
    """
    row = locked_open(case)
    if not reason.strip():
        raise NoReason
    moment = at or now()
    row.level = Level(level).value
    row.level_reason = reason
    row.level_lapses_on = level_lapses(level, moment)
    row.save(update_fields=["level", "level_reason", "level_lapses_on"])
    choice = LevelChoice.objects.create(
        case=row,
        school=row.school,
        unit=row.unit,
        key_uid=row.key_uid,
        level=row.level,
        reason=reason,
        below_why=below_why,
        lapses_on=row.level_lapses_on,
        at=moment,
        by=by,
    )
    audit.record(
        "case.level",
        by=by,
        obj=row,
        subjects=[row.subject],
        detail={"level": row.level},
    )
    return choice


@transaction.atomic
def add_note(
    *,
    case: Case,
    by: "User",
    text: str,
    token: UUID,
    child_words: str = "",
    next_step: str = "",
    next_on: date | None = None,
    at: datetime | None = None,
) -> CaseNote:
    """One line after a talk, the next step and its date; sent twice, kept once.

    Other words under the same token (one went back and wrote more) are a new line.
    """
    row = locked_open(case)
    moment = at or now()
    earlier = CaseNote.objects.filter(case=row, token=token).first()
    if earlier and (earlier.text, earlier.child_words) != (text, child_words):
        token = uuid4()
    try:
        with transaction.atomic():
            note = CaseNote.objects.create(
                case=row,
                school=row.school,
                unit=row.unit,
                key_uid=row.key_uid,
                text=text,
                child_words=child_words,
                next_step=next_step,
                next_on=next_on,
                token=token,
                at=moment,
                by=by,
            )
    except IntegrityError:
        return CaseNote.objects.get(case=row, token=token)
    keep_next(row, talked_at=moment, next_step=next_step, next_on=next_on)
    audit.record("case.noted", by=by, obj=row, subjects=[row.subject])
    return note


@transaction.atomic
def close_case(
    *,
    case: Case,
    by: "User",
    ending: str,
    why: str,
    child_view: str = "",
    signed: bool = False,
    at: datetime | None = None,
) -> Case:
    """End the school's work; every concern of the case ends with it.

    `signed`: those who must agree have signed (`actions/ending.py` alone says so).
    """
    row = locked_open(case)
    if not why.strip():
        raise NoReason
    if Referral.objects.live().filter(case=row).exists():
        raise CaseIsReferred
    if needs_signature(ending, row.level) and not signed:
        raise EndingNeedsSignatures
    row.closed_at, row.closed_by = at or now(), by
    row.ending, row.closed_why, row.child_view = ending, why, child_view
    row.waits_for_signature = False
    row.save(update_fields=[
        "closed_at", "closed_by", "ending", "closed_why", "child_view",
        "waits_for_signature",
    ])  # fmt: skip
    row.concerns.update(state=Concern.State.CLOSED)
    release(source=row.uid, by=by)  # of the child, and of siblings linked to it
    audit.record(
        "case.closed",
        by=by,
        obj=row,
        subjects=[row.subject],
        detail={"ending": ending},
    )
    return row
