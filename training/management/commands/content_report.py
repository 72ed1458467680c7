"""Say what training content there is, per language."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from training.content_report import content_report


class Command(BaseCommand):
    help = (
        "Say what training content is live in each language, module by module and unit "
        "by unit, and what is missing. "
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
            self.stdout.write(f"{language}: {parts}")
        for row in (*report["modules"], *report["units"]):
            self.stdout.write(_line(row))
        for row in report["missing"]:
            self.stdout.write(
                f"missing in {row['language']}: {row['kind']}: {row['title']}"
            )


def _line(row: dict[str, Any]) -> str:
    """One module or unit: its minutes, and the fewest of what has a floor."""
    words = [n for lesson in row["lessons"] for n in lesson["words"].values()]
    asked = [goal["questions"] for goal in row["objectives"] if "questions" in goal]
    said = [
        f"{row['key'] or row['title']}: minutes {row['minutes']}",
        f"lessons {len(row['lessons'])}",
        f"words in each {min(words, default=0)}-{max(words, default=0)}",
        f"objectives {len(row['objectives'])}",
    ]
    if asked:
        said.append(f"questions {sum(asked)}, for an objective {min(asked)} or more")
    return ", ".join(said)
