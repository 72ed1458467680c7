"""Design 11: a warm signed-in page costs at most ten queries outside the CMS.

Counted are SELECT, INSERT, UPDATE and DELETE; begin, savepoint and commit are not.
Lists are also tested where they live, with one row and with thirty.
"""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.roles import ROLES
from tests.architecture.url_rules import RULES
from tests.architecture.urls import addresses
from tests.architecture.world import build


pytestmark = pytest.mark.django_db

MOST = 10
COUNTED = ("SELECT", "INSERT", "UPDATE", "DELETE", "WITH")
OURS = [a for a in addresses() if a.name in RULES]


def counted(context: CaptureQueriesContext) -> list[str]:
    return [q["sql"] for q in context if q["sql"].lstrip("( ").startswith(COUNTED)]


@pytest.mark.parametrize("role", ROLES)
def test_no_page_of_this_role_costs_more_than_ten_queries(role, client_of):
    world = build()
    client = client_of(world.people[role])
    dear = []
    for address in OURS:
        rule = RULES[address.name]
        if role not in rule.roles():
            continue
        path = address.path(world.own.get(rule.needs, {}))
        if client.get(path).status_code != 200:
            continue
        with CaptureQueriesContext(connection) as queries:
            client.get(path)
        if len(counted(queries)) > MOST:
            dear.append((path, len(counted(queries)), counted(queries)))

    assert [(path, count) for path, count, _sql in dear] == []
