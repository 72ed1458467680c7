"""Any people, any moves, in any order: never a path that the table does not have.

The expected table and the clocks are written here a second time, by hand.
"""

import datetime as dt
import os
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.audit.models import AuditEvent, AuditSubject
from portal.permissions import Permission
from referrals.actions import receiving, reviewing, sending
from referrals.actions.ending import ask_ending, sign_ending
from referrals.actions.moving import MoveNotOpen
from referrals.models import Referral, ReferralEvent
from referrals.workflow import BY_VERB
from schools.models import ProtectionUnit
from tests.factories.endings import LOST, supervisor
from tests.factories.referrals import World, a_draft, person, taken_to, world
from tests.factories.schools import municipality


pytestmark = pytest.mark.django_db
START = dt.datetime(2026, 12, 1, 9, 0, tzinfo=dt.UTC)
DAY = dt.date(2027, 1, 11)
# Five hundred in CI, once: on SQLite; the other database walks sixty.
MANY = bool(os.environ.get("PORTAL_CI")) and not os.environ.get("DATABASE_URL")
TIRANE = ZoneInfo("Europe/Tirane")
# Those whose date never moves; a walk of twenty steps can last almost a year.
HOLIDAYS = {
    dt.date(year, month, day)
    for year in (2026, 2027, 2028)
    for month, days in {
        1: (1, 2),
        3: (14, 22),
        5: (1,),
        9: (5,),
        11: (28, 29),
        12: (8, 25),
    }.items()
    for day in days
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
    "lose": (WORK, "closed", UNIT),  # asked for by one, signed by two
    "redirect": (BEFORE | OPEN, "redirected", UNIT),
    "reopen": ({"closed"}, "reopened", SENDER | UNIT),
}
# verb: hours, days or working days until the unit's next step, by urgency
CLOCKS = {
    "submit": {"acute": ("h", 2), "heightened": ("w", 1), "standard": ("w", 2)},
    "redirect": {"acute": ("h", 2), "heightened": ("w", 1), "standard": ("w", 2)},
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
# The people of the two units between which it may go to and fro.
AWAY = {"worker": "far_worker", "unit_head": "far_head"}
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
    "redirect": (receiving.redirect, {"reason": "Banon atje"}),
    "lose": (ask_ending, LOST),
}
CAST = (
    "teacher",
    "protector",
    "head",
    "worker",
    "unit_head",
    "neighbour",
    "far_worker",
    "far_head",
    "supervisor",
    "far_supervisor",
    "nobody",
)
ANYTHING = st.tuples(st.sampled_from(CAST), st.sampled_from(list(ACTS)))
# A number means: that one of the moves that are open, so that examples get far.
STEPS = st.lists(
    st.tuples(st.integers(0, 99) | ANYTHING, st.integers(0, 90) | st.just(400)),
    max_size=20,
)


def at_the_desk(names: set[str], unit: int) -> set[str]:
    """The same people at the unit that has it now: 0 the first one, 1 the other."""
    return {AWAY.get(name, name) for name in names} if unit else names


def chosen(wish: Any, state: str, unit: int) -> tuple[str, str]:
    """Who tries what: as drawn, or the n-th of what is open."""
    if not isinstance(wish, int):
        return wish
    open_now = [
        (who, verb)
        for verb, (sources, _target, allowed) in EXPECTED.items()
        for who in sorted(at_the_desk(allowed, unit))
        if state in sources
    ]
    return open_now[wish % len(open_now)] if open_now else ("worker", "receive")


def due(verb: str, urgency: str, at: dt.datetime) -> dt.datetime | None:
    """The oracle: one day at a time."""
    kind, amount = CLOCKS.get(verb, {}).get(urgency, ("", 0))
    if not kind:
        return None
    limit = later(kind, amount, at)
    promised = dt.datetime.combine(DAY, dt.time(16), tzinfo=TIRANE)
    reviews = verb in {"review", "start_plan"} and promised > at
    return min(limit, promised) if reviews else limit


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


def people(w: World, far: World) -> dict[str, Any]:
    named = {name: getattr(w, name) for name in CAST[:5]}
    return {
        **named,
        "neighbour": person("protector"),
        "far_worker": far.worker,
        "far_head": far.unit_head,
        "supervisor": supervisor(w),
        "far_supervisor": supervisor(far),
        "nobody": AnonymousUser(),
    }


def contest_until(
    verb: str, urgency: str, at: dt.datetime, until: dt.datetime | None, row: Referral
) -> dt.datetime | None:
    """The oracle of "once, and in time": a refusal after a contest has no second."""
    if verb == "decline" and row.contested_at is None:
        return later(*CONTEST[urgency], at)
    return None if verb == "contest" else until


def check_who_sees(row: Referral, cast: dict[str, Any], unit: int) -> None:
    may_read = set(SENDER)
    if row.submitted_at is not None:
        may_read |= at_the_desk(UNIT, unit)
    if row.state == "contested" or row.waits_for_signature:
        may_read |= JUDGE
    for name, user in cast.items():
        seen = Referral.objects.visible_to(user, Permission.REFERRAL_VIEW)
        assert seen.filter(pk=row.pk).exists() == (name in may_read), name


