"""The casework of one child, table by table."""

from referrals.models.cases import Case, CaseNote, LevelChoice
from referrals.models.clocks import ClockRule, PublicHoliday
from referrals.models.concerns import Concern, ConcernCorrection, ConcernIsSealed
from referrals.models.exchange import ReferralEvent, ReferralMessage
from referrals.models.placements import Placement, PlacementCheck, PlacementEvent
from referrals.models.referrals import Referral, YesNo
from referrals.models.shields import CaseShield


__all__ = [
    "Case",
    "CaseNote",
    "CaseShield",
    "ClockRule",
    "Concern",
    "ConcernCorrection",
    "ConcernIsSealed",
    "LevelChoice",
    "Placement",
    "PlacementCheck",
    "PlacementEvent",
    "PublicHoliday",
    "Referral",
    "ReferralEvent",
    "ReferralMessage",
    "YesNo",
]
