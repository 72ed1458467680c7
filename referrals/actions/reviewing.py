"""The supervisor's decision on a contested refusal: it stands, or the unit looks again."""

from datetime import datetime
from typing import TYPE_CHECKING

from referrals.actions.moving import transition
from referrals.models import Referral, ReferralEvent


if TYPE_CHECKING:
    from portal.models import User


def uphold(
    *,
    referral: Referral,
    by: "User | None",
    reason: str,
    version: int | None = None,
    at: datetime | None = None,
) -> ReferralEvent:
    """The refusal stands; the reason says what helps the child now."""
    return transition(
        referral=referral, verb="uphold", by=by, version=version, text=reason, at=at
    )


def send_back(
    *,
    referral: Referral,
    by: "User | None",
    reason: str,
    version: int | None = None,
    at: datetime | None = None,
) -> ReferralEvent:
    """The unit answers anew; its clock begins."""
    return transition(
        referral=referral, verb="send_back", by=by, version=version, text=reason, at=at
    )
