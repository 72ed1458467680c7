"""Everything a person can be allowed to do: one list, read with `roles.py`.

These two files are the whole access policy. A permission says *what*; the place of
the post says *where* (`portal/access.py`). Source: design.md section 4 and the
role x data table of research/security.md section 5.
"""

from enum import StrEnum


class Permission(StrEnum):
    """A right that a role may hold at the place of its post."""

    # Roll and attendance
    PUPIL_VIEW = "pupil.view"  # the pupil's page: roll entry and absences
    PUPIL_LOOKUP = "pupil.lookup"  # name and class only, to say whom one means
    PUPIL_IMPORT = "pupil.import"
    ABSENCE_VIEW = "absence.view"
    ABSENCE_ENTER = "absence.enter"
    ABSENCE_IMPORT = "absence.import"
    WATCH_VIEW = "watch.view"
    CLASS_WATCH = "class.watch"  # own classes: early signs, contact with the home
    FLAG_DISMISS = "flag.dismiss"

    # Casework
    CONCERN_SEND = "concern.send"
    CONCERN_READ = "concern.read"
    CONCERN_TRIAGE = "concern.triage"
    CONCERN_STAND_IN = "concern.stand_in"  # one whose owner one is: no protector acts
    CASE_VIEW = "case.view"
    CASE_WORK = "case.work"
    CASE_SIGN = "case.sign"  # a file that waits for one's own signature
    CASE_HAND_OVER = "case.hand_over"  # to another protector, by number and level
    REFERRAL_STATUS = "referral.status"  # steps and times, no narrative
    REFERRAL_VIEW = "referral.view"  # what was sent, whole
    REFERRAL_SEND = "referral.send"
    REFERRAL_RECEIVE = "referral.receive"
    REFERRAL_DECLINE = "referral.decline"
    REFERRAL_REVIEW = "referral.review"  # one whose refusal was contested
    PLACEMENT_ASK = "placement.ask"
    PLACEMENT_WORK = "placement.work"
    PLACEMENT_TEACH = "placement.teach"  # only what the child needs in class
    MEETING_HOLD = "meeting.hold"
    MEETING_SEAT = "meeting.seat"  # the agenda cases that name the own agency
    LATENESS_VIEW = "lateness.view"  # hours late and levels, no child

    # Places, staff, calendar
    PLACES_IMPORT = "places.import"
    CALENDAR_IMPORT = "calendar.import"
    UNIT_EDIT = "unit.edit"  # telephone and address of a protection unit
    CLOCK_EDIT = "clock.edit"  # a new limit from a day on, with its legal source
    COVER_SET = "cover.set"  # the days on which a deputy acts
    ROSTER_VIEW = "roster.view"  # names of staff, never of children
    ROSTER_IMPORT = "roster.import"
    POST_PROPOSE = "post.propose"
    POST_GRANT = "post.grant"
    ACCOUNT_PROVISION = "account.provision"  # invitations without children's data
    FACTOR_REPROOF = "factor.reproof"  # one-hour code after proof in person

    # Training
    TRAINING_LEARN = "training.learn"
    TRAINING_HOLD = "training.hold"  # sessions face to face, as their facilitator
    TRAINING_SETTLE = "training.settle"  # who it was that is not on the roster
    LESSON_LOG = "lesson.log"  # lessons taught in class, by number only
    TRAINING_RECOGNISE = "training.recognise"  # training taken elsewhere
    AWARD_REVOKE = "award.revoke"  # for the ministry, with a reason
    COVERAGE_NAMES = "coverage.names"  # who is trained, by name
    COVERAGE_COUNTS = "coverage.counts"
    CONTENT_EDIT = "content.edit"
    CONTENT_CHECK = "content.check"  # as a specialist of child protection
    CONTENT_RELEASE = "content.release"  # for the ministry, the last word

    # Steering and proof
    INDICATOR_VIEW = "indicator.view"
    AUDIT_VERIFY = "audit.verify"
    AUDIT_READ = "audit.read"  # who, when, which verb; never content


# What reads a child's record: a role that holds one of these needs a second factor.
READS_A_CHILD = frozenset(
    {
        Permission.PUPIL_VIEW,
        Permission.PUPIL_IMPORT,
        Permission.ABSENCE_IMPORT,
        Permission.WATCH_VIEW,
        Permission.CONCERN_READ,
        Permission.CONCERN_STAND_IN,
        Permission.CASE_VIEW,
        Permission.CASE_SIGN,
        Permission.PLACEMENT_ASK,
        Permission.PLACEMENT_WORK,
        Permission.MEETING_HOLD,
        Permission.MEETING_SEAT,
        Permission.REFERRAL_REVIEW,
        Permission.REFERRAL_STATUS,
        Permission.REFERRAL_VIEW,
        Permission.REFERRAL_RECEIVE,
    }
)
