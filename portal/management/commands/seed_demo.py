"""Fictional data that tells a story at first sight. Only in the demonstration."""

from argparse import ArgumentParser
from contextlib import nullcontext
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from portal import audit
from portal.clock import now, today
from portal.demo import Demo
from portal.hooks import Seeder, registered
from portal.management.days import day_given
from portal.models import AuditEvent, DemoSeed, User


class Command(BaseCommand):
    """`seed_demo [--scale small|district|nation] [--seed N] [--on DATE]`."""

    help = (
        "Fills an empty database with fictional data, the same for the same arguments."
        " Only with PORTAL_DEMO=1. Exit 0: the data is there; 2: nothing was written."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--scale", choices=DemoSeed.Scale.values, default=DemoSeed.Scale.SMALL.value
        )
        parser.add_argument("--seed", type=int, default=1, help="default 1")
        parser.add_argument(
            "--on",
            metavar="DATE",
            help="the day of the story, YYYY-MM-DD (default today)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Only with PORTAL_DEMO=1.", returncode=2)
        if options["seed"] < 0:
            raise CommandError("--seed is a whole number from 0.", returncode=2)
        options["on"] = day_given(options["on"]) if options["on"] else None
        if self._is_there(options):
            self.stdout.write("The demo data is there already.")
            return
        demo = Demo(options["scale"], options["seed"], options["on"] or today())
        for seeder in registered(Seeder):
            seeder.run(demo)
        with transaction.atomic() if demo.is_small else nullcontext():
            for _moment in demo.play():
                pass
            self._note(demo)
        self.stdout.write(f"Demo data made: {demo.scale}, seed {demo.seed}, {demo.on}.")

    def _is_there(self, options: dict[str, Any]) -> bool:
        """True for the same arguments; another story or other data stops."""
        made = DemoSeed.objects.first()
        if made is None:
            strange = AuditEvent.objects.exclude(verb="content.loaded").exists()
            if strange or User.objects.exists():
                raise CommandError(
                    "This database holds other data. Nothing was written.", returncode=2
                )
            return False
        asked = (options["scale"], options["seed"], options["on"] or made.on)
        if asked != (made.scale, made.seed, made.on):
            raise CommandError(
                f"This database holds another story ({made}). Nothing was written.",
                returncode=2,
            )
        return True

    def _note(self, demo: Demo) -> None:
        DemoSeed.objects.create(
            scale=demo.scale, seed=demo.seed, on=demo.on, made_at=now()
        )
        audit.record(
            "demo.seeded",
            by=None,
            detail={"scale": demo.scale, "seed": demo.seed, "on": demo.on.isoformat()},
        )
