"""What a page costs in queries, and that it costs the same with more rows."""

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.crypto import forget_keys
from tests.factories.referrals import World
from tests.factories.schools import enrolled


MOST = 10
COUNTED = ("SELECT", "INSERT", "UPDATE", "DELETE", "WITH")


def cost(client, path: str) -> int:
    """What a warm page costs, with every case key forgotten."""
    assert client.get(path).status_code == 200
    forget_keys()
    with CaptureQueriesContext(connection) as queries:
        client.get(path)
    return sum(q["sql"].lstrip("( ").startswith(COUNTED) for q in queries)


Pages = dict[str, tuple[Any, str]]  # what it is called: a signed-in client, a path


def costs(pages: Pages) -> dict[str, int]:
    return {name: cost(client, path) for name, (client, path) in pages.items()}


def stays_the_same(pages: Pages, grow: Callable[[], Any]) -> None:
    """Each page costs the same after `grow`, and ten queries at most."""
    before = costs(pages)

    grow()

    assert costs(pages) == before
    assert {name: count for name, count in before.items() if count > MOST} == {}


def each_pupil(w: World, make: Callable[[World], Any], count: int) -> None:
    for _n in range(count):
        w.pupil = enrolled(w.school, first_name="Zamira")
        make(w)
