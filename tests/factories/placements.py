"""A placement on its way, each step made by the people who make it."""

import datetime as dt
from typing import Any
from uuid import uuid4

from referrals.actions.placement_work import do_check, write_for_class
from referrals.actions.placing import ask_placement, move_placement
from referrals.models import Placement
from tests.factories.referrals import World
from tests.factories.schools import ClassFactory


WHY = "U kthye nga jashtë dhe s'ka shkollë"
INTEREST = "Që të mësojë me moshatarët"
FOR_CLASS = "Të ulet pranë dritares"
MONDAY = dt.date(2026, 11, 30)


def a_placement(w: World, **given: Any) -> Placement:
    """The unit asks the school for a place, for a child on no roll."""
    values: dict[str, Any] = {
        "by": w.worker,
        "unit": w.unit,
        "school": w.school,
        "token": uuid4(),
        "why": WHY,
        "best_interest": INTEREST,
    }
    if not given.get("referral"):
        values["child_name"] = "Beni Provëza"
    return ask_placement(**{**values, **given})


def placed(w: World, state: str, **given: Any) -> Placement:
    """A placement that has come to a state."""
    one = a_placement(w, **given)
    for verb in _WAY[state]:
        move_placement(placement=one, verb=verb, by=w.protector, **_data(w, verb))
    return Placement.objects.select_related("pupil", "school", "unit").get(pk=one.pk)


def with_class_text(w: World, text: str = FOR_CLASS, **given: Any) -> Placement:
    """A child who attends, with a word for the teachers of the pupil's class."""
    group = w.pupil.class_group
    one = placed(w, "received", **given)
    data = {"class_group": group, "place_on": MONDAY}
    move_placement(placement=one, verb="find_place", by=w.protector, changes=data)
    row = Placement.objects.get(pk=one.pk)
    return write_for_class(
        placement=row, by=w.protector, text=text, version=row.version
    )


def checked(w: World, placement: Placement, how: str = "Mirë") -> None:
    """The first check of a child who attends."""
    check = placement.checks.order_by("months")[0]
    do_check(check=check, by=w.protector, done_on=MONDAY, how=how)


def _data(w: World, verb: str) -> dict[str, Any]:
    if verb == "find_place":
        group = ClassFactory(school=w.school)
        return {"changes": {"class_group": group, "place_on": MONDAY}}
    if verb == "first_day":
        return {"changes": {"first_day_on": MONDAY}}
    if verb == "not_possible":
        return {"changes": {"school_did": "Kërkuam në tri klasa"}, "text": "S'ka vend"}
    return {"text": "U mësua"} if verb == "complete" else {}


_WAY: dict[str, tuple[str, ...]] = {
    "requested": (),
    "received": ("receive",),
    "place_found": ("receive", "find_place"),
    "attending": ("receive", "find_place", "first_day"),
    "completed": ("receive", "find_place", "first_day", "complete"),
    "not_possible": ("receive", "not_possible"),
}
