"""The auditor reads who did what, and no content."""

import pytest

from portal import audit
from portal.audit.models import AuditEvent
from tests.factories.schools import granted_post


pytestmark = pytest.mark.django_db


@pytest.fixture
def auditor():
    return granted_post("auditor").staff.user


def test_the_auditor_reads_acts_and_no_detail(auditor, client_of):
    worker = granted_post("protector").staff.user
    audit.record("search.made", by=worker, detail={"found": 98765})

    page = client_of(auditor).get("/history/")

    assert worker.username.encode() in page.content
    assert b"98765" not in page.content
    assert AuditEvent.objects.filter(verb="history.read").count() == 1


def test_a_protector_does_not_find_the_page(client_of):
    answer = client_of(granted_post("protector").staff.user).get("/history/")

    assert answer.status_code == 404


def test_nobody_is_led_to_sign_in(client):
    assert client.get("/history/")["Location"].startswith("/accounts/login/")


def test_thirty_events_cost_the_same_as_one(
    auditor, client_of, django_assert_max_num_queries
):
    client = client_of(auditor)
    client.get("/history/")
    with django_assert_max_num_queries(14) as one:
        client.get("/history/")
    for _ in range(29):
        audit.record("search.made", by=granted_post("protector").staff.user)

    with django_assert_max_num_queries(14) as thirty:
        client.get("/history/")

    assert len(one) == len(thirty)
