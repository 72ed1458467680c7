"""What can be wrong with a file or a row, each in one clear sentence.

A row's error is a code, or a code and the column it is about: `bad_date.birth_date`.
No sentence ever quotes a cell: cells hold children's names.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class NothingWritten(Exception):
    """The file or the command cannot be used at all; the sentence says why."""

    def __init__(self, sentence: str | Promise) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class Unreadable(NothingWritten):
    """Empty, binary, damaged, or of a type that is not accepted."""


class Dangerous(NothingWritten):
    """Unpacks to far more than it pretends, or carries what a table never needs."""


class WrongColumns(NothingWritten):
    """Unknown, missing or repeated columns."""

    def __init__(
        self, sentence: str | Promise, header: list[str] | None = None
    ) -> None:
        super().__init__(sentence)
        self.header = header or []


class WrongOptions(NothingWritten):
    """The options do not fit the kind, or name a place out of reach."""


class RollFalls(NothingWritten):
    """A whole roll is more than 5 % smaller than the one on file."""


class RowRefused(Exception):
    """One row cannot be taken; `code` is a key of MESSAGES, `column` optional."""

    def __init__(self, code: str, column: str = "") -> None:
        super().__init__(code)
        self.code = f"{code}.{column}" if column else code


MESSAGES: dict[str, str | Promise] = {
    "formula": _("The cell is a formula. Paste it as a value."),
    "too_many_cells": _("The row has more cells than the header."),
    "missing": _("A value is missing in the column “%(column)s”."),
    "bad_date": _("The column “%(column)s” does not hold a date such as 22.11.2026."),
    "bad_number": _("The column “%(column)s” does not hold a whole number."),
    "unknown_word": _("The column “%(column)s” holds a word that is not in the list."),
    "bad_email": _("The column “%(column)s” does not hold an e-mail address."),
    "too_long": _("The value in the column “%(column)s” is too long."),
    "contradictory": _("The file holds this key twice, with different values."),
    "staff_differs": _(
        "The file gives this staff code two different names or e-mails."
    ),
    "missed_without_held": _("Lessons missed are given without lessons held."),
    "held_zero": _("Lessons held cannot be 0."),
    "missed_over_held": _("More lessons were missed than held."),
    "future_date": _("The date is in the future."),
    "unknown_school": _("The school is unknown or not in your reach."),
    "unknown_pupil": _("The pupil is unknown or not in your reach."),
    "unknown_directorate": _("The directorate is unknown or not in your reach."),
    "unknown_municipality": _("The municipality is unknown."),
    "outside_enrolment": _("The pupil was not enrolled on that day."),
    "out_of_session": _("The school was not in session on that day."),
    "birth_future": _("The date of birth is in the future."),
    "birth_too_early": _("The date of birth is more than 25 years ago."),
    "no_school_year": _("No start date is given, and no school year is loaded."),
    "ends_before_start": _("The last day is before the first day."),
    "reason_without_end": _("A reason for leaving is given without the last day."),
    "overlaps": _("The pupil is on another roll in the same days."),
    "own_parent": _("The directorate cannot be its own superior."),
}


@dataclass(frozen=True)
class ErrorGroup:
    """One type of error in a file: how often, and from which row to which."""

    type: str
    count: int
    first_row: int
    last_row: int

    @property
    def message(self) -> str:
        return message_of(self.type)

    def as_json(self) -> dict[str, Any]:
        return {
            "type": self.type,
            "message": self.message,
            "count": self.count,
            "first_row": self.first_row,
            "last_row": self.last_row,
        }


def message_of(code: str) -> str:
    """The sentence of a row's error, naming the column where there is one."""
    base, _dot, column = code.partition(".")
    text = str(MESSAGES[base])
    return text % {"column": column} if column else text


class Tally:
    """Counts errors by type while rows go by."""

    def __init__(self) -> None:
        self._groups: dict[str, ErrorGroup] = {}

    def add(self, code: str, row: int) -> None:
        seen = self._groups.get(code)
        if seen is None:
            self._groups[code] = ErrorGroup(code, 1, row, row)
            return
        self._groups[code] = ErrorGroup(
            code, seen.count + 1, min(seen.first_row, row), max(seen.last_row, row)
        )

    def groups(self) -> list[ErrorGroup]:
        """Most frequent first."""
        return sorted(self._groups.values(), key=lambda g: (-g.count, g.first_row))
