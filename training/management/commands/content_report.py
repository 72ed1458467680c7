"""Say what training content there is, per language."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from training.content_report import content_report


class Command(BaseCommand):
    help = (
        "Say what training content is live in each language and what is missing. "
        "Exit codes: 0 every language has everything, 1 something is missing, "
        "2 wrong command line."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="one JSON object")

    def handle(self, *_args: Any, **options: Any) -> None:
        report = content_report()
        if options["json"]:
            self.stdout.write(json.dumps(report, ensure_ascii=False))
        else:
            self.say(report)
        if report["missing"]:
            raise SystemExit(1)

    def say(self, report: dict[str, Any]) -> None:
        for language, counts in report["languages"].items():
            parts = ", ".join(f"{count} {kind}" for kind, count in counts.items())
            words = report["words"][language]
            self.stdout.write(f"{language}: {parts}, {words} words in lessons")
        for row in report["missing"]:
            self.stdout.write(
                f"missing in {row['language']}: {row['kind']}: {row['title']}"
            )
