"""Closes a day. See the public contract, watch_absences."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from portal.clock import today
from schools.actions.watching import Closing, close_day
from schools.importing.cells import to_date
from schools.models import School


FIRST_YEAR, LAST_YEAR = 2000, 2100  # as in a calendar file


class Command(BaseCommand):
    """Exit 0: counted and, unless the day is past or to come, closed; 2: could not."""

    help = "Closes the day: bands, triggers and flags of all pupils."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--on", metavar="DATE", help="the day to close (today)")
        parser.add_argument("--school", metavar="CODE", help="this school alone")
        parser.add_argument("--json", action="store_true", help="one object on stdout")

    def handle(self, *args: Any, **options: Any) -> None:
        on = to_date(options["on"]) if options["on"] else today()
        if on is None or not FIRST_YEAR <= on.year <= LAST_YEAR:
            raise CommandError(
                _("--on is not a date such as 20.11.2026."), returncode=2
            )
        school = None
        if options["school"]:
            school = School.objects.filter(code=options["school"]).first()
            if school is None:
                raise CommandError(_("There is no such school."), returncode=2)
        closing = close_day(on=on, school=school)
        if not closing.writes:
            self.stderr.write(_("This day is not open to close: nothing was written."))
        if options["json"]:
            self.stdout.write(json.dumps(closing.as_json()))
        else:
            self._tell(closing)

    def _tell(self, closing: Closing) -> None:
        told = closing.as_json()
        self.stdout.write(
            f"{told['on']}: {told['schools']} schools, {told['pupils']} pupils,"
            f" {told['flagged']} flagged"
        )
        for counts in (closing.tiers, closing.triggers):
            self.stdout.write("  " + ", ".join(f"{k} {v}" for k, v in counts.items()))
