"""Load the written content; never over an editor's change."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction

from portal.clock import now
from training.actions.loading import LoadResult, load_content
from training.actions.loading_curriculum import load_curriculum
from training.content_files import ContentUnreadable, read_module, read_programmes
from training.curriculum_files import read_curriculum_files


class Command(BaseCommand):
    help = (
        "Bring the content of training/content/ onto the site. What an editor has "
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
            programmes = read_programmes()
            keys = [key for row in programmes["programmes"] for key in row["modules"]]
            modules = [read_module(key) for key in keys]
            curriculum = read_curriculum_files()
        except ContentUnreadable as error:
            self.stderr.write(str(error))
            raise SystemExit(2) from error
        with transaction.atomic():
            result = load_content(
                programmes=programmes, modules=modules, at=now(), by=None
            )
            result += load_curriculum(
                training=programmes, files=curriculum, at=now(), by=None
            )
            transaction.set_rollback(options["dry_run"])
        self.report(result)

    def report(self, result: LoadResult) -> None:
        for path in result.kept:
            self.stderr.write(f"{path}: an editor changed it on the site; kept.")
        words = ("new", "changed", "same", "kept")
        self.stdout.write(", ".join(f"{word} {result.counts[word]}" for word in words))
        if result.kept:
            raise SystemExit(1)
