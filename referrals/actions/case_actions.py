"""Undertaking something for a child, and saying that it is done."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction

from portal import audit
from portal.clock import now
from referrals.actions.files import CaseIsClosed
from referrals.models import Case, CaseAction


if TYPE_CHECKING:
    from portal.models import User
    from schools.models import Post


class NoOwner(Exception):
    """An action is a post's or an agency's, and not both."""


@transaction.atomic
def add_action(
    *,
    case: Case,
    by: "User",
    what: str,
    due_on: date,
    owner: "Post | None" = None,
    agency: str = "",
) -> CaseAction:
    """What is to be done, by whom, by which day."""
    if (owner is None) == (not agency.strip()):
        raise NoOwner
    row = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    if not row.is_open:
        raise CaseIsClosed
    action: CaseAction = CaseAction.objects.create(
        case=row,
        school=row.school,
        unit=row.unit,
        key_uid=row.key_uid,
        what=what,
        owner=owner,
        agency=agency.strip(),
        due_on=due_on,
        at=now(),
        by=by,
    )
    audit.record("case.action_set", by=by, obj=row, subjects=[case.subject])
    return action


@transaction.atomic
def finish_action(*, action: CaseAction, by: "User", note: str = "") -> CaseAction:
    """It is done; said twice, it stays as it was said first."""
    rows = CaseAction.objects.select_for_update(of=("self",))
    row: CaseAction = rows.select_related("case__pupil").get(pk=action.pk)
    if row.done_at is not None:
        return row
    row.done_at, row.done_by, row.done_note = now(), by, note
    row.save(update_fields=["done_at", "done_by", "done_note"])
    audit.record("case.action_done", by=by, obj=row.case, subjects=[row.case.subject])
    return row
