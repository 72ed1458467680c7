"""One walk of one role through every address of ours, at the own place and elsewhere.

Opening a thousand pages is what these tests cost, so each page is opened once, and
every rule about pages reads the same answer.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from django.db import connection
from django.test import Client

from portal.audit.models import AuditSubject
from tests.architecture.url_rules import RULES, Rule
from tests.architecture.urls import addresses
from tests.architecture.world import World


OURS = [a for a in addresses() if a.name in RULES]
MOST = 10  # queries of a warm page
COUNTED = ("SELECT", "INSERT", "UPDATE", "DELETE", "WITH")


@dataclass
class Visit:
    """One page: where it stands and what came.

    `side` is "own" or "other"; `queries` are the statements it cost, begin, savepoint
    and commit not counted; `marks` are the planted names that it shows, `unrecorded`
    those of them whose reading the audit does not have.
    """

    name: str
    rule: Rule
    side: str
    path: str
    status: int
    page: str = ""  # the HTML, if it is a page
    queries: list[str] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)
    unrecorded: list[str] = field(default_factory=list)


def walk(world: World, user: Any, client: Client) -> Iterator[Visit]:
    """Every address of ours as this user, whose browser is `client`."""
    for address in OURS:
        rule = RULES[address.name]
        for side in rule.sides():
            path = address.path(world.objects(side).get(rule.needs, {}))
            last = AuditSubject.objects.order_by("-id").values_list("id", flat=True)
            before = last.first() or 0
            response, queries = opened(client, path)
            body = response.getvalue()
            visit = Visit(address.name, rule, side, path, response.status_code)
            html = response.headers.get("Content-Type", "").startswith("text/html")
            visit.page = body.decode() if html else ""
            visit.marks = [mark for mark in world.marks if mark.encode() in body]
            named = AuditSubject.objects.filter(id__gt=before, event__actor=user.uid)
            visit.unrecorded = [
                mark
                for mark in visit.marks
                if not named.filter(uid=world.marks[mark]).exists()
            ]
            if visit.status == 200 and len(queries) > MOST:
                _again, queries = opened(client, path)  # it may only have been cold
            visit.queries = queries
            yield visit


def opened(client: Client, path: str) -> tuple[Any, list[str]]:
    """The answer, and the statements that it cost."""
    said: list[str] = []

    def listen(execute, sql, params, many, context):
        if sql.lstrip("( ").startswith(COUNTED):
            said.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(listen):
        response = client.get(path)
    return response, said


def shows_a_mark(response, mark: str) -> bool:
    return mark.encode() in response.getvalue()


class Forms(HTMLParser):
    """The forms of a page: (has a text area, keeps what is typed)."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[list[bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            self.found.append([False, False])
        elif tag == "textarea" and self.found:
            self.found[-1][0] = True
        elif "data-autosave" in given and self.found:
            self.found[-1][1] = True


def forgetful(page: str) -> int:
    """How many forms of the page have a text area and keep nothing."""
    reader = Forms()
    reader.feed(page)
    return sum(long and not keeps for long, keeps in reader.found)
