"""The roles, in plain words, and what each may do. Read with `permissions.py`.

A role is held through a post at a place; rights are (permission, place) pairs, one
per post, never all roles times all places. Source: design.md section 4 and
research/security.md section 5.
"""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.permissions import READS_A_CHILD
from portal.permissions import Permission as P


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
    permissions: frozenset[P]
    steers: bool = False  # sees names of staff or steers the system

    @property
    def second_factor(self) -> bool:
        """Whether the session needs a second factor to act in this role."""
        return self.steers or bool(self.permissions & READS_A_CHILD)


_STAFF = frozenset({P.TRAINING_LEARN, P.CONCERN_SEND})

_ALL = (
    Role(
        "teacher",
        _("Teacher"),
        _("Learns, passes on concerns, sees the own classes by name."),
        PlaceKind.SCHOOL,
        _STAFF | {P.PUPIL_LOOKUP},
    ),
    Role(
        "protector",
        _("Child protector"),
        _("Psychologist or social worker: works the cases of the school."),
        PlaceKind.SCHOOL,
        _STAFF
        | {
            P.PUPIL_LOOKUP,
            P.PUPIL_VIEW,
            P.PUPIL_IMPORT,
            P.ABSENCE_VIEW,
            P.ABSENCE_ENTER,
            P.ABSENCE_IMPORT,
            P.WATCH_VIEW,
            P.FLAG_DISMISS,
            P.CONCERN_READ,
            P.CONCERN_TRIAGE,
            P.CASE_VIEW,
            P.CASE_WORK,
            P.REFERRAL_STATUS,
            P.REFERRAL_VIEW,
            P.REFERRAL_SEND,
            P.COVERAGE_COUNTS,
        },
    ),
    Role(
        "head",
        _("Head of school"),
        _("Sees roll, absences and the steps of referrals; never their content."),
        PlaceKind.SCHOOL,
        _STAFF
        | {
            P.PUPIL_LOOKUP,
            P.PUPIL_VIEW,
            P.PUPIL_IMPORT,
            P.ABSENCE_VIEW,
            P.ABSENCE_IMPORT,
            P.WATCH_VIEW,
            P.REFERRAL_STATUS,
            P.ROSTER_VIEW,
            P.POST_PROPOSE,
            P.FACTOR_REPROOF,
            P.COVERAGE_NAMES,
            P.COVERAGE_COUNTS,
        },
    ),
    Role(
        "registrar",
        _("Registrar"),
        _("Brings in roll and absences; sees no case."),
        PlaceKind.SCHOOL,
        _STAFF
        | {P.PUPIL_LOOKUP, P.PUPIL_IMPORT, P.ABSENCE_ENTER, P.ABSENCE_IMPORT},
    ),
    Role(
        "supervisor",
        _("Supervisor of protectors"),
        _("Sees lateness and levels of the own protectors, not the children."),
        PlaceKind.DIRECTORATE,
        frozenset({P.TRAINING_LEARN, P.LATENESS_VIEW, P.COVERAGE_COUNTS}),
        steers=True,
    ),
    Role(
        "cpu_worker",
        _("Child protection worker"),
        _("Answers the referrals sent to the unit of the municipality."),
        PlaceKind.UNIT,
        frozenset(
            {
                P.TRAINING_LEARN,
                P.REFERRAL_STATUS,
                P.REFERRAL_VIEW,
                P.REFERRAL_RECEIVE,
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
                P.TRAINING_LEARN,
                P.REFERRAL_STATUS,
                P.REFERRAL_VIEW,
                P.REFERRAL_RECEIVE,
                P.REFERRAL_DECLINE,
                P.LATENESS_VIEW,
                P.POST_PROPOSE,
                P.FACTOR_REPROOF,
            }
        ),
    ),
    Role(
        "table_member",
        _("Member of the municipal table"),
        _("Sees the agenda cases that name the own agency, nothing else."),
        PlaceKind.MUNICIPALITY,
        frozenset({P.TRAINING_LEARN}),
        steers=True,
    ),
    Role(
        "directorate_officer",
        _("Directorate officer"),
        _("Sees staff and training coverage; never a child's name."),
        PlaceKind.DIRECTORATE,
        frozenset(
            {
                P.TRAINING_LEARN,
                P.PLACES_IMPORT,
                P.CALENDAR_IMPORT,
                P.ROSTER_VIEW,
                P.ROSTER_IMPORT,
                P.POST_GRANT,
                P.COVERAGE_NAMES,
                P.COVERAGE_COUNTS,
                P.INDICATOR_VIEW,
            }
        ),
        steers=True,
    ),
    Role(
        "ministry_analyst",
        _("Ministry analyst"),
        _("Sees safe counts for the nation."),
        PlaceKind.NATION,
        frozenset({P.COVERAGE_COUNTS, P.INDICATOR_VIEW}),
        steers=True,
    ),
    Role(
        "onac_analyst",
        _("Analyst of the national coordinator"),
        _("Sees safe counts for the nation."),
        PlaceKind.NATION,
        frozenset({P.COVERAGE_COUNTS, P.INDICATOR_VIEW}),
        steers=True,
    ),
    Role(
        "editor",
        _("Curriculum editor"),
        _("Writes lessons and modules; sees no child and no case."),
        PlaceKind.NATION,
        frozenset({P.TRAINING_LEARN, P.CONTENT_EDIT}),
        steers=True,
    ),
    Role(
        "system_admin",
        _("System administrator"),
        _("Invites and keeps the system running; opens no child's data."),
        PlaceKind.NATION,
        frozenset({P.ACCOUNT_PROVISION, P.AUDIT_VERIFY}),
        steers=True,
    ),
    Role(
        "auditor",
        _("Auditor"),
        _("Reads who did what and when, never the content."),
        PlaceKind.NATION,
        frozenset({P.AUDIT_READ, P.AUDIT_VERIFY}),
        steers=True,
    ),
)

ROLES: dict[str, Role] = {role.key: role for role in _ALL}
ROLE_CHOICES = [(role.key, role.label) for role in _ALL]