def lose(
    row: Referral, by: Any, at: dt.datetime, cast: dict[str, Any], unit: int
) -> None:
    """The unit asks, the supervisor signs, and the unit's head if another asked."""
    asked = ask_ending(case=row.case, referral=row, by=by, at=at, **LOST)
    waiting = Referral.objects.get(pk=row.pk)
    assert (waiting.state, waiting.waits_for_signature) == (row.state, True)
    check_who_sees(waiting, cast, unit)
    head = cast["far_head" if unit else "unit_head"]
    for signer in {cast["supervisor"], head} - {by}:
        sign_ending(ending=asked, by=signer, at=at)


def do(verb: str, row: Referral, by: Any, at: dt.datetime, around: "Around") -> None:
    """Make the move, or raise what refuses it."""
    if verb == "lose":
        lose(row, by, at, around.cast, around.unit)
        return
    act, data = ACTS[verb]
    if verb == "redirect":
        data = {**data, "unit": around.units[1 - around.unit]}
    act(referral=row, by=by, at=at, **data)


@dataclass
class Around:
    """The people, the two units, and at which of them the referral is (0 or 1)."""

    cast: dict[str, Any]
    units: tuple[ProtectionUnit, ProtectionUnit]
    unit: int = 0


def written(row: Referral) -> tuple[int, int]:
    """How many steps stand in the history and in the audit."""
    moves = [f"referral.{verb}" for verb in ACTS]
    audited = AuditEvent.objects.filter(verb__in=moves, object_uid=row.uid)
    return row.events.count(), audited.count()


def expected_clock(
    verb: str, urgency: str, at: dt.datetime, clock: dt.datetime | None
) -> dt.datetime | None:
    """Some moves keep the clock; sending on hides no lateness."""
    late = verb == "redirect" and clock is not None and clock < at
    return clock if late or verb in KEEP else due(verb, urgency, at)


def walk(w: World, around: Around, urgency: str, steps: list[Any]) -> None:
    row = a_draft(w, urgency=urgency, call_outcome="called")
    state, at, clock, made = "draft", START, None, 0
    until: dt.datetime | None = None  # a refusal may be contested; None: no more
    for wish, hours in steps:
        who, verb = chosen(wish, state, around.unit)
        at += dt.timedelta(hours=hours)
        sources, target, allowed = EXPECTED[verb]
        if verb == "submit" and row.submitted_at:
            continue  # sent twice is sent once: proven elsewhere
        missed = verb == "contest" and (until is None or at > until)
        by, mine = around.cast[who], who in at_the_desk(allowed, around.unit)
        if state in sources and mine and not missed:
            do(verb, row, by, at, around)
            state, made = target, made + 1
            until = contest_until(verb, urgency, at, until, row)
            clock = expected_clock(verb, urgency, at, clock)
            around.unit = 1 - around.unit if verb == "redirect" else around.unit
        else:
            before = Referral.objects.filter(pk=row.pk).values().get()
            with pytest.raises(MoveNotOpen):
                do(verb, row, by, at, around)
            # No column has changed, so nobody sees more than before.
            assert Referral.objects.filter(pk=row.pk).values().get() == before
            assert written(row) == (made, made)
            check_who_sees(row, {who: by}, around.unit)
            continue
        row = Referral.objects.select_related("case").get(pk=row.pk)
        assert (row.state, row.due_at) == (state, clock)
        assert written(row) == (made, made)
        assert row.submitted_at is None or row.unit == around.units[around.unit]
        check_who_sees(row, around.cast, around.unit)
    check_history(row, made)


def check_history(row: Referral, made: int) -> None:
    moves = [f"referral.{verb}" for verb in ACTS]
    audited = AuditEvent.objects.filter(verb__in=moves, object_uid=row.uid)
    steps = list(ReferralEvent.objects.filter(referral=row).order_by("id"))
    assert audited.count() == len(steps) == made
    about = AuditSubject.objects.filter(event__in=audited)
    assert {subject.uid for subject in about} <= {row.case.pupil.uid}
    for before, after in pairwise(steps):
        assert before.to_state == after.from_state


@pytest.fixture
def two_worlds(db) -> tuple[World, World, dict[str, Any]]:
    """Made once: each example begins with a case of its own and is rolled back."""
    w, far = world(), world(municipality=municipality("0201"))
    return w, far, people(w, far)


@settings(
    max_examples=500 if MANY else 60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=STEPS, urgency=st.sampled_from(["acute", "heightened", "standard"]))
def test_no_path_leaves_the_table(two_worlds, steps, urgency):
    with transaction.atomic():
        w, far, cast = two_worlds
        walk(w, Around(cast, (w.unit, far.unit)), urgency, steps)
        transaction.set_rollback(True)


def test_the_hand_written_table_knows_every_move():
    assert set(EXPECTED) - {"lose"} == set(BY_VERB)


@pytest.mark.parametrize("state", ["submitted", "received", "needs_information"])
def test_sent_on_the_first_unit_sees_it_no_more(state):
    w, far = world(), world(municipality=municipality("0201"))
    row = taken_to(w, state)

    receiving.redirect(referral=row, by=w.worker, unit=far.unit, reason="Banon atje")

    row.refresh_from_db()
    check_who_sees(row, people(w, far), unit=1)
    row.case.refresh_from_db()
    assert row.case.unit == far.unit
