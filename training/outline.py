"""The published training as a learner meets it: programmes, modules, lessons, in
the reader's language where a translation is live. One query, no page bodies.

The source language decides what there is and in which order. A page and its aliases
are one part (`key`) that stands in several places (`place`), each with an address of
its own; what is done in one of them is done in all.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from wagtail.models import Page

from training.expiry import Expiry, Rule
from training.models import Kind


FIELDS: tuple[str, ...] = (
    "id",
    "path",
    "title",
    "url_path",
    "language",
    "key",
    "place",
    "summary",
)
FIELDS += (
    "minutes",
    "audience",
    "months",
    "accreditation",
    "expiry_rule",
    "refresher",
    "quiz",
    "needed",
    "pre",
    "post",
    "programme",
    "module",
    "lesson",
)

Row = dict[str, Any]


@dataclass(eq=False)
class Node:
    """One programme, module, lesson or scenario in one place; `needed` to complete its
    module. Two nodes are one part when their kinds and keys are the same."""

    kind: Kind
    key: UUID
    page_id: int
    title: str
    summary: str
    address: str
    language: str
    minutes: int
    months: int = 0
    accreditation: str = ""
    expiry_rule: str = Rule.MONTHS
    refresher: UUID | None = None
    audience: tuple[str, ...] = ()
    quiz: UUID | None = None
    needed: bool = True
    pre: UUID | None = None
    post: UUID | None = None
    addresses: frozenset[str] = frozenset()
    parent: "Node | None" = None
    children: list["Node"] = field(default_factory=list)

    @property
    def quizzes(self) -> tuple[UUID, ...]:
        keys = (self.quiz, self.pre, self.post, self.refresher)
        return tuple(key for key in keys if key)

    @property
    def expiry(self) -> Expiry:
        return Expiry(self.expiry_rule, self.months)

    def walk(self) -> Iterator["Node"]:
        yield self
        for child in self.children:
            yield from child.walk()

    @property
    def parts(self) -> list["Node"]:
        """What must be done before the quiz of a module."""
        return [child for child in self.children if child.needed]

    @property
    def total_minutes(self) -> int:
        return self.minutes or sum(child.total_minutes for child in self.children)


@dataclass
class Outline:
    programmes: list[Node]

    @cached_property
    def nodes(self) -> list[Node]:
        return [node for programme in self.programmes for node in programme.walk()]

    @cached_property
    def by_address(self) -> dict[str, Node]:
        """In every language, so that a switched language finds its page."""
        return {address: node for node in self.nodes for address in node.addresses}

    def find(self, kind: Kind, key: UUID) -> Node | None:
        return next(iter(self.places(kind, key)), None)

    def places(self, kind: Kind, key: UUID) -> list[Node]:
        """Every place where a part stands."""
        return [node for node in self.nodes if node.kind == kind and node.key == key]

    def modules_with(self, part: Node) -> list[Node]:
        """Every module that a lesson or a scenario belongs to; of a module itself, each
        place of it, and the modules that ask for the same quiz."""
        if part.kind != Kind.MODULE:
            places = self.places(part.kind, part.key)
            return [node.parent for node in places if node.parent]
        return [
            node
            for node in self.nodes
            if node.kind == Kind.MODULE and node.parent
            if node.key == part.key or (node.quiz and node.quiz == part.quiz)
        ]

    def module_of_quiz(self, key: UUID) -> Node | None:
        """The module that a quiz, or a test before or after it, belongs to; of a
        refresher, the programme."""
        return next((node for node in self.nodes if key in node.quizzes), None)


def read_outline(language: str) -> Outline:
    rows = list(_rows())
    parts, places = _grouped(rows, "key"), _grouped(rows, "place")
    programmes: list[Node] = []
    by_path: dict[str, Node] = {}
    for row in rows:
        if row["language"] != settings.LANGUAGE_CODE:
            continue
        node = _node(row, parts[row["key"]], places[row["place"]], language)
        node.parent = by_path.get(row["path"][: -Page.steplen])
        beside = node.parent.children if node.parent else []
        same = next((one for one in beside if one.key == node.key), None)
        if same:  # an alias beside its page is the same part, counted once
            same.addresses |= node.addresses
            continue
        if node.parent:
            beside.append(node)
        elif node.kind == Kind.PROGRAMME:
            programmes.append(node)
        by_path[row["path"]] = node
    return Outline(programmes)


def _grouped(rows: list[Row], name: str) -> dict[UUID, list[Row]]:
    found: dict[UUID, list[Row]] = {}
    for row in rows:
        found.setdefault(row[name], []).append(row)
    return found


def _rows() -> Any:
    training = (
        Q(programmepage__isnull=False)
        | Q(modulepage__isnull=False)
        | Q(lessonpage__isnull=False)
        | Q(scenariopage__isnull=False)
    )
    return (
        Page.objects.live()
        .filter(training)
        .order_by("path")
        .annotate(
            language=F("locale__language_code"),
            key=Coalesce(
                "alias_of__alias_of__translation_key",
                "alias_of__translation_key",
                "translation_key",
            ),
            place=F("translation_key"),
            summary=Coalesce(
                "lessonpage__summary",
                "scenariopage__summary",
                "modulepage__summary",
                "programmepage__summary",
            ),
            minutes=Coalesce(
                "lessonpage__minutes", "scenariopage__minutes", "modulepage__minutes"
            ),
            audience=F("modulepage__audience"),
            months=F("programmepage__months"),
            accreditation=F("programmepage__accreditation"),
            expiry_rule=F("programmepage__expiry_rule"),
            refresher=F("programmepage__refresher__translation_key"),
            quiz=F("modulepage__quiz__translation_key"),
            pre=F("modulepage__pre_test__translation_key"),
            post=F("modulepage__post_test__translation_key"),
            programme=F("programmepage"),
            module=F("modulepage"),
            lesson=F("lessonpage"),
            needed=F("scenariopage__required"),
        )
        .values(*FIELDS)
    )


def _node(row: Row, part: list[Row], place: list[Row], language: str) -> Node:
    """The words from wherever the part is translated; the address of this place."""
    chosen = _in(language, place, _in(language, part, row))
    stands = _in(language, place, row)
    return Node(
        kind=_kind(row),
        key=row["key"],
        page_id=chosen["id"],
        title=chosen["title"],
        summary=chosen["summary"],
        address=address_of(stands["url_path"]),
        language=chosen["language"],
        minutes=row["minutes"] or 0,
        months=row["months"] or 0,
        accreditation=row["accreditation"] or "",
        expiry_rule=row["expiry_rule"] or Rule.MONTHS,
        refresher=row["refresher"],
        audience=tuple((row["audience"] or "").split()),
        quiz=row["quiz"],
        needed=row["needed"] is not False,
        pre=row["pre"],
        post=row["post"],
        addresses=frozenset(address_of(r["url_path"]) for r in place),
    )


def _in(language: str, rows: list[Row], default: Row) -> Row:
    return next((row for row in rows if row["language"] == language), default)


def _kind(row: dict[str, Any]) -> Kind:
    if row["programme"]:
        return Kind.PROGRAMME
    if row["module"]:
        return Kind.MODULE
    return Kind.LESSON if row["lesson"] else Kind.SCENARIO


def address_of(url_path: str) -> str:
    """The path below the site's root page, without asking for the site: there is
    one site, and its root stands on the second level."""
    return "/" + url_path.split("/", 2)[2]
