"""`--full`: the file is the whole roll of the schools it names.

Only then do pupils who are missing from it enter the vanished watch. A roll that
falls by more than 5 % is more likely a broken file than a flight of pupils.
"""

import datetime as dt
from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from schools.importing.errors import RollFalls
from schools.models import AbsenceFlag, Enrolment
from schools.models.flags import VANISHED
from schools.models.pupils import enrolled_on
from schools.school_days import start_year_of


MOST_PERCENT = 5
Missing = dict[int, list[int]]  # school -> pupils


def check_fall(before: int, missing: int) -> None:
    """Refuses a fall of more than 5 %; `--yes` skips the question."""
    if missing * 100 > before * MOST_PERCENT:
        raise RollFalls(
            _(
                "The roll would fall by %(missing)s of %(before)s, more than 5 %%."
                " Nothing was written. If that is right, confirm it with --yes."
            )
            % {"missing": missing, "before": before}
        )


def missing_pupils(
    named: Mapping[int, set[str]], schools: Iterable[int], today: dt.date, *, yes: bool
) -> Missing:
    """Pupils on the roll of these schools today whom the file does not name."""
    found: Missing = {}
    for school in sorted(schools):
        rows = Enrolment.objects.filter(enrolled_on(today), school=school)
        enrolled = dict(rows.values_list("pupil__code", "pupil_id"))
        enrolled.pop(None, None)
        codes = named.get(school, set())
        gone = [pupil for code, pupil in enrolled.items() if code not in codes]
        if not yes:
            check_fall(len(enrolled), len(gone))
        if gone:
            found[school] = gone
    return found


def raise_vanished(missing: Missing, named: Iterable[int], today: dt.date) -> None:
    """Flag the missing; lower the flag of those whom a whole roll names again."""
    year = start_year_of(today)
    AbsenceFlag.objects.filter(
        kind=VANISHED, standing=True, start_year=year, pupil__in=list(named)
    ).update(standing=False)
    standing = set(
        AbsenceFlag.objects.filter(
            kind=VANISHED, standing=True, start_year=year, school__in=missing
        ).values_list("pupil_id", flat=True)
    )
    AbsenceFlag.objects.bulk_create(
        AbsenceFlag(
            pupil_id=pupil,
            school_id=school,
            start_year=year,
            kind=VANISHED,
            raised_on=today,
            facts={"since": today.isoformat()},
        )
        for school, pupils in missing.items()
        for pupil in pupils
        if pupil not in standing
    )
