"""A list: filter, sort, page and file, all from one query.

    listing = Listing(
        request,
        Pupil.objects.visible_to(user, Permission.PUPIL_VIEW),
        name="pupils",
        label=_("Pupils"),
        counted=lambda n: ngettext("%(count)s pupil", "%(count)s pupils", n),
        columns=[
            Column("name", _("Name"), lambda p: p.full_name, sort="name_key",
                   link=lambda p: p.get_absolute_url()),
            Column("days", _("Days absent"), "days", sort="days", numeric=True),
        ],
        filters=[CodeFilter("band", _("Band"), BANDS, lambda rows, c: rows.filter(tier=c))],
        default_sort="-days",
    )
    audit.record_view("pupil.listed", by=user, subjects=listing.uids("uid"))
    if listing.wants_file:
        return listing.response()
    return render(request, "schools/pupils.html", {"listing": listing})

In the page: `{% include "_components/listing.html" with listing=listing only %}`.
A page costs one COUNT and one query, plus one for each column that has `batch`.
"""

import datetime as dt
from collections.abc import (
    Callable,
    Collection,
    Iterable,
    Iterator,
    Mapping,
    Sequence,
)
from functools import cached_property
from itertools import islice
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext

from portal import exports
from portal.clock import today
from portal.dates import day_text
from portal.listing_columns import (
    Column,
    cell_of,
    hooked_columns,
    id_of,
    reach,
    value_of,
)
from portal.listing_paper import reasons_asked, reasons_url
from portal.listing_state import CodeFilter, ListState


__all__ = ["CodeFilter", "Column", "Listing"]

Text = str | Promise
CHUNK = 2000
SHOWN_PAGES = 2  # numbers on each side of the present page


