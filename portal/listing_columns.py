"""The columns of a list: what a row says in each, on the screen and in the file."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.http import HttpRequest
from django.utils.functional import Promise

from portal.access import grants
from portal.hooks import ListColumn, registered


Text = str | Promise
Value = str | Callable[[Any], Any]


@dataclass(frozen=True)
class Column:
    """One column. `value` is an attribute path ("school.name") or a function of a row.

    sort     the order_by name(s); without it the heading is no link
    link     row -> address of the row's page
    tag      row -> colour: the value shows as a status tag
    show     row -> safe HTML for the screen only (a clock, a sparkline)
    batch    [row ids] -> {id: value or {"text", "url"}}: one query a page
    export   False: on the screen only; screen False: in the file only
    """

    key: str
    label: Text
    value: Value = ""
    sort: str | Sequence[str] | None = None
    link: Callable[[Any], str] | None = None
    numeric: bool = False
    export: bool = True
    screen: bool = True
    tag: Callable[[Any], str] | None = None
    show: Callable[[Any], str] | None = None
    batch: Callable[[list[Any]], Mapping[Any, Any]] | None = None

    def of(self, row: Any) -> Any:
        return self.value(row) if callable(self.value) else reach(row, self.value)


def reach(row: Any, path: str) -> Any:
    """`reach(row, "school.name")` through attributes and mappings; None stays None."""
    for step in path.split("."):
        if row is None:
            return None
        row = row.get(step) if isinstance(row, Mapping) else getattr(row, step)
    return row() if callable(row) else row


def cell_of(
    column: Column, row: Any, batches: Mapping[str, Any], label: str, *, paper: bool
) -> dict[str, Any]:
    """One cell for the screen; `label` is the column's, translated once a page, and
    `paper` says whether the column is printed."""
    fact = _fact(column, row, batches)
    url = fact.get("url", "") or (column.link(row) if column.link else "")
    return {
        "label": label,
        "value": fact.get("text"),
        "url": url,
        "numeric": column.numeric,
        "colour": column.tag(row) if column.tag else fact.get("colour", ""),
        "html": column.show(row) if column.show else "",
        "paper": paper,
    }


def value_of(column: Column, row: Any, batches: Mapping[str, Any]) -> Any:
    return _fact(column, row, batches).get("text")


def _fact(column: Column, row: Any, batches: Mapping[str, Any]) -> Mapping[str, Any]:
    """`{"text", "url", "colour"}` of one cell, wherever it comes from."""
    if column.batch is None:
        return {"text": column.of(row)}
    found = batches.get(column.key, {}).get(id_of(row))
    return found if isinstance(found, Mapping) else {"text": found}


def id_of(row: Any) -> Any:
    return row.get("id") if isinstance(row, Mapping) else row.pk


def hooked_columns(request: HttpRequest, name: str) -> list[Column]:
    """The columns that upper floors hang on this list, for those who may see them."""
    user = getattr(request, "user", None)
    hooks = [one for one in registered(ListColumn) if one.list_name == name]
    if not hooks or user is None or not user.is_authenticated:
        return []
    held = grants(user)
    return [
        Column(
            key=hook.key,
            label=hook.label,
            batch=partial(hook.values, user),
        )
        for hook in hooks
        if not hook.permissions or held.has_any(hook.permissions)
    ]
