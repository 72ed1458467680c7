"""Seal everything under the newest master key."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.actions.rotating import rotate
from portal.crypto import Unreadable


class Command(BaseCommand):
    """`rotate_keys [--dry-run]`: put the new key first in PORTAL_DATA_KEYS, then run.

    Interrupted, it goes on where it was; when it says 0 the old key may go.
    """

    help = "Seals every sensitive value under the first key of PORTAL_DATA_KEYS."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            counts = rotate(dry_run=options["dry_run"])
        except Unreadable:
            raise CommandError(
                "A value cannot be opened with the keys given. Keep every old key in"
                " PORTAL_DATA_KEYS until this command has finished.",
                returncode=2,
            ) from None
        for label, count in counts.items():
            self.stdout.write(f"{label}: {count}")
