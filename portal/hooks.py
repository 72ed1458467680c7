"""The registry: how the ground floor learns of the floors above.

Each app has one `portal_hooks.py`, imported at start-up, that calls `register(...)`
with one of the shapes below. Nothing else climbs: no upward import anywhere.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from django.utils.functional import Promise

from portal.content import LoadResult
from portal.permissions import Permission


if TYPE_CHECKING:
    from django.http import HttpRequest

    from portal.models import User

Text = str | Promise
T = TypeVar("T")


@dataclass(frozen=True)
class NavItem:
    """A word in the navigation, for those who hold one of `permissions` anywhere.

    `also` names further addresses below which one is in this room.
    """

    label: Text
    url_name: str
    permissions: frozenset[Permission]
    order: int = 100
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class ConcernDoor:
    """Where a member of staff passes on a concern: pages that must say so link to it."""

    url_name: str


@dataclass(frozen=True)
class HomePanel:
    """A box on the home page. `build` returns the template's context, or None."""

    key: str
    template: str
    permissions: frozenset[Permission]
    build: "Callable[[HttpRequest], Mapping[str, Any] | None]"
    order: int = 100


@dataclass(frozen=True)
class PupilPanel:
    """A box on a pupil's page; `build` takes the request and the pupil."""

    key: str
    template: str
    permissions: frozenset[Permission]
    build: "Callable[[HttpRequest, Any], Mapping[str, Any] | None]"
    order: int = 100


@dataclass(frozen=True)
class AuditWording:
    """How the history says a verb: `{"concern.sent": _("Concern sent")}`."""

    verbs: Mapping[str, Text]


@dataclass(frozen=True)
class SearchHit:
    """One line of a search answer. `subject` is the child's uid, for the audit."""

    title: str
    note: str
    url: str
    subject: UUID | None = None


@dataclass(frozen=True)
class SearchSource:
    """Finds things in the user's reach: folded text in, at most `limit` hits out."""

    heading: Text
    permissions: frozenset[Permission]
    find: "Callable[[User, str, int], Iterable[SearchHit]]"
    order: int = 100


@dataclass(frozen=True)
class TimelineEntry:
    """One event in a child's life as the portal knows it."""

    at: dt.datetime
    title: Text
    by: str = ""
    text: str = ""
    kind: str = ""


@dataclass(frozen=True)
class TimelineSource:
    """Gives the entries of one pupil that this user may read."""

    permissions: frozenset[Permission]
    entries: "Callable[[User, Any], Iterable[TimelineEntry]]"


@dataclass(frozen=True)
class ListColumn:
    """A column that an upper floor adds to a lower list: ids in, texts out, one query.

    `list_name` names the list ("watch", "pupils"); `values` takes the user and the
    row ids and returns `{id: {"text": …, "url": …}}`.
    """

    list_name: str
    key: str
    label: Text
    permissions: frozenset[Permission]
    values: "Callable[[User, list[int]], Mapping[int, Mapping[str, Any]]]"
    order: int = 100


@dataclass(frozen=True)
class NoticeKind:
    """How a kind of message is said: `words`: `ngettext_lazy(one, many, "count")`.

    `urgent` is mailed at once and cannot be switched off; `optional` only informs.
    """

    kind: str
    words: Any
    url_name: str = ""
    urgent: bool = False
    optional: bool = False


@dataclass(frozen=True)
class CalendarDay:
    """So many things of one kind on one day; `path` leads to where they are listed."""

    on: dt.date
    kind: str
    count: int = 1
    path: str = ""
    at: dt.datetime | None = None


@dataclass(frozen=True)
class CalendarSource:
    """What a person has to do on which day: counts by kind, never a name.

    `kinds` says each kind in words (`ngettext_lazy(one, many, "count")`).
    """

    kinds: Mapping[str, Any]
    days: "Callable[[User, dt.date, dt.date], Iterable[CalendarDay]]"


@dataclass(frozen=True)
class DailyJob:
    """Work that is due each day; idempotent. Returns counts for the log."""

    key: str
    run: Callable[[dt.date], Mapping[str, int]]
    order: int = 100


@dataclass(frozen=True)
class ContentLoader:
    """An app's written files; `load_content` reads all before it loads the first.

    `read` raises `portal.content.ContentUnreadable`. `load` takes what was read and
    the moment; an editor's change is never written over but named in the result.
    """

    key: str
    read: Callable[[], Any]
    load: Callable[[Any, dt.datetime], LoadResult]
    order: int = 100


@dataclass(frozen=True)
class Seeder:
    """One app's part of the demo; `scale` is small, district or nation."""

    key: str
    run: Callable[[Any], None]
    order: int = 100


@dataclass(frozen=True)
class GrantSource:
    """Answers which posts a user holds on a day (schools registers the one)."""

    grants: "Callable[[User, dt.date], Iterable[Any]]"


@dataclass(frozen=True)
class FoundPlace:
    """A place as the ground may know it: kind, row id, public code, words."""

    kind: str
    id: int
    code: str
    label: str


@dataclass(frozen=True)
class PlaceSource:
    """Knows places: by code, by id, and which reaches which.

    `find(kind, code)` and `describe(kind, id)` answer None for no such place;
    `covers((kind, id), (kind, id))` says whether the first takes in the second;
    `codes((kind, id), kind)` are the codes of that kind that it is or takes in.
    """

    find: Callable[[str, str], FoundPlace | None]
    describe: Callable[[str, int], FoundPlace | None]
    covers: Callable[[tuple[str, int], tuple[str, int]], bool]
    codes: Callable[[tuple[str, int], str], list[str]]


@dataclass(frozen=True)
class PostGranter:
    """Gives a role at a place to an account: keywords user, role, place, agency, by.

    `place` is the place's code, empty for the nation. Links the account to the person
    on the roster who has its e-mail or staff code, or adds the person. Raises a
    `portal.actions.joining.CannotJoin` when that person has another account.
    """

    grant: Callable[..., None]


@dataclass(frozen=True)
class IndicatorRow:
    """A figure: keyed by (place type, place, label, period), so floors join on it."""

    place_type: str
    place: str
    label: str
    period: str
    numerator: int
    denominator: int


@dataclass(frozen=True)
class IndicatorSource:
    """An indicator registered once: code, wording, definition and its one query."""

    code: str
    label: Text
    numerator: Text
    denominator: Text
    source: str
    rows: "Callable[[User, dt.date], Iterable[IndicatorRow]]"


@dataclass(frozen=True)
class RetentionRule:
    """What becomes due for deletion, by model label."""

    label: str
    due: Callable[[dt.date], Iterable[int]]


@dataclass
class _Registry:
    items: dict[type, list[Any]] = field(default_factory=dict)


_registry = _Registry()


def register(*items: object) -> None:
    """Hang up one or more of the shapes above; each app calls it once."""
    for item in items:
        _registry.items.setdefault(type(item), []).append(item)


def registered(kind: type[T]) -> list[T]:
    """All the items of that shape, by `order` where it has one."""
    found: list[T] = list(_registry.items.get(kind, []))
    return sorted(found, key=lambda item: getattr(item, "order", 100))
