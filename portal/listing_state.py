"""What a list's address says: filter codes, sorting, page. Pure: no rows, no query.

Only known keys with known codes count, and only those are written back into links:
whatever else stands in an address, a name perhaps, goes nowhere.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.functional import Promise


Text = str | Promise
Choices = Sequence[tuple[str, Text]]


@dataclass(frozen=True)
class CodeFilter:
    """A question with a fixed set of answers; `apply(queryset, code)` narrows.

    `kind` is "select", "radios" or "ticks"; for ticks `apply` gets a list of codes.
    `choices` may be a function, called once a request. `blank` is what a select says
    for no answer, where that is not "All".
    """

    key: str
    label: Text
    choices: Choices | Callable[[], Choices]
    apply: Callable[[Any, Any], Any]
    kind: str = "select"
    default: str = ""
    blank: Text = ""

    def options(self) -> list[tuple[str, Text]]:
        found = self.choices() if callable(self.choices) else self.choices
        return [(str(code), label) for code, label in found]


@dataclass(frozen=True)
class Asked:
    """One filter as this request answers it."""

    filter: CodeFilter
    options: list[tuple[str, Text]]
    codes: list[str]

    @property
    def fields(self) -> list[dict[str, Any]]:
        """The choices for the panel, each with `selected`."""
        return [
            {"code": code, "label": label, "selected": code in self.codes}
            for code, label in self.options
        ]

    def narrow(self, rows: Any) -> Any:
        if not self.codes:
            return rows
        several = self.filter.kind == "ticks"
        return self.filter.apply(rows, self.codes if several else self.codes[0])


class ListState:
    """The state of one list, read from the address and written into links."""

    def __init__(
        self,
        query: QueryDict,
        filters: Iterable[CodeFilter],
        sorts: Iterable[str],
        default_sort: str,
    ) -> None:
        self.asked = [_asked(query, one) for one in filters]
        known = {sign + key for key in sorts for sign in ("", "-")}
        wanted = query.get("sort", "")
        self.default_sort = default_sort
        self.sort = wanted if wanted in known else default_sort
        self.page = page_number(query.get("page", ""))
        self.format = query.get("format", "")

    @property
    def is_filtered(self) -> bool:
        return any(one.codes != _default_codes(one.filter) for one in self.asked)

    def query(self, **changes: Any) -> str:
        """`?band=chronic&sort=-days`; always the filters, then what is given."""
        pairs = [
            (one.filter.key, code) for one in self.asked for code in self._said(one)
        ]
        extra: Mapping[str, Any] = {"sort": self._sort_said(), **changes}
        pairs += [(key, str(value)) for key, value in extra.items() if value]
        return "?" + urlencode(pairs)

    def query_without(self, gone: Asked, code: str) -> str:
        """The same list with one answer taken back."""
        pairs = []
        for one in self.asked:
            kept = [c for c in one.codes if one is not gone or c != code]
            pairs += [(one.filter.key, c) for c in _explicit(one.filter, kept)]
        if self._sort_said():
            pairs.append(("sort", self.sort))
        return "?" + urlencode(pairs)

    def chips(self) -> list[dict[str, Any]]:
        """Each answer in force: its words, and the address without it."""
        return [
            {
                "label": one.filter.label,
                "text": dict(one.options)[code],
                "url": self.query_without(one, code),
            }
            for one in self.asked
            for code in one.codes
        ]

    def _said(self, one: Asked) -> list[str]:
        return _explicit(one.filter, one.codes)

    def _sort_said(self) -> str:
        return "" if self.sort == self.default_sort else self.sort


def _asked(query: QueryDict, one: CodeFilter) -> Asked:
    options = one.options()
    known = {code for code, _label in options}
    given = [code for code in query.getlist(one.key) if code in known and code]
    if one.kind != "ticks":
        given = given[:1]
    codes = list(dict.fromkeys(given))
    if one.key not in query:
        codes = _default_codes(one)
    return Asked(filter=one, options=options, codes=codes)


def _default_codes(one: CodeFilter) -> list[str]:
    return [one.default] if one.default else []


def _explicit(one: CodeFilter, codes: list[str]) -> list[str]:
    """An answer taken back must be said when a default would step in."""
    return codes or ([""] if one.default else [])


def page_number(text: str) -> int:
    digits = text if text.isascii() and text.isdigit() else "1"
    return max(1, int(digits[:9]))
