"""A child's way through the casework, made by the actions themselves.

`world()` is the cast: a school and its unit, a protector, a teacher, two workers of
the unit, a pupil. Each maker takes the row before it one step further.
"""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from portal.models import User
from referrals.actions import receiving
from referrals.actions.cases import open_case
from referrals.actions.concern_direct import report_to_unit
from referrals.actions.concerns import send_concern
from referrals.actions.drafting import save_draft, start_draft
from referrals.actions.sending import submit_referral
from referrals.models import Case, Concern, Referral
from schools.models import ProtectionUnit, Pupil, School
from tests.factories.schools import (
    ClassFactory,
    SchoolFactory,
    UnitFactory,
    enrolled,
    granted_post,
)


SEEN = "Erdhi me mavijosje ne krah te hënën"
WORDS = "Nuk dua të shkoj në shtëpi"


@dataclass
class World:
    """One school, its unit, and the people who meet around one child."""

    school: School
    unit: ProtectionUnit
    pupil: Pupil
    teacher: User
    protector: User
    head: User
    worker: User
    unit_head: User
    extra: dict[str, Any] = field(default_factory=dict)


def person(role: str, **place: Any) -> User:
    """An account with one granted post."""
    return granted_post(role, **place).staff.user


def world(**school: Any) -> World:
    """The cast of one school, complete."""
    place = SchoolFactory(**school)
    unit = UnitFactory(municipality=place.municipality)
    group = ClassFactory(school=place)
    return World(
        school=place,
        unit=unit,
        pupil=enrolled(place, group=group, first_name="Zamira", last_name="Provëza"),
        teacher=person("teacher", school=place, classes=[group]),
        protector=person("protector", school=place),
        head=person("head", school=place),
        worker=person("cpu_worker", unit=unit),
        unit_head=person("cpu_head", unit=unit),
    )


def a_concern(w: World, **given: Any) -> Concern:
    """A teacher's concern about the pupil."""
    values: dict[str, Any] = {
        "by": w.teacher,
        "school": w.school,
        "token": uuid4(),
        "basis": "seen",
        "noticed_on": dt.date(2026, 11, 20),
        "text": SEEN,
        "child_words": WORDS,
    }
    if "child_name" not in given:
        values["pupil"] = w.pupil
    return send_concern(**{**values, **given})


def a_staff_concern(w: World, **given: Any) -> Concern:
    """A teacher's concern about the head of the school, with a supervisor in post."""
    if "supervisor" not in w.extra:
        w.extra["supervisor"] = person("supervisor", directorate=w.school.directorate)
    return a_concern(w, **{"on_staff": True, "staff": w.head.staff, **given})


def a_direct_concern(w: World, **given: Any) -> Concern:
    """A concern that its sender reported to the unit too."""
    return report_to_unit(concern=a_concern(w, **given), by=w.teacher)


def a_case(w: World, **given: Any) -> Case:
    """An open case of the pupil."""
    return open_case(
        **{"by": w.protector, "school": w.school, "pupil": w.pupil, **given}
    )


READY: dict[str, Any] = {
    "urgency": "standard",
    "what_seen": SEEN,
    "child_words": WORDS,
    "child_told": "yes",
    "parent_told": "no",
    "parent_reason": "danger",
    "residence_confirmed": True,
    "best_interest": "Që të jetë në siguri",
}


def a_draft(w: World, *, case: Case | None = None, **values: Any) -> Referral:
    """A draft with everything that sending needs."""
    draft = start_draft(case=case or a_case(w), by=w.protector, token=uuid4())
    return save_draft(
        referral=draft,
        by=w.protector,
        version=draft.version,
        values={**READY, **values},
    )


def a_referral(w: World, *, at: dt.datetime | None = None, **given: Any) -> Referral:
    """A referral that was sent."""
    return submit_referral(referral=a_draft(w, **given), by=w.protector, at=at)


def taken_to(w: World, state: str, **given: Any) -> Referral:
    """A referral in a state, taken there by the people who take it there."""
    referral = a_draft(w, **given) if state == "draft" else a_referral(w, **given)
    for step in _WAY[state]:
        step(w, referral)
    return Referral.objects.select_related("case__pupil", "unit", "school").get(
        pk=referral.pk
    )


DAY = dt.date(2026, 12, 1)


def _receive(w: World, r: Referral) -> None:
    receiving.receive(referral=r, by=w.worker)


def _ask(w: World, r: Referral) -> None:
    receiving.ask(referral=r, by=w.worker, question="Kush e merr nga shkolla?")


def _accept(w: World, r: Referral) -> None:
    receiving.accept(referral=r, by=w.worker, worker="Prova M.", first_contact_on=DAY)


def _decline(w: World, r: Referral) -> None:
    receiving.decline(
        referral=r, by=w.unit_head, code="other_service", advice="Qendra shëndetësore"
    )


def _assess(w: World, r: Referral) -> None:
    receiving.assess(referral=r, by=w.worker, visit_on=DAY)


def _group(w: World, r: Referral) -> None:
    receiving.call_group(referral=r, by=w.worker, group_on=DAY)


def _plan(w: World, r: Referral) -> None:
    receiving.start_plan(
        referral=r, by=w.worker, review_on=DAY, measures="Takim çdo javë"
    )


def _close(w: World, r: Referral) -> None:
    receiving.close(
        referral=r,
        by=w.worker,
        outcome="safe",
        word="Fëmija është mirë",
        child_view="Jam mirë",
    )


_ACCEPTED = (_receive, _accept)
_WAY: dict[str, tuple[Any, ...]] = {
    "draft": (),
    "submitted": (),
    "received": (_receive,),
    "needs_information": (_receive, _ask),
    "not_accepted": (_receive, _decline),
    "accepted": _ACCEPTED,
    "assessing": (*_ACCEPTED, _assess),
    "group_called": (*_ACCEPTED, _assess, _group),
    "plan_active": (*_ACCEPTED, _assess, _plan),
    "closed": (*_ACCEPTED, _close),
}
