"""Prove the audit trail: whole, or the first broken row."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.audit.verifying import anchor, verify


class Command(BaseCommand):
    """`verify_audit [--json] [--anchor FILE] [--write-anchor FILE]`; 0, 1 or 2."""

    help = "Checks every chain of the audit trail. Exit: 0 whole, 1 broken, 2 not run."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true")
        parser.add_argument("--anchor", type=Path, help="heads noted earlier, as JSON")
        parser.add_argument("--write-anchor", type=Path, help="note today's heads here")

    def handle(self, *args: Any, **options: Any) -> None:
        verdict = verify(_read(options["anchor"]))
        if options["write_anchor"]:
            options["write_anchor"].write_text(json.dumps(anchor()))
        answer = {
            "ok": verdict.ok,
            "events": verdict.events,
            "first_broken": verdict.first_broken,
        }
        if options["json"]:
            self.stdout.write(json.dumps(answer))
        elif verdict.ok:
            self.stdout.write(f"The audit trail is whole: {verdict.events} events.")
        else:
            self.stdout.write(f"The audit trail is broken: {verdict.first_broken}.")
        if not verdict.ok:
            sys.exit(1)


def _read(file: Path | None) -> dict[str, list[object]] | None:
    if file is None:
        return None
    try:
        noted: dict[str, list[object]] = json.loads(file.read_text())
    except (OSError, ValueError) as error:
        raise CommandError(
            f"The anchor file cannot be read: {error}", returncode=2
        ) from None
    return noted
