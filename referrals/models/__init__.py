"""The casework of one child, table by table."""

from referrals.models.activities import CoachingActivity, LoadedActivity
from referrals.models.adulthood import AdultHandOver
from referrals.models.agenda import (
    AgendaItem,
    ItemAgency,
    MeetingTask,
    MinutesCorrection,
)
from referrals.models.attachments import Attachment
from referrals.models.case_actions import CaseAction
from referrals.models.cases import Case, CaseNote, LevelChoice
from referrals.models.clocks import ClockRule, PublicHoliday
from referrals.models.concerns import Concern, ConcernCorrection, ConcernIsSealed
from referrals.models.endings import EndingRequest
from referrals.models.exchange import ReferralEvent, ReferralMessage
from referrals.models.factors import Factor, RedLineCheck
from referrals.models.hand_overs import HandOver, HandOverCase
from referrals.models.household import HouseholdMember
from referrals.models.ladder import LadderNotice
from referrals.models.links import PupilLink
from referrals.models.measures import Measure
from referrals.models.meetings import Meeting, Seat
from referrals.models.placements import Placement, PlacementCheck, PlacementEvent
from referrals.models.plans import CoachingPlan, Goal, PlanReview
from referrals.models.referrals import Referral, YesNo
from referrals.models.sessions import CoachingSession, ScaleReading
from referrals.models.shields import CaseShield
from referrals.models.summers import SummerContact
from referrals.models.tracks import TrackStep, TraffickingTrack
from referrals.models.transfers import Transfer


__all__ = [
    "AdultHandOver",
    "AgendaItem",
    "Attachment",
    "Case",
    "CaseAction",
    "CaseNote",
    "CaseShield",
    "ClockRule",
    "CoachingActivity",
    "CoachingPlan",
    "CoachingSession",
    "Concern",
    "ConcernCorrection",
    "ConcernIsSealed",
    "EndingRequest",
    "Factor",
    "Goal",
    "HandOver",
    "HandOverCase",
    "HouseholdMember",
    "ItemAgency",
    "LadderNotice",
    "LevelChoice",
    "LoadedActivity",
    "Measure",
    "Meeting",
    "MeetingTask",
    "MinutesCorrection",
    "Placement",
    "PlacementCheck",
    "PlacementEvent",
    "PlanReview",
    "PublicHoliday",
    "PupilLink",
    "RedLineCheck",
    "Referral",
    "ReferralEvent",
    "ReferralMessage",
    "ScaleReading",
    "Seat",
    "SummerContact",
    "TrackStep",
    "TraffickingTrack",
    "Transfer",
    "YesNo",
]
