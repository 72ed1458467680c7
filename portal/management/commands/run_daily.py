"""All the work that is due: what each floor hung up, in order; may run again."""

import datetime as dt
import logging
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from portal.clock import today
from portal.hooks import DailyJob, registered
from portal.management.days import day_given


log = logging.getLogger(__name__)


class Command(BaseCommand):
    """`run_daily [--on DATE]`; 0 all done, 1 a job failed, 2 wrong command line."""

    help = "Does the work that is due today. Exit: 0 done, 1 a job failed, 2 not run."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--on", metavar="DATE", help="YYYY-MM-DD (today)")

    def handle(self, *args: Any, **options: Any) -> None:
        day = day_given(options["on"]) if options["on"] else today()
        failed = False
        for job in registered(DailyJob):
            failed = not self._run(job, day) or failed
        if failed:
            sys.exit(1)

    def _run(self, job: DailyJob, day: dt.date) -> bool:
        """One job; a failure is told and does not keep the others from running."""
        try:
            counts = job.run(day)
        except Exception as error:
            log.exception("daily job failed: %s", job.key)
            self.stderr.write(f"{job.key}: failed ({type(error).__name__}).")
            return False
        told = ", ".join(f"{name} {count}" for name, count in counts.items())
        self.stdout.write(f"{job.key}: {told or 'nothing due'}.")
        return True