class Listing:
    """See the module's first lines. `rows` is a queryset, or a short plain list."""

    def __init__(
        self,
        request: HttpRequest,
        rows: Any,
        columns: Sequence[Column],
        *,
        name: str,
        default_sort: str,
        filters: Sequence[CodeFilter] = (),
        per_page: int = 25,
        label: Text = "",
        files: bool = True,
        counted: Callable[[int], str] | None = None,
        notes: Sequence[Text] = (),
        paper: Collection[str] = (),
    ) -> None:
        self.name, self.label, self.per_page = name, label, per_page
        self.files = files  # False: a list that leaves the screen in no file
        self.notes = notes
        self.paper = paper  # the columns that print by themselves; none given: all
        self.with_reasons = bool(paper) and reasons_asked(request, name)
        self.reasons_url = reasons_url(request, name) if paper else ""
        self.columns = [*columns, *hooked_columns(request, name)]
        self._counted = counted or _rows_counted
        sorts = [column.key for column in self.columns if column.sort]
        self.state = ListState(request.GET, filters, sorts, default_sort)
        for one in self.state.asked:
            rows = one.narrow(rows)
        self.rows = self._sorted(rows)

    # --- the query ------------------------------------------------------------

    def _sorted(self, rows: Any) -> Any:
        key, backwards = self.state.sort.lstrip("-"), self.state.sort.startswith("-")
        column = next(one for one in self.columns if one.key == key)
        names = (
            [column.sort] if isinstance(column.sort, str) else list(column.sort or ())
        )
        if not isinstance(rows, QuerySet):
            return _sorted_plainly(rows, column, names, backwards=backwards)
        order = [_turned(one) if backwards else one for one in names]
        tie = () if rows.query.group_by or rows.query.values_select else ("pk",)
        return rows.order_by(*order, *tie)

    @cached_property
    def count(self) -> int:
        return self.rows.count() if isinstance(self.rows, QuerySet) else len(self.rows)

    @cached_property
    def shown(self) -> list[Any]:
        """The objects of this page: one query."""
        start = (self.page - 1) * self.per_page
        return list(self.rows[start : start + self.per_page])

    def uids(self, path: str = "uid") -> list[Any]:
        """Whose rows these are, for the audit: this page's, or all of a file's."""
        if not self.wants_file:
            found = iter([reach(row, path) for row in self.shown])
        elif isinstance(self.rows, QuerySet):
            field = path.replace(".", "__")
            found = iter(self.rows.order_by().values_list(field, flat=True))
        else:
            found = iter([reach(row, path) for row in self.rows])
        return list(dict.fromkeys(uid for uid in found if uid))

    # --- the screen -----------------------------------------------------------

    @cached_property
    def count_text(self) -> str:
        return self._counted(self.count) % {"count": self.count}

    @property
    def export_text(self) -> str:
        return gettext("Export these: %(rows)s") % {"rows": self.count_text}

    @cached_property
    def pages(self) -> int:
        return max(1, -(-self.count // self.per_page))

    @cached_property
    def page(self) -> int:
        return min(self.state.page, self.pages)

    @cached_property
    def headers(self) -> list[dict[str, Any]]:
        return [self._header(column) for column in self.columns if column.screen]

    def _header(self, column: Column) -> dict[str, Any]:
        sort = self.state.sort
        here = sort.lstrip("-") == column.key
        direction = "descending" if sort.startswith("-") else "ascending"
        turned = f"-{column.key}" if here and not sort.startswith("-") else column.key
        return {
            "label": column.label,
            "numeric": column.numeric,
            "url": self.state.query(sort=turned) if column.sort else "",
            "aria_sort": direction if here else "",
            "paper": self._prints(column),
        }

    def _prints(self, column: Column) -> bool:
        """Whether the column stands on paper: names do, reasons only when asked for."""
        return not self.paper or self.with_reasons or column.key in self.paper

    @property
    def destroy_by(self) -> str:
        """The day by which a printed list is destroyed."""
        return day_text(today() + dt.timedelta(days=settings.PAPER_DAYS))

    @cached_property
    def lines(self) -> list[list[dict[str, Any]]]:
        """The cells of this page, row by row, ready for the template."""
        batches = self._batches(self.shown)
        seen = [
            (column, str(column.label), self._prints(column))
            for column in self.columns
            if column.screen
        ]
        return [
            [
                cell_of(column, row, batches, label, paper=paper)
                for column, label, paper in seen
            ]
            for row in self.shown
        ]

    def _batches(self, rows: Sequence[Any]) -> dict[str, Mapping[Any, Any]]:
        ids = [id_of(row) for row in rows]
        return {one.key: one.batch(ids) for one in self.columns if one.batch and ids}

    @cached_property
    def sort_choices(self) -> list[dict[str, Any]]:
        """For the panel: phones have no heading row to sort by."""
        ways = (("", gettext("ascending")), ("-", gettext("descending")))
        return [
            {
                "code": sign + column.key,
                "text": f"{column.label}, {word}",
                "selected": self.state.sort == sign + column.key,
            }
            for column in self.columns
            if column.sort
            for sign, word in ways
        ]

    @cached_property
    def chips(self) -> list[dict[str, Any]]:
        return self.state.chips()

    @cached_property
    def page_links(self) -> list[dict[str, Any] | None]:
        """Numbers with their addresses; None stands for a gap."""
        near = range(self.page - SHOWN_PAGES, self.page + SHOWN_PAGES + 1)
        wanted = sorted({1, self.pages, *near} & set(range(1, self.pages + 1)))
        links: list[dict[str, Any] | None] = []
        for before, number in zip([0, *wanted], wanted, strict=False):
            if number - before > 1:
                links.append(None)
            current = number == self.page
            url = self.page_url(number)
            links.append({"number": number, "url": url, "current": current})
        return links

    def page_url(self, number: int) -> str:
        return self.state.query(page=number if number > 1 else "")

    @property
    def previous_url(self) -> str:
        return self.page_url(self.page - 1) if self.page > 1 else ""

    @property
    def next_url(self) -> str:
        return self.page_url(self.page + 1) if self.page < self.pages else ""

    @property
    def file_links(self) -> list[dict[str, str]]:
        return [
            {"label": code.upper(), "url": self.state.query(format=code)}
            for code in exports.RESPONSES
        ]

    # --- the file -------------------------------------------------------------

    @property
    def wants_file(self) -> bool:
        return self.files and self.state.format in exports.RESPONSES

    def response(self) -> HttpResponseBase:
        """The whole list as the file asked for: the same query as the screen."""
        headings = [column.label for column in self.columns if column.export]
        sheet = exports.Sheet(
            headings=headings,
            rows=self.export_rows(),
            title=self.label,
            notes=self.notes,
        )
        return exports.RESPONSES[self.state.format](self.name, sheet)

    def export_rows(self) -> Iterator[list[Any]]:
        rows = self.rows
        flow = (
            rows.iterator(chunk_size=CHUNK)
            if isinstance(rows, QuerySet)
            else iter(rows)
        )
        written = [column for column in self.columns if column.export]
        while chunk := list(islice(flow, CHUNK)):
            batches = self._batches(chunk)
            for row in chunk:
                yield [value_of(column, row, batches) for column in written]


def _turned(name: str) -> str:
    return name[1:] if name.startswith("-") else f"-{name}"


def _sorted_plainly(
    rows: Iterable[Any], column: Column, names: Sequence[str], *, backwards: bool
) -> list[Any]:
    """Rows that are no queryset; those without a value stay last."""
    path = names[0].lstrip("-") if names else column.key
    known = [row for row in rows if reach(row, path) is not None]
    rest = [row for row in rows if reach(row, path) is None]
    return [*sorted(known, key=lambda row: reach(row, path), reverse=backwards), *rest]


def _rows_counted(count: int) -> str:
    return ngettext("%(count)s row", "%(count)s rows", count)
