"""An ending that waits, a measure of a plan, a contested refusal."""

import datetime as dt
from typing import Any

from portal.models import User
from referrals.actions import sending
from referrals.actions.ending import ask_ending
from referrals.actions.measuring import set_measure
from referrals.models import Case, EndingRequest, Measure, Referral
from tests.factories.referrals import World, a_case, person, taken_to


LOST: dict[str, Any] = {
    "outcome": "lost_contact",
    "why": "Nuk u gjet te adresa",
    "child_view": "Nuk u pyet: nuk gjendet",
    "seen_on": dt.date(2026, 11, 20),
    "seen_where": "Te stacioni, nga portieri",
    "told": "Policia, më 21 nëntor",
}
SAFE: dict[str, Any] = {
    "outcome": "safe",
    "why": "Vjen çdo ditë",
    "child_view": "Jam mirë",
}


def supervisor(w: World) -> User:
    """Whoever supervises the protectors of this school."""
    return person("supervisor", directorate=w.school.directorate)


def a_waiting_case(
    w: World, *, case: Case | None = None, **given: Any
) -> EndingRequest:
    """A case whose ending its protector has asked for."""
    return ask_ending(case=case or a_case(w), by=w.protector, **{**SAFE, **given})


def a_waiting_referral(w: World, **given: Any) -> EndingRequest:
    """A referral in work whose unit has lost the child."""
    row = taken_to(w, "accepted")
    return ask_ending(case=row.case, referral=row, by=w.worker, **{**LOST, **given})


def a_measure(w: World) -> Measure:
    """A measure of a referral in work."""
    return set_measure(
        referral=taken_to(w, "accepted"),
        by=w.worker,
        agency="shkolla",
        what="Takim çdo javë",
        due_on=dt.date(2026, 12, 1),
    )


def a_contested(w: World, **given: Any) -> Referral:
    """A refusal that the school has contested."""
    row = taken_to(w, "not_accepted", **given)
    sending.contest(referral=row, by=w.protector, reason="U pa sërish")
    return Referral.objects.get(pk=row.pk)
