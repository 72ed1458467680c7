"""Any people, any moves, in any order: never a path that the table does not have.

The expected table and the clocks are written here a second time, by hand.
"""

import datetime as dt
import os
from collections.abc import Callable
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.audit.models import AuditEvent, AuditSubject
from portal.permissions import Permission
from referrals.actions import receiving, reviewing, sending
from referrals.actions.moving import MoveNotOpen
from referrals.models import Referral, ReferralEvent
from tests.factories.endings import supervisor
from tests.factories.referrals import World, a_draft, person, world
from tests.factories.schools import municipality


pytestmark = pytest.mark.django_db
START = dt.datetime(2026, 12, 1, 9, 0, tzinfo=dt.UTC)
DAY = dt.date(2027, 1, 11)
TIRANE = ZoneInfo("Europe/Tirane")
HOLIDAYS = {
    dt.date(2026, 12, 8),
    dt.date(2026, 12, 25),
    dt.date(2027, 1, 1),
    dt.date(2027, 1, 2),
}

SENDER = {"protector"}
UNIT = {"worker", "unit_head"}
HEAD = {"unit_head"}
JUDGE = {"supervisor"}
BEFORE = {"submitted", "redirected"}
OPEN = {"received", "needs_information", "reopened"}
WORK = {"accepted", "assessing", "group_called", "plan_active"}

# verb: (from, to, who)
EXPECTED: dict[str, tuple[set[str], str, set[str]]] = {
    "submit": ({"draft"}, "submitted", SENDER),
    "withdraw": ({"draft"} | BEFORE, "withdrawn", SENDER),
    "receive": (BEFORE, "received", UNIT),
    "ask": ({"received", "reopened"}, "needs_information", UNIT),
    "answer": ({"needs_information"}, "received", SENDER),
    "accept": (OPEN, "accepted", UNIT),
    "decline": (OPEN, "not_accepted", HEAD),
    "contest": ({"not_accepted"}, "contested", SENDER),
    "uphold": ({"contested"}, "not_accepted", JUDGE),
    "send_back": ({"contested"}, "reopened", JUDGE),
    "assess": ({"accepted"}, "assessing", UNIT),
    "call_group": ({"assessing"}, "group_called", UNIT),
    "start_plan": ({"assessing", "group_called"}, "plan_active", UNIT),
    "review": ({"plan_active"}, "plan_active", UNIT),
    "close": (WORK, "closed", UNIT),
    "reopen": ({"closed"}, "reopened", SENDER | UNIT),
}
# verb: hours, days or working days until the unit's next step, by urgency
CLOCKS = {
    "submit": {"acute": ("h", 2), "heightened": ("w", 1), "standard": ("w", 2)},
    "receive": {"acute": ("h", 24), "heightened": ("w", 2), "standard": ("w", 5)},
    "reopen": {"acute": ("h", 24), "heightened": ("w", 2), "standard": ("w", 5)},
    "accept": {"acute": ("h", 72), "heightened": ("w", 5), "standard": ("w", 10)},
    "assess": {"acute": ("h", 120), "heightened": ("w", 10)},
    "contest": {"acute": ("h", 24), "heightened": ("w", 2), "standard": ("w", 5)},
    "send_back": {"acute": ("h", 24), "heightened": ("w", 2), "standard": ("w", 5)},
    "review": {"acute": ("d", 30), "heightened": ("d", 60), "standard": ("d", 90)},
    "start_plan": {"acute": ("d", 30), "heightened": ("d", 60), "standard": ("d", 90)},
}
KEEP = {"ask", "answer"}
# How long after a refusal it may be contested.
CONTEST = {"acute": ("h", 120), "heightened": ("w", 5), "standard": ("w", 5)}

Act = Callable[..., Any]
ACTS: dict[str, tuple[Act, dict[str, Any]]] = {
    "submit": (sending.submit_referral, {}),
    "withdraw": (sending.withdraw, {"reason": "Gabim"}),
    "receive": (receiving.receive, {}),
    "ask": (receiving.ask, {"question": "Kush?"}),
    "answer": (sending.answer_question, {"answer": "Gjyshja"}),
    "accept": (receiving.accept, {"worker": "P. M.", "first_contact_on": DAY}),
    "decline": (receiving.decline, {"code": "known", "advice": "Shih tjetrin"}),
    "contest": (sending.contest, {"reason": "U pa sërish"}),
    "uphold": (reviewing.uphold, {"reason": "Mbetet"}),
    "send_back": (reviewing.send_back, {"reason": "U la pa u parë"}),
    "review": (receiving.review, {"review_on": DAY, "found": "Mirë"}),
    "assess": (receiving.assess, {"visit_on": DAY}),
    "call_group": (receiving.call_group, {"group_on": DAY}),
    "start_plan": (receiving.start_plan, {"review_on": DAY, "measures": "Takim"}),
    "close": (
        receiving.close,
        {"outcome": "safe", "word": "Mirë", "child_view": "Mirë"},
    ),
    "reopen": (sending.reopen, {"reason": "Sërish"}),
}
CAST = (
    "teacher",
    "protector",
    "head",
    "worker",
    "unit_head",
    "neighbour",
    "far",
    "supervisor",
    "far_supervisor",
)
ANYTHING = st.tuples(st.sampled_from(CAST), st.sampled_from(list(ACTS)))
# A number means: that one of the moves that are open, so that examples get far.
STEPS = st.lists(
    st.tuples(st.integers(0, 99) | ANYTHING, st.integers(0, 90) | st.just(400)),
    max_size=20,
)


