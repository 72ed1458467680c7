"""Load the written content of every app; never over an editor's change."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction

from portal.clock import now
from portal.content import CHANGED, KEPT, NEW, SAME, ContentUnreadable, LoadResult
from portal.hooks import ContentLoader, registered


class Command(BaseCommand):
    """`load_content [--dry-run]`."""

    help = (
        "Bring the written content of every app onto the site. What an editor has "
        "changed or removed there is kept and reported. Exit codes: 0 the site has "
        "what the files say, 1 an editor's version differs and was kept, 2 a file "
        "cannot be read and nothing was written."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--dry-run",
            action="store_true",
            help="say what would happen, write nothing",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            results = _load(dry_run=options["dry_run"])
        except ContentUnreadable as error:
            self.stderr.write(str(error))
            raise SystemExit(2) from error
        self._report(results)

    def _report(self, results: list[LoadResult]) -> None:
        kept = {
            path: names for result in results for path, names in result.kept.items()
        }
        for path, names in kept.items():
            self.stderr.write(f"{path}: {_what(names)}")
        words = [
            f"{word} {sum(result.counts[word] for result in results)}"
            for word in (NEW, CHANGED, SAME, KEPT)
        ]
        self.stdout.write(", ".join(words))
        if kept:
            raise SystemExit(1)


def _what(names: list[str]) -> str:
    if not names:
        return "somebody removed it from the site; left out."
    return f"an editor changed it on the site; kept. Differs in: {', '.join(names)}."


def _load(*, dry_run: bool) -> list[LoadResult]:
    """All is read before the first is loaded, and all is loaded or nothing."""
    loaders = registered(ContentLoader)
    found = [loader.read() for loader in loaders]
    with transaction.atomic():
        results = [
            loader.load(files, now())
            for loader, files in zip(loaders, found, strict=True)
        ]
        transaction.set_rollback(dry_run)
    return results
