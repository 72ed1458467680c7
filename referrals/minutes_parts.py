"""What hangs on the cases of a meeting, and who sat there: one query for the minutes.

Three tables joined by UNION ALL on equal columns, as in `timeline.py`; the sealed
texts come out as bytes and are opened here with the label of their own field.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import F, QuerySet, Value
from django.db.models.functions import Cast, Coalesce, Concat

from portal.crypto import open_sealed
from referrals.models import AgendaItem, ItemAgency, Meeting, MinutesCorrection, Seat


@dataclass(frozen=True)
class Note:
    """What one agency is needed for, or what was put right; `name` is the agency's."""

    name: str
    text: str
    at: datetime | None = None
    name_shared: bool = False


@dataclass
class Parts:
    """By the item's id: agencies and corrections; and the seats with their status."""

    agencies: dict[int, list[Note]] = field(default_factory=dict)
    corrections: dict[int, list[Note]] = field(default_factory=dict)
    seats: list[tuple[str, str]] = field(default_factory=list)


COLUMNS = ("p_kind", "p_row", "p_item", "p_name", "p_text", "p_at", "p_code")
LABELS = {
    "agency": "referrals.itemagency.needs",
    "correction": "referrals.minutescorrection.text",
}


def _char(value: Any) -> Any:
    return Cast(value, models.CharField(max_length=250))


def _rows(kind: str, rows: Any, **columns: Any) -> QuerySet[Any]:
    shape = {
        "p_item": Cast(Value(None), models.BigIntegerField()),
        "p_name": _char(Value("")),
        "p_text": Value(b"", output_field=models.BinaryField()),
        "p_at": Cast(Value(None), models.DateTimeField()),
        "p_code": _char(Value("")),
    }
    found: QuerySet[Any] = (
        rows.order_by()
        .annotate(p_kind=_char(Value(kind)), p_row=F("uid"), **{**shape, **columns})
        .values_list(*COLUMNS)
    )
    return found


def _agencies(items: Sequence[AgendaItem], own: Any) -> QuerySet[Any]:
    rows = ItemAgency.objects.all() if own is None else own
    return _rows(
        "agency",
        rows.filter(item__in=items),
        p_item=F("item_id"),
        p_name=_char(F("agency")),
        p_text=F("needs"),
        p_code=_char(F("name_shared")),
    )


def _corrections(items: Sequence[AgendaItem]) -> QuerySet[Any]:
    rows = MinutesCorrection.objects.filter(item__in=items)
    return _rows(
        "correction", rows, p_item=F("item_id"), p_text=F("text"), p_at=F("at")
    )


def _seats(meeting: Meeting) -> QuerySet[Any]:
    place = Coalesce("post__school__name", "post__unit__name", Value(""))
    holder = Concat(
        place,
        Value(" · "),
        "post__staff__first_name",
        Value(" "),
        "post__staff__last_name",
    )
    label = models.Case(
        models.When(agency="", then=holder),
        default=F("agency"),
        output_field=models.CharField(),
    )
    rows = Seat.objects.filter(meeting=meeting)
    return _rows("seat", rows, p_name=_char(label), p_code=_char(F("status")))


def parts_of(meeting: Meeting, items: Sequence[AgendaItem], own: Any = None) -> Parts:
    """All of it for the whole minutes; with `own` only what those agencies are told.

    The keys of the cases are opened already.
    """
    rows = _agencies(items, own)
    if own is None:
        rows = rows.union(_corrections(items), _seats(meeting), all=True)
    found = Parts()
    for kind, uid, item, name, text, at, code in rows:
        if kind == "seat":
            found.seats.append((name, str(Seat.Status(code).label)))
            continue
        shared = str(code).lower() in ("1", "true")
        note = Note(name, _opened(kind, uid, text), at, shared)
        where = found.agencies if kind == "agency" else found.corrections
        where.setdefault(item, []).append(note)
    for notes in found.corrections.values():
        notes.sort(key=lambda note: str(note.at))
    found.seats.sort()
    return found


def _opened(kind: str, uid: UUID, data: Any) -> str:
    sealed = bytes(data or b"")
    return open_sealed(sealed, label=LABELS[kind], uid=uid) if sealed else ""
