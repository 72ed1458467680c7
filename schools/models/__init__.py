"""Places, posts, calendar, roll, attendance, imports: one file a subject."""

from schools.models.attendance import Absence, AttendanceTotal, RegisterDay
from schools.models.calendar import ClassGroup, SchoolDay, SchoolYear
from schools.models.contacts import HomeContact
from schools.models.flags import AbsenceFlag, ClosedDay
from schools.models.importing import (
    ColumnMapping,
    ImportBatch,
    ImportKind,
    ImportTrace,
    StagedChunk,
)
from schools.models.places import (
    Directorate,
    Municipality,
    ProtectionUnit,
    Qark,
    School,
)
from schools.models.posts import Post, PostCover, StaffMember
from schools.models.pupils import Enrolment, OutreachHold, Pupil
from schools.models.shields import PupilShield


__all__ = [
    "Absence",
    "AbsenceFlag",
    "AttendanceTotal",
    "ClassGroup",
    "ClosedDay",
    "ColumnMapping",
    "Directorate",
    "Enrolment",
    "HomeContact",
    "ImportBatch",
    "ImportKind",
    "ImportTrace",
    "Municipality",
    "OutreachHold",
    "Post",
    "PostCover",
    "ProtectionUnit",
    "Pupil",
    "PupilShield",
    "Qark",
    "RegisterDay",
    "School",
    "SchoolDay",
    "SchoolYear",
    "StaffMember",
    "StagedChunk",
]
