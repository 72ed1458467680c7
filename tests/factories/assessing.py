"""Something noted about a child's situation."""

from typing import Any

from referrals.actions.assessing import note_factors
from referrals.models import Case, Factor
from tests.factories.referrals import World


def a_factor(w: World, case: Case, code: str = "works", **given: Any) -> Factor:
    """One observation by the protector."""
    values = {"basis": "seen", **given}
    return note_factors(case=case, by=w.protector, codes=[code], **values)[0]
