"""The open file of a child, locked; and what a talk leaves on it."""

from datetime import date, datetime

from referrals.models import Case


class CaseIsClosed(Exception):
    """Nothing is added to a closed file."""


def locked_open(case: Case) -> Case:
    """The row under a lock; raises `CaseIsClosed`."""
    row = (
        Case.objects.select_for_update(of=("self",))
        .select_related("pupil", "school", "unit")
        .get(pk=case.pk)
    )
    if not row.is_open:
        raise CaseIsClosed
    return row


def keep_next(
    row: Case, *, talked_at: datetime | None, next_step: str, next_on: date | None
) -> None:
    """What opens the case's page: the last contact (if there was one) and what comes.

    A talk that is written down late does not hide a later one.
    """
    if talked_at:
        row.last_contact_at = max(row.last_contact_at or talked_at, talked_at)
    row.next_on, row.next_step = next_on, next_step
    row.save(update_fields=["last_contact_at", "next_on", "next_step"])
