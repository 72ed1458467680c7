"""The six kinds of file: their columns, keys and words. See contract, import_data.

A parsed row is a plain dict by column name; an absent column is absent from it, a
blank optional cell is None.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from openpyxl.utils import get_column_letter

from portal.permissions import Permission
from schools.importing import words
from schools.importing.cells import header_key, to_date, to_whole_number
from schools.importing.errors import RowRefused, WrongColumns
from schools.models import ImportKind


Parsed = dict[str, Any]
Reader = Callable[["Column", str], Any]
REASON = frozenset(
    {"reason", "arsyeja"}
)  # our own error file, corrected and sent again


@dataclass(frozen=True)
class Column:
    """One column: its contract name, Albanian form, and how its text is read."""

    name: str
    albanian: str
    read: Reader
    required: bool = False
    longest: int = 20
    words: Mapping[str, str] | None = None
    example: str = ""

    def value(self, text: str) -> Any:
        if not text:
            if self.required:
                raise RowRefused("missing", self.name)
            return None
        return self.read(self, text)


@dataclass(frozen=True)
class Spec:
    """One kind of file."""

    kind: ImportKind
    permission: Permission
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    @cached_property
    def by_name(self) -> dict[str, Column]:
        return {column.name: column for column in self.columns}

    @cached_property
    def headers(self) -> dict[str, str]:
        """Folded header -> column name, English and Albanian."""
        found = {header_key(column.name): column.name for column in self.columns}
        found |= {header_key(column.albanian): column.name for column in self.columns}
        return found


def _text(column: Column, text: str) -> str:
    if len(text) > column.longest:
        raise RowRefused("too_long", column.name)
    return text


def _date(column: Column, text: str) -> Any:
    found = to_date(text)
    if found is None:
        raise RowRefused("bad_date", column.name)
    return found


def _number(column: Column, text: str) -> int:
    found = to_whole_number(text)
    if found is None or found > 99:
        raise RowRefused("bad_number", column.name)
    return found


def _word(column: Column, text: str) -> str:
    found = (column.words or {}).get(header_key(text))
    if found is None:
        raise RowRefused("unknown_word", column.name)
    return found


def _email(column: Column, text: str) -> str:
    try:
        validate_email(text)
    except ValidationError:
        raise RowRefused("bad_email", column.name) from None
    return _text(column, text.lower())


def _c(name: str, albanian: str, read: Reader = _text, **more: Any) -> Column:
    return Column(name, albanian, read, **more)


def _need(name: str, albanian: str, read: Reader = _text, **more: Any) -> Column:
    return Column(name, albanian, read, required=True, **more)


SCHOOL = _need("school_code", "Kodi i shkollës", example="0101-03")
PUPIL = _need("pupil_code", "Kodi i nxënësit", example="000123456")
FIRST = _need("first_name", "Emri", longest=80, example="Ana")
LAST = _need("last_name", "Mbiemri", longest=80, example="Shembulli")
STARTS = _c("starts_on", "Nga data", _date, example="14.09.2026")
ENDS = _c("ends_on", "Deri më", _date)

CALENDAR = Spec(
    ImportKind.CALENDAR,
    Permission.CALENDAR_IMPORT,
    ("date", "school_code"),
    (
        _need("date", "Data", _date, example="14.09.2026"),
        _need("open", "E hapur", _word, words=words.YES_NO, example="yes"),
        _c("school_code", "Kodi i shkollës"),
        _c("label", "Shënim", longest=80),
    ),
)
DIRECTORATES = Spec(
    ImportKind.DIRECTORATES,
    Permission.PLACES_IMPORT,
    ("directorate_code",),
    (
        _need("directorate_code", "Kodi i drejtorisë", example="DR-01"),
        _need("name", "Emri", longest=120, example="Drejtoria e Shembullit"),
        _c("parent_code", "Kodi epror"),
    ),
)
SCHOOLS = Spec(
    ImportKind.SCHOOLS,
    Permission.PLACES_IMPORT,
    ("school_code",),
    (
        SCHOOL,
        _need("name", "Emri", longest=120, example="Pema e Bardhë (shembull)"),
        _need("type", "Lloji", _word, words=words.SCHOOL_TYPES, example="basic"),
        _need("municipality", "Bashkia", longest=60, example="Kuçovë"),
        _need("directorate", "Drejtoria", example="DR-01"),
    ),
)
STAFF = Spec(
    ImportKind.STAFF,
    Permission.ROSTER_IMPORT,
    ("staff_code", "school_code", "role"),
    (
        _need("staff_code", "Kodi i punonjësit", example="M-0001"),
        SCHOOL,
        FIRST,
        LAST,
        _need("role", "Roli", _word, words=words.STAFF_ROLES, example="teacher"),
        _c("email", "E-mail", _email, longest=254),
        _c("classes", "Klasat", longest=400, example="7A 7B"),
        STARTS,
        ENDS,
    ),
)
PUPILS = Spec(
    ImportKind.PUPILS,
    Permission.PUPIL_IMPORT,
    ("pupil_code",),
    (
        PUPIL,
        SCHOOL,
        _need("class", "Klasa", example="7A"),
        FIRST,
        LAST,
        _need("birth_date", "Datëlindja", _date, example="03.04.2014"),
        _need("sex", "Gjinia", _word, words=words.SEX, example="f"),
        _c("father_name", "Atësia", longest=80),
        _c("residence", "Vendbanimi", longest=60),
        _c("guardian_phone", "Telefoni", longest=40),
        STARTS,
        ENDS,
        _c("end_reason", "Arsyeja e largimit", _word, words=words.END_REASONS),
    ),
)
ABSENCES = Spec(
    ImportKind.ABSENCES,
    Permission.ABSENCE_IMPORT,
    ("pupil_code", "date"),
    (
        PUPIL,
        _need("date", "Data", _date, example="12.11.2026"),
        _need("kind", "Lloji", _word, words=words.ABSENCE_KINDS, example="unexplained"),
        _c("lessons_missed", "Orë të humbura", _number, example="3"),
        _c("lessons_held", "Orë të zhvilluara", _number, example="6"),
    ),
)
SPECS: dict[str, Spec] = {
    spec.kind.value: spec
    for spec in (CALENDAR, DIRECTORATES, SCHOOLS, STAFF, PUPILS, ABSENCES)
}


def columns_of(
    spec: Spec, header: Sequence[str], mapping: Mapping[str, str] | None = None
) -> list[str]:
    """Our column for each header cell ("" where skipped); else `WrongColumns`.

    The sentence names the file's columns by letter, never by their text: a file
    without a header row has a child's name there.
    """
    known = spec.headers | dict(mapping or {})
    found: list[str] = []
    unknown: list[str] = []
    for position, cell in enumerate(header, start=1):
        folded = header_key(cell)
        skip = not folded or (folded in REASON and folded not in known)
        if not skip and folded not in known:
            unknown.append(get_column_letter(position))
        found.append("" if skip else known.get(folded, ""))
    _refuse_wrong(spec, found, unknown, list(header))
    return found


def _refuse_wrong(
    spec: Spec, found: list[str], unknown: list[str], header: list[str]
) -> None:
    missing = [c.name for c in spec.columns if c.required and c.name not in found]
    twice = sorted({name for name in found if name and found.count(name) > 1})
    parts = []
    if unknown:
        parts.append(_("Unknown columns: %(list)s.") % {"list": ", ".join(unknown)})
    if missing:
        parts.append(_("Missing columns: %(list)s.") % {"list": ", ".join(missing)})
    if twice:
        parts.append(_("Repeated columns: %(list)s.") % {"list": ", ".join(twice)})
    if parts:
        raise WrongColumns(" ".join(parts), header)


def parse(
    spec: Spec, columns: Sequence[str], cells: Sequence[str], formulas: Sequence[int]
) -> Parsed:
    """The typed values of a row, or `RowRefused` with its first error."""
    if formulas:
        raise RowRefused("formula")
    if len(cells) > len(columns) and any(cells[len(columns) :]):
        raise RowRefused("too_many_cells")
    by_name = spec.by_name
    padded = [*cells, *[""] * (len(columns) - len(cells))]
    return {
        name: by_name[name].value(text)
        for name, text in zip(columns, padded, strict=False)
        if name
    }
