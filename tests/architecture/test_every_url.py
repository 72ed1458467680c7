"""Every address, as every role and as nobody, at the own place and elsewhere.

A role walks once; whom a page lets in, what it records, what it costs and whether its
forms keep a long text are read from the same answers (`tests.architecture.walk`).
"""

import pytest
from django.test import Client
from wagtail.models import Page

from portal.audit.models import AuditSubject
from portal.permissions import Permission
from portal.roles import ROLES
from tests.architecture.url_rules import (
    ACCOUNT,
    ANYBODY,
    CMS,
    CMS_OPEN,
    DOORS_TO_SIGN_IN,
    NATIONAL,
    NO_DOORS,
    PAGES,
    RULES,
    SHUT_DOORS,
)
from tests.architecture.urls import Address, addresses
from tests.architecture.walk import MOST, OURS, Visit, forgetful, shows_a_mark, walk


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("outline_kept")]

EDITING = [
    key for key, role in ROLES.items() if Permission.CONTENT_EDIT in role.permissions
]
OUR_APPS = ("portal.", "schools.", "training.", "referrals.")
EVERY_ADDRESS = list(addresses())
CMS_ADDRESSES = [
    a
    for a in EVERY_ADDRESS
    if a.plain.startswith(CMS) and not a.plain.startswith(SHUT_DOORS)
]


def has_a_rule(address: Address) -> bool:
    return (
        address.name in RULES
        or address.route == PAGES
        or address.plain.startswith((*SHUT_DOORS, CMS))
        or (
            address.plain.startswith(ACCOUNT)
            and address.pattern.callback.__module__.startswith("allauth.")
        )
    )


def test_every_url_has_a_rule():
    without = [f"{a.route} ({a.name})" for a in EVERY_ADDRESS if not has_a_rule(a)]

    assert without == []


def test_every_view_of_ours_says_who_may_open_it():
    without = [
        a.route
        for a in EVERY_ADDRESS
        if a.pattern.callback.__module__.startswith(OUR_APPS)
        and not hasattr(a.pattern.callback, "access_rule")
    ]

    assert without == []


def test_no_rule_is_left_over():
    assert set(RULES) - {a.name for a in EVERY_ADDRESS} == set()


def leads_to_sign_in(response) -> bool:
    return response.status_code == 302 and "/accounts/login/" in response["Location"]


def may_open(role: str, visit: Visit) -> bool:
    within = visit.side == "own" or role in NATIONAL
    return role in visit.rule.roles() and within


def is_wrong(role: str, visit: Visit) -> bool:
    """Whether somebody got in who may not, did not who may, or the page broke."""
    if visit.rule.post and visit.status in (404, 405):
        return False
    got_in = visit.status in (200, 302, 405)
    return visit.status >= 500 or got_in != may_open(role, visit)


@pytest.mark.parametrize("role", ROLES)
def test_each_role_gets_in_where_the_rule_says_and_every_page_keeps_the_rules(
    role, world, client_of
):
    user = world.people[role]

    visits = list(walk(world, user, client_of(user)))

    assert [(v.path, v.side, v.status) for v in visits if is_wrong(role, v)] == []
    # Design 9: a page that shows a child has recorded who read it.
    assert [(v.path, v.unrecorded) for v in visits if v.unrecorded] == []
    # Decision 0016: a form with a long text keeps it while it is written.
    assert {v.name for v in visits if forgetful(v.page)} == set()
    # Design 11: a warm signed-in page costs at most ten queries outside the CMS.
    dear = [v for v in visits if may_open(role, v) and len(v.queries) > MOST]
    assert [(v.path, len(v.queries), v.queries) for v in dear] == []


def test_the_walk_sees_what_its_rules_are_about(world, client_of):
    """So that the rules above are not kept by pages that show nothing."""
    user = world.people["protector"]

    visits = list(walk(world, user, client_of(user)))

    assert sum("<textarea" in v.page for v in visits) >= 8
    assert sum(bool(v.marks) for v in visits) >= 8
    assert max(len(v.queries) for v in visits) > 1


@pytest.mark.parametrize("role", ROLES)
def test_a_forbidden_post_is_refused_like_a_forbidden_page(role, world, client_of):
    client = client_of(world.people[role])
    wrong = []
    for address in OURS:
        rule = RULES[address.name]
        for side in rule.sides():
            within = side == "own" or role in NATIONAL
            if role in rule.roles() and within:
                continue
            path = address.path(world.objects(side).get(rule.needs, {}))
            response = client.post(path)
            if response.status_code not in (404, 405):
                wrong.append((path, side, response.status_code))

    assert wrong == []


def test_nobody_is_led_to_sign_in(world):
    client = Client()
    wrong = []
    for address in OURS:
        rule = RULES[address.name]
        path = address.path(world.own.get(rule.needs, {}))
        for response in (client.get(path), client.post(path)):
            fine = (
                response.status_code in (200, 302, 405)
                if rule.who == ANYBODY
                else leads_to_sign_in(response) or response.status_code == 405
            )
            if not fine:
                wrong.append((path, response.status_code))

    assert wrong == []


@pytest.mark.filterwarnings(  # wagtail-localize's own report
    "ignore::django.core.paginator.UnorderedObjectListWarning"
)
@pytest.mark.parametrize("role", [None, *ROLES])
def test_the_cms_opens_to_editors_only(role, world, client_of):
    client = client_of(world.people[role]) if role else Client()
    page = Page.objects.filter(depth=2).earliest("id").pk  # the root has no neighbours
    wrong = []
    for address in CMS_ADDRESSES:
        response = client.get(address.path({}, number=page))
        opened = response.status_code == 200 and address.plain not in CMS_OPEN
        if response.status_code >= 500 or (opened and role not in EDITING):
            wrong.append((address.route, response.status_code))

    assert wrong == []
    assert (client.get("/cms/").status_code == 200) == (role in EDITING)


@pytest.mark.parametrize("door", NO_DOORS)
def test_pages_of_the_sign_in_library_that_we_do_not_use_do_not_exist(door, client):
    assert client.get(f"/{door}").status_code == 404
    assert client.post(f"/{door}").status_code == 404


@pytest.mark.parametrize("door", DOORS_TO_SIGN_IN)
def test_other_doors_lead_to_the_one_sign_in(door, world):
    client = Client()
    user = world.people["editor"]
    user.set_password("a right password")
    user.save()
    sent = {"username": user.username, "password": "a right password"}

    response = client.post(f"/{door}", sent)

    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/")
    assert client.get("/cms/").status_code == 302


def test_search_finds_and_records_only_what_is_in_reach(world, client_of):
    user = world.people["protector"]

    found = client_of(user).post("/search/", {"q": "zymra"})

    marks = [mark for mark in world.marks if shows_a_mark(found, mark)]
    recorded = AuditSubject.objects.filter(
        event__actor=user.uid, event__verb="search.made"
    )
    assert marks == [next(iter(world.marks))]
    assert list(recorded.values_list("uid", flat=True)) == [world.marks[marks[0]]]
