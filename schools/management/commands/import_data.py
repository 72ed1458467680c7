"""Brings a file of one kind in. See the public contract, import_data."""

import datetime as dt
import json
from argparse import ArgumentTypeError
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import Q
from django.utils.translation import gettext as _

from portal.clock import today
from portal.models import User
from schools.actions.importing import (
    check_batch,
    check_options,
    commit_batch,
    stage_file,
)
from schools.importing.cells import to_date
from schools.importing.errors import NothingWritten, message_of
from schools.importing.queueing import own_turn
from schools.importing.report import write_errors
from schools.importing.staging import discard
from schools.importing.taking import Job
from schools.importing.taking.base import Options
from schools.models import ImportBatch, ImportKind


NOTHING_WRITTEN, SOME_REFUSED = 2, 3
COUNTED = ("rows", "new", "changed", "same", "refused", "removed")


def days_from_to(text: str) -> tuple[dt.date, dt.date]:
    """FROM..TO as two dates, day first or ISO."""
    first, dots, last = text.partition("..")
    days = to_date(first.strip()), to_date(last.strip())
    if not dots or days[0] is None or days[1] is None:
        raise ArgumentTypeError(_("give two dates as FROM..TO"))
    return days[0], days[1]


class Command(BaseCommand):
    """Exit 0: all rows taken; 3: some refused; 2: nothing written."""

    help = "Brings in a CSV or XLSX file: " + ", ".join(ImportKind.values) + "."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("kind", choices=ImportKind.values)
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--dry-run", action="store_true", help="same codes and counts, no writing"
        )
        parser.add_argument("--json", action="store_true", help="one object on stdout")
        parser.add_argument(
            "--errors", type=Path, metavar="FILE", help="refused rows with the reason"
        )
        parser.add_argument(
            "--covers",
            type=days_from_to,
            metavar="FROM..TO",
            help="the registers of these days were taken (absences)",
        )
        parser.add_argument(
            "--replace",
            action="store_true",
            help="withdraw absences of those days and schools that the file lacks",
        )
        parser.add_argument(
            "--full",
            action="store_true",
            help="the file is the whole roll of its schools (pupils, staff)",
        )
        parser.add_argument(
            "--yes", action="store_true", help="confirm a fall of more than 5 %%"
        )
        parser.add_argument(
            "--school",
            action="append",
            default=[],
            metavar="CODE",
            help="a school that the file is about, besides those of its rows",
        )
        parser.add_argument(
            "--user", metavar="EMAIL", help="import within the reach of this account"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with own_turn():
                job = self._run(options)
        except NothingWritten as refusal:
            raise CommandError(
                str(refusal.sentence), returncode=NOTHING_WRITTEN
            ) from refusal
        for note in job.notes:
            self.stderr.write(note)
        if job.batch.refused:
            raise SystemExit(SOME_REFUSED)

    def _run(self, given: dict[str, Any]) -> Job:
        by = _account(given["user"]) if given["user"] else None
        day = today()
        chosen = Options(
            covers=given["covers"],
            replace=given["replace"],
            full=given["full"],
            yes=given["yes"],
            schools=tuple(given["school"]),
        )
        check_options(given["kind"], chosen, day)
        batch = stage_file(
            path=given["file"], kind=given["kind"], by=by, options=chosen
        )
        act = check_batch if given["dry_run"] else commit_batch
        try:
            job = act(batch=batch, by=by, today=day)
        except NothingWritten:
            discard(batch)
            raise
        if given["errors"]:
            _write_errors(batch, given["errors"])
        self._answer(batch, given)
        if given["dry_run"]:
            discard(batch)
        return job

    def _answer(self, batch: ImportBatch, given: dict[str, Any]) -> None:
        written = not given["dry_run"] and batch.options["has_written"]
        groups = [
            {**group, "message": message_of(group["type"])} for group in batch.findings
        ]
        answer = {
            "kind": given["kind"],
            **{name: getattr(batch, name) for name in COUNTED},
            "errors": groups,
            "batch": str(batch.uid) if written else None,
        }
        if given["json"]:
            self.stdout.write(json.dumps(answer, ensure_ascii=False))
            return
        counts = ", ".join(f"{name} {answer[name]}" for name in COUNTED)
        self.stdout.write(f"{given['kind']}: {counts}")
        for group in groups:
            self.stdout.write(
                f"  {group['count']} x {group['message']}"
                f" ({group['first_row']}–{group['last_row']})"
            )


def _account(name: str) -> User:
    found = User.objects.filter(
        Q(email__iexact=name) | Q(username=name.strip().lower()), is_active=True
    ).first()
    if found is None:
        raise NothingWritten(_("There is no such account."))
    return found


def _write_errors(batch: ImportBatch, path: Path) -> None:
    try:
        write_errors(batch, path)
    except OSError as error:
        raise CommandError(
            _("The error file cannot be written."), returncode=1
        ) from error
