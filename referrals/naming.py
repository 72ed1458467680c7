"""How a child is named on a page that has the right to name it."""

from collections.abc import Iterable

from portal.crypto import preload_keys
from referrals.models import Case, Concern, Placement, Referral


def child_name(row: Case | Concern | Placement) -> str:
    """The name on the roll, or as known where the child is on no roll."""
    return row.pupil.full_name() if row.pupil else row.child_name


def class_and_school(row: Case | Concern | Placement) -> str:
    """Where to find the child at school."""
    here = row.pupil is not None and row.pupil.school_id == row.school_id
    group = row.pupil.class_group if row.pupil and here else None
    return " · ".join(filter(None, [group.name if group else "", row.school.name]))


def open_names(rows: Iterable[Case | Concern | Placement | Referral]) -> None:
    """Open with one query the keys that the names of a list need."""
    cases = (row.case if isinstance(row, Referral) else row for row in rows)
    keys = {case.key_uid for case in cases if case.pupil_id is None}
    if keys:
        preload_keys(keys)
