"""One module a kind: judges parsed rows by sets, and writes the good ones."""

from schools.importing.taking.absences import AbsencesTaker
from schools.importing.taking.base import Job, Taker
from schools.importing.taking.calendar import CalendarTaker
from schools.importing.taking.directorates import DirectoratesTaker
from schools.importing.taking.pupils import PupilsTaker
from schools.importing.taking.schools import SchoolsTaker
from schools.importing.taking.staff import StaffTaker


TAKERS: dict[str, type[Taker]] = {
    "calendar": CalendarTaker,
    "directorates": DirectoratesTaker,
    "schools": SchoolsTaker,
    "staff": StaffTaker,
    "pupils": PupilsTaker,
    "absences": AbsencesTaker,
}

__all__ = ["TAKERS", "Job", "Taker"]