def chosen(wish: Any, state: str) -> tuple[str, str]:
    """Who tries what: as drawn, or the n-th of what is open."""
    if not isinstance(wish, int):
        return wish
    open_now = [
        (who, verb)
        for verb, (sources, _target, allowed) in EXPECTED.items()
        for who in sorted(allowed)
        if state in sources
    ]
    return open_now[wish % len(open_now)] if open_now else ("worker", "receive")


def due(verb: str, urgency: str, at: dt.datetime) -> dt.datetime | None:
    """The oracle: one day at a time."""
    kind, amount = CLOCKS.get(verb, {}).get(urgency, ("", 0))
    return later(kind, amount, at) if kind else None


def later(kind: str, amount: int, at: dt.datetime) -> dt.datetime:
    """That many hours, days or working days on; days end at 16:00."""
    if kind == "h":
        return at + dt.timedelta(hours=amount)
    day = at.astimezone(TIRANE).date()
    while amount:
        day += dt.timedelta(days=1)
        works = day.weekday() < 5 and day not in HOLIDAYS
        amount -= 1 if kind == "d" or works else 0
    return dt.datetime.combine(day, dt.time(16), tzinfo=TIRANE)


def people(w: World) -> dict[str, Any]:
    far = world(municipality=municipality("0201"))
    named = {name: getattr(w, name) for name in CAST[:5]}
    return {
        **named,
        "neighbour": person("protector"),
        "far": far.unit_head,
        "supervisor": supervisor(w),
        "far_supervisor": supervisor(far),
    }


def contest_until(
    verb: str, urgency: str, at: dt.datetime, until: dt.datetime | None, row: Referral
) -> dt.datetime | None:
    """The oracle of "once, and in time": a refusal after a contest has no second."""
    if verb == "decline" and row.contested_at is None:
        return later(*CONTEST[urgency], at)
    return None if verb == "contest" else until


def check_who_sees(row: Referral, cast: dict[str, Any]) -> None:
    sent = row.submitted_at is not None
    may_read = {"protector"} | ({"worker", "unit_head"} if sent else set())
    may_read |= JUDGE if row.state == "contested" else set()
    for name, user in cast.items():
        seen = Referral.objects.visible_to(user, Permission.REFERRAL_VIEW)
        assert seen.filter(pk=row.pk).exists() == (name in may_read), name


def walk(w: World, cast: dict[str, Any], urgency: str, steps: list[Any]) -> None:
    row = a_draft(w, urgency=urgency, call_outcome="called")
    state, at, clock, made = "draft", START, None, 0
    until: dt.datetime | None = None  # a refusal may be contested; None: no more
    for wish, hours in steps:
        who, verb = chosen(wish, state)
        at += dt.timedelta(hours=hours)
        sources, target, allowed = EXPECTED[verb]
        act, data = ACTS[verb]
        if verb == "submit" and row.submitted_at:
            continue  # sent twice is sent once: proven elsewhere
        missed = verb == "contest" and (until is None or at > until)
        if state in sources and who in allowed and not missed:
            act(referral=row, by=cast[who], at=at, **data)
            state, made = target, made + 1
            until = contest_until(verb, urgency, at, until, row)
            clock = clock if verb in KEEP else due(verb, urgency, at)
        else:
            with pytest.raises(MoveNotOpen):
                act(referral=row, by=cast[who], at=at, **data)
        row = Referral.objects.get(pk=row.pk)
        assert (row.state, row.due_at) == (state, clock)
    check_history(row, made)
    check_who_sees(row, cast)


def check_history(row: Referral, made: int) -> None:
    moves = [f"referral.{verb}" for verb in ACTS]
    audited = AuditEvent.objects.filter(verb__in=moves, object_uid=row.uid)
    steps = list(ReferralEvent.objects.filter(referral=row).order_by("id"))
    assert audited.count() == len(steps) == made
    about = AuditSubject.objects.filter(event__in=audited)
    assert {subject.uid for subject in about} <= {row.case.pupil.uid}
    for before, after in pairwise(steps):
        assert before.to_state == after.from_state


@settings(
    max_examples=500 if os.environ.get("PORTAL_CI") else 60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=STEPS, urgency=st.sampled_from(["acute", "heightened", "standard"]))
def test_no_path_leaves_the_table(db, steps, urgency):
    with transaction.atomic():
        w = world()
        walk(w, people(w), urgency, steps)
        transaction.set_rollback(True)


def test_the_hand_written_table_knows_every_move_but_sending_on():
    from referrals.workflow import BY_VERB

    assert set(EXPECTED) == set(BY_VERB) - {"redirect"}
