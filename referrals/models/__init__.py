"""The casework of one child, table by table."""

from referrals.models.activities import CoachingActivity, LoadedActivity
from referrals.models.cases import Case, CaseNote, LevelChoice
from referrals.models.clocks import ClockRule, PublicHoliday
from referrals.models.concerns import Concern, ConcernCorrection, ConcernIsSealed
from referrals.models.exchange import ReferralEvent, ReferralMessage
from referrals.models.placements import Placement, PlacementCheck, PlacementEvent
from referrals.models.plans import CoachingPlan, Goal, PlanReview
from referrals.models.referrals import Referral, YesNo
from referrals.models.sessions import CoachingSession, ScaleReading
from referrals.models.shields import CaseShield


__all__ = [
    "Case",
    "CaseNote",
    "CaseShield",
    "ClockRule",
    "CoachingActivity",
    "CoachingPlan",
    "CoachingSession",
    "Concern",
    "ConcernCorrection",
    "ConcernIsSealed",
    "Goal",
    "LevelChoice",
    "LoadedActivity",
    "Placement",
    "PlacementCheck",
    "PlacementEvent",
    "PlanReview",
    "PublicHoliday",
    "Referral",
    "ReferralEvent",
    "ReferralMessage",
    "ScaleReading",
    "YesNo",
]
