"""Writes docs/referral-lifecycle.md from the workflow table."""

from typing import Any

from django.core.management.base import BaseCommand

from referrals.lifecycle import PAGE, page


class Command(BaseCommand):
    help = "Write docs/referral-lifecycle.md from the workflow table."

    def handle(self, **_options: Any) -> None:
        PAGE.write_text(page(), encoding="utf-8")
        self.stdout.write(f"Written: docs/{PAGE.name}")
