"""Articles of law and numbers to call whose last check is too old, or never was."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from training.models import LegalReference, SafetyContact


@dataclass(frozen=True)
class Reference:
    """One snippet in the source of the language it is written in. `url_name`: where
    it is edited."""

    what: str  # "article" or "number"
    title: str
    language: str
    checked_on: dt.date | None
    checked_by: str
    valid_to: dt.date | None
    checked: bool
    pk: int
    url_name: str


def references(on: dt.date) -> list[Reference]:
    """All of them, those to check first: two queries."""
    articles = [_article(row, on) for row in _rows(LegalReference)]
    numbers = [_number(row, on) for row in _rows(SafetyContact)]
    return sorted([*articles, *numbers], key=lambda one: (one.checked, one.title))


def unchecked(on: dt.date) -> list[Reference]:
    return [one for one in references(on) if not one.checked]


def _rows(model: Any) -> Any:
    return model.objects.select_related("locale").order_by("pk")


def _article(row: LegalReference, on: dt.date) -> Reference:
    return Reference(
        what="article",
        title=row.article,
        language=row.locale.language_code,
        checked_on=row.checked_on,
        checked_by=row.checked_by,
        valid_to=row.valid_to,
        checked=row.is_checked(on),
        pk=row.pk,
        url_name="wagtailsnippets_training_legalreference:edit",
    )


def _number(row: SafetyContact, on: dt.date) -> Reference:
    return Reference(
        what="number",
        title=str(row),
        language=row.locale.language_code,
        checked_on=row.last_called_on,
        checked_by=row.last_called_by,
        valid_to=None,
        checked=row.is_checked(on),
        pk=row.pk,
        url_name="wagtailsnippets_training_safetycontact:edit",
    )
