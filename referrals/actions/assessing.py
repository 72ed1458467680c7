"""What is noted of a child's situation: added, renewed, withdrawn; and the gate."""

import json
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from portal import audit
from portal.clock import now
from referrals.actions.files import locked_open
from referrals.catalogue import BY_CODE, RED_LINES
from referrals.concern_owners import subject_of
from referrals.deadlines import TIRANE
from referrals.models import Case, Concern, Factor, RedLineCheck


if TYPE_CHECKING:
    from portal.models import User

LASTS = timedelta(days=180)  # research/casework.md (c): unless renewed


class NoReason(Exception):
    """What is withdrawn says why."""


@transaction.atomic
def note_factors(
    *,
    case: Case,
    by: "User",
    codes: Iterable[str],
    basis: str,
    note: str = "",
    on: date | None = None,
    at: datetime | None = None,
) -> list[Factor]:
    """Note some at once, known in the same way; one that stands already is renewed.

    Raises KeyError for a code that the catalogue has not.
    """
    row, moment = locked_open(case), at or now()
    day = on or moment.astimezone(TIRANE).date()
    entries = [BY_CODE[code] for code in dict.fromkeys(codes)]
    today = moment.astimezone(TIRANE).date()
    standing = {one.code: one for one in Factor.objects.filter(case=row, ended_at=None)}
    noted = []
    for entry in entries:
        earlier = standing.get(entry.code)
        if earlier:
            _end(earlier, by, moment, "")
        noted.append(
            Factor.objects.create(
                case=row,
                school=row.school,
                unit=row.unit,
                key_uid=row.key_uid,
                code=entry.code,
                kind=entry.kind,
                basis=basis,
                note=note,
                at=moment,
                by=by,
                noted_on=day,
                expires_on=today + LASTS,
            )
        )
    audit.record(
        "case.assessed",
        by=by,
        obj=row,
        subjects=[row.subject],
        detail={"noted": len(noted)},
    )
    return noted


@transaction.atomic
def withdraw_factor(
    *, factor: Factor, by: "User", why: str, at: datetime | None = None
) -> Factor:
    """It holds no more, or was wrong; the row stays, with the reason."""
    case = locked_open(factor.case)
    if not why.strip():
        raise NoReason
    row: Factor = Factor.objects.select_for_update(of=("self",)).get(pk=factor.pk)
    if row.ended_at is None:
        _end(row, by, at or now(), why)
        audit.record("case.factor_withdrawn", by=by, obj=case, subjects=[case.subject])
    return row


def _end(row: Factor, by: "User", moment: datetime, why: str) -> None:
    row.ended_at, row.ended_by, row.ended_why = moment, by, why
    row.save(update_fields=["ended_at", "ended_by", "ended_why"])


@transaction.atomic
def check_red_lines(
    *,
    by: "User",
    lines: Iterable[str],
    case: Case | None = None,
    concern: Concern | None = None,
    why_not: str = "",
    at: datetime | None = None,
) -> RedLineCheck:
    """Write down the answer of the gate; `why_not`: why one does not act at once."""
    crossed = [code for code in lines if code in RED_LINES]
    about = case or concern
    assert about is not None  # noqa: S101 - a check is about something
    row = RedLineCheck.objects.create(
        case=case,
        concern=concern,
        school=about.school,
        unit=about.unit,
        key_uid=about.key_uid,
        lines=json.dumps(crossed),
        crossed=bool(crossed),
        why_not=why_not,
        at=at or now(),
        by=by,
    )
    subject = case.subject if case else subject_of(concern) if concern else row.uid
    audit.record(
        "redlines.checked",
        by=by,
        obj=row,
        subjects=[subject],
        detail={"crossed": bool(crossed)},
    )
    return row
