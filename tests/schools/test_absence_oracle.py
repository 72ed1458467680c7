"""The watch against an oracle written naively and apart, on random small worlds."""

import contextlib
import datetime as dt
import io
import json

from django.core.management import call_command
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schools.actions.attendance import recompute
from schools.models import AbsenceFlag, AttendanceTotal, Pupil
from schools.totals import differences, recorded_days
from tests.schools import oracle
from tests.schools.worlds import WEEKDAYS, build, worlds


class Undo(Exception):
    """Throws one example away."""


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(world=worlds(), on=st.sampled_from(WEEKDAYS[5:]))
def test_the_watch_prints_what_the_oracle_counts(db, world, on):
    with contextlib.suppress(Undo), transaction.atomic():
        build(world)

        found = watch(on)

        assert found == oracle.count(world, on)
        check_flags(world, on)
        check_totals(world)
        raise Undo


def watch(on: dt.date, *args: str) -> dict:
    out = io.StringIO()
    call_command(
        "watch_absences",
        "--on",
        on.isoformat(),
        "--json",
        *args,
        stdout=out,
        stderr=io.StringIO(),
    )
    return json.loads(out.getvalue())


def check_flags(world, on):
    """Flags are the oracle's reasons, and a second closing changes nothing."""
    expected = set()
    for code, child in world.children.items():
        told = oracle.judge(world, child, on) or {"tier": "", "triggers": set()}
        expected |= {(code, name) for name in told["triggers"]}
        if told["tier"] in {"chronic", "severe", "critical"}:
            expected.add((code, told["tier"]))
    stored = AbsenceFlag.objects.filter(standing=True)
    assert set(stored.values_list("pupil__code", "kind")) == expected
    before = AbsenceFlag.objects.count()
    watch(on)
    assert AbsenceFlag.objects.count() == before
    assert all(flag.words for flag in stored)


def check_totals(world):
    """Totals are the oracle's numbers of the last day."""
    pupils = dict(Pupil.objects.values_list("code", "pk"))
    recompute(pupils=pupils.values(), start_year=2026)
    assert not list(differences(list(pupils.values()), 2026))
    totals = {t.pupil_id: t for t in AttendanceTotal.objects.all()}
    days = recorded_days(totals.values(), 2026)
    for code, child in world.children.items():
        told = oracle.judge(world, child, WEEKDAYS[-1])
        total = totals.get(pupils[code])
        if total is None:
            assert told is None or told["absent"] == 0
            continue
        assert (total.absent, total.tier) == (told["absent"], told["tier"])
        assert days[total.pk] == told["days"]
