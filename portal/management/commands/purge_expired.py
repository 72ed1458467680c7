"""Delete what is past its time: short-lived rows, and what the floors name as due."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from portal.actions.purging import due, purge_short_lived
from portal.clock import now, today
from portal.hooks import RetentionRule, registered


class Command(BaseCommand):
    """`purge_expired [--dry-run]`; children's records are listed, never deleted here.

    They become due by a `RetentionRule` and wait for two approvals.
    """

    help = "Deletes short-lived rows past their time and counts records due for review."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        moment = now()
        dry = options["dry_run"]
        counts = due(moment) if dry else purge_short_lived(moment=moment)
        for name, count in counts.items():
            self.stdout.write(f"{name}: {count}")
        for rule in registered(RetentionRule):
            waiting = sum(1 for _row in rule.due(today()))
            self.stdout.write(f"{rule.label}: {waiting} due for review")
