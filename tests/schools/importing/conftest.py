"""A school, its calendar, and `run`: the command as an operator calls it."""

import datetime as dt
import io
import json
from pathlib import Path
from types import SimpleNamespace

import pytest
import time_machine
from django.core.management import CommandError, call_command

from tests.factories.schools import SchoolFactory, school_days


TODAY = dt.date(2026, 11, 20)


@pytest.fixture(autouse=True)
def _today():
    """Friday 20 November 2026, ten in the morning in Tirana."""
    with time_machine.travel(dt.datetime(2026, 11, 20, 9, tzinfo=dt.UTC), tick=True):
        yield


@pytest.fixture
def calendar(db) -> list[dt.date]:
    """Weekdays in session from 14 September to 18 December."""
    return school_days(dt.date(2026, 9, 14), dt.date(2026, 12, 18))


@pytest.fixture
def school(calendar):
    return SchoolFactory(code="0101-01")


@pytest.fixture
def run():
    """`run("absences", path, "--covers", …)`: code, parsed JSON, stderr."""

    def make(kind: str, path: Path, *args: str, user=None) -> SimpleNamespace:
        out, err = io.StringIO(), io.StringIO()
        given = [*args, *(["--user", user.username] if user else [])]
        code = 0
        try:
            call_command(
                "import_data", kind, str(path), "--json", *given, stdout=out, stderr=err
            )
        except CommandError as error:
            code = error.returncode
            err.write(str(error))
        except SystemExit as stop:
            code = stop.code
        text = out.getvalue()
        answer = json.loads(text) if text else None
        return SimpleNamespace(code=code, json=answer, err=err.getvalue())

    return make


@pytest.fixture
def errors_of():
    """`{type: (count, first row, last row)}` of an answer."""

    def make(answer) -> dict[str, tuple[int, int, int]]:
        return {
            e["type"]: (e["count"], e["first_row"], e["last_row"])
            for e in answer.json["errors"]
        }

    return make
