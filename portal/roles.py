"""The roles, in plain words, and what each may do. Read with `permissions.py`.

A role is held through a post at a place; rights are (permission, place) pairs, one
per post, never all roles times all places. Source: design.md section 4 and
research/security.md section 5.
"""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.permissions import READS_A_CHILD, Permission


class PlaceKind(StrEnum):
    """The kind of place a role is held at."""

    SCHOOL = "school"
    UNIT = "unit"
    DIRECTORATE = "directorate"
    MUNICIPALITY = "municipality"
    NATION = "nation"


@dataclass(frozen=True)
class Role:
    """One role: its words, the place it is held at, and its permissions."""

    key: str
    label: str | Promise
    description: str | Promise
    place: PlaceKind
    permissions: frozenset[Permission]
    steers: bool = False  # sees names of staff or steers the system

    @property
    def second_factor(self) -> bool:
        """Whether the session needs a second factor to act in this role."""
        return self.steers or bool(self.permissions & READS_A_CHILD)


_STAFF = frozenset({Permission.TRAINING_LEARN, Permission.CONCERN_SEND})

_ALL = (
    Role(
        "teacher",
        _("Teacher"),
        _("Learns, passes on concerns, sees their own classes by name."),
        PlaceKind.SCHOOL,
        _STAFF
        | {
            Permission.PUPIL_LOOKUP,
            Permission.CLASS_WATCH,
            Permission.PLACEMENT_TEACH,
            Permission.LESSON_LOG,
        },
    ),
    Role(
        "protector",
        _("Child protector"),
        _("Psychologist or social worker: works the cases of the school."),
        PlaceKind.SCHOOL,
        _STAFF
        | {
            Permission.PUPIL_LOOKUP,
            Permission.PUPIL_VIEW,
            Permission.PUPIL_IMPORT,
            Permission.ABSENCE_VIEW,
            Permission.ABSENCE_ENTER,
            Permission.ABSENCE_IMPORT,
            Permission.WATCH_VIEW,
            Permission.FLAG_DISMISS,
            Permission.CONCERN_READ,
            Permission.CONCERN_TRIAGE,
            Permission.CASE_VIEW,
            Permission.CASE_WORK,
            Permission.REFERRAL_STATUS,
            Permission.REFERRAL_VIEW,
            Permission.REFERRAL_SEND,
            Permission.CASE_HAND_OVER,
            Permission.PLACEMENT_WORK,
            Permission.MEETING_HOLD,
            Permission.COVER_SET,
            Permission.TRAINING_HOLD,
            Permission.LESSON_LOG,
            Permission.COVERAGE_COUNTS,
        },
    ),
    Role(
        "head",
        _("Head of school"),
        _("Sees roll, absences and the steps of referrals; never their content."),
        PlaceKind.SCHOOL,
        _STAFF
        | {
            Permission.PUPIL_LOOKUP,
            Permission.PUPIL_VIEW,
            Permission.PUPIL_IMPORT,
            Permission.ABSENCE_VIEW,
            Permission.ABSENCE_IMPORT,
            Permission.WATCH_VIEW,
            Permission.REFERRAL_STATUS,
            Permission.CONCERN_STAND_IN,
            Permission.ROSTER_VIEW,
            Permission.POST_PROPOSE,
            Permission.COVER_SET,
            Permission.FACTOR_REPROOF,
            Permission.TRAINING_SETTLE,
            Permission.LESSON_LOG,
            Permission.COVERAGE_NAMES,
            Permission.COVERAGE_COUNTS,
        },
    ),
    Role(
        "registrar",
        _("Registrar"),
        _("Brings in roll and absences; sees no case."),
        PlaceKind.SCHOOL,
        _STAFF
        | {
            Permission.PUPIL_LOOKUP,
            Permission.PUPIL_IMPORT,
            Permission.ABSENCE_ENTER,
            Permission.ABSENCE_IMPORT,
        },
    ),
    Role(
        "supervisor",
        _("Supervisor of protectors"),
        _(
            "Sees lateness and levels of their own protectors; a child’s file only when"
            " standing in, signing an ending or deciding on a contested refusal."
        ),
        PlaceKind.DIRECTORATE,
        frozenset(
            {
                Permission.TRAINING_LEARN,
                Permission.CONCERN_STAND_IN,
                Permission.CASE_SIGN,
                Permission.CASE_HAND_OVER,
                Permission.REFERRAL_REVIEW,
                Permission.LATENESS_VIEW,
                Permission.COVERAGE_COUNTS,
            }
        ),
        steers=True,
    ),
    Role(
        "cpu_worker",
        _("Child protection worker"),
        _("Answers the referrals sent to the unit of the municipality."),
        PlaceKind.UNIT,
        frozenset(
            {
                Permission.TRAINING_LEARN,
                Permission.REFERRAL_STATUS,
                Permission.REFERRAL_VIEW,
                Permission.REFERRAL_RECEIVE,
                Permission.PLACEMENT_ASK,
                Permission.MEETING_HOLD,
            }
        ),
    ),
    Role(
        "cpu_head",
        _("Head of the child protection unit"),
        _("As the worker; also declines, and is told what is late."),
        PlaceKind.UNIT,
        frozenset(
            {
                Permission.TRAINING_LEARN,
                Permission.REFERRAL_STATUS,
                Permission.REFERRAL_VIEW,
                Permission.REFERRAL_RECEIVE,
                Permission.REFERRAL_DECLINE,
                Permission.PLACEMENT_ASK,
                Permission.MEETING_HOLD,
                Permission.UNIT_EDIT,
                Permission.LATENESS_VIEW,
                Permission.POST_PROPOSE,
                Permission.FACTOR_REPROOF,
            }
        ),
    ),
    Role(
        "table_member",
        _("Member of the municipal table"),
        _("Sees the agenda cases that name their own agency, nothing else."),
        PlaceKind.MUNICIPALITY,
        frozenset({Permission.TRAINING_LEARN, Permission.MEETING_SEAT}),
        steers=True,
    ),
    Role(
        "directorate_officer",
        _("Directorate officer"),
        _("Sees staff and training coverage; never a child’s name."),
        PlaceKind.DIRECTORATE,
        frozenset(
            {
                Permission.TRAINING_LEARN,
                Permission.LATENESS_VIEW,
                Permission.PLACES_IMPORT,
                Permission.CALENDAR_IMPORT,
                Permission.ROSTER_VIEW,
                Permission.ROSTER_IMPORT,
                Permission.POST_GRANT,
                Permission.TRAINING_SETTLE,
                Permission.TRAINING_RECOGNISE,
                Permission.COVERAGE_NAMES,
                Permission.COVERAGE_COUNTS,
                Permission.INDICATOR_VIEW,
            }
        ),
        steers=True,
    ),
    Role(
        "ministry_analyst",
        _("Ministry analyst"),
        _("Sees safe counts for the nation."),
        PlaceKind.NATION,
        frozenset({Permission.COVERAGE_COUNTS, Permission.INDICATOR_VIEW}),
        steers=True,
    ),
    Role(
        "onac_analyst",
        _("Analyst of the national coordinator"),
        _("Sees safe counts for the nation."),
        PlaceKind.NATION,
        frozenset({Permission.COVERAGE_COUNTS, Permission.INDICATOR_VIEW}),
        steers=True,
    ),
    Role(
        "editor",
        _("Curriculum editor"),
        _("Writes lessons and modules; sees no child and no case."),
        PlaceKind.NATION,
        frozenset({Permission.TRAINING_LEARN, Permission.CONTENT_EDIT}),
        steers=True,
    ),
    Role(
        "content_specialist",
        _("Content specialist"),
        _("Checks each lesson for the child’s safety before it goes to the ministry."),
        PlaceKind.NATION,
        frozenset(
            {
                Permission.TRAINING_LEARN,
                Permission.CONTENT_EDIT,
                Permission.CONTENT_CHECK,
            }
        ),
        steers=True,
    ),
    Role(
        "content_ministry",
        _("Publisher at the ministry"),
        _(
            "Gives the last word on lessons and publishes them, and revokes awards;"
            " sees no child."
        ),
        PlaceKind.NATION,
        frozenset(
            {
                Permission.TRAINING_LEARN,
                Permission.CONTENT_EDIT,
                Permission.CONTENT_RELEASE,
                Permission.AWARD_REVOKE,
            }
        ),
        steers=True,
    ),
    Role(
        "system_admin",
        _("System administrator"),
        _("Invites and keeps the system running; opens no child’s data."),
        PlaceKind.NATION,
        frozenset(
            {
                Permission.ACCOUNT_PROVISION,
                Permission.UNIT_EDIT,
                Permission.CLOCK_EDIT,
                Permission.AUDIT_VERIFY,
            }
        ),
        steers=True,
    ),
    Role(
        "auditor",
        _("Auditor"),
        _("Reads who did what and when, never the content."),
        PlaceKind.NATION,
        frozenset({Permission.AUDIT_READ, Permission.AUDIT_VERIFY}),
        steers=True,
    ),
)

ROLES: dict[str, Role] = {role.key: role for role in _ALL}
ROLE_CHOICES = [(role.key, role.label) for role in _ALL]
