"""A child who came back: the unit asks a school for a place, and the child attends."""

from uuid import uuid4

from portal.clock import today
from portal.demo import Demo
from referrals.actions.placement_work import write_for_class
from referrals.actions.placing import ask_placement, move_placement
from referrals.demo.cast import account_of
from referrals.models import Placement
from schools.demo.story import PEMA, PROTECTOR, TEACHER, WORKER
from schools.models import Post, ProtectionUnit, School


CHILD = "Era Shembulli"


def tell(demo: Demo) -> None:
    """Asked, received, a place found, what the class needs, the first day."""
    demo.step(demo.workday(8, "11:40"), _ask)
    demo.step(demo.workday(7, "08:50"), lambda: _move("receive"))
    demo.step(demo.workday(5, "12:10"), _find_place)
    demo.step(
        demo.workday(3, "09:00"), lambda: _move("first_day", first_day_on=today())
    )


def _ask() -> None:
    ask_placement(
        by=account_of(WORKER),
        unit=ProtectionUnit.objects.get(municipality__code=WORKER.places[0]),
        school=School.objects.get(code=PEMA.code),
        token=uuid4(),
        child_name=CHILD,
        child_about="Rreth 12 vjeç, jeton te gjyshja pranë shkollës.",
        why="U kthye nga jashtë pas dy vjetësh pa shkollë.",
        best_interest="Që të mësojë me moshatarët dhe të ketë shokë.",
    )


def _row() -> Placement:
    return Placement.objects.select_related("school").get(school__code=PEMA.code)


def _move(verb: str, **changes: object) -> None:
    move_placement(
        placement=_row(), verb=verb, by=account_of(PROTECTOR), changes=changes
    )


def _find_place() -> None:
    teaches = Post.objects.get(staff__user=account_of(TEACHER), role="teacher")
    _move("find_place", class_group=teaches.classes.order_by("pk")[0], place_on=today())
    row = _row()
    write_for_class(
        placement=row,
        by=account_of(PROTECTOR),
        text="Të ulet në rreshtin e parë. Lexon ngadalë: jepini kohë, mos e nxitni.",
        version=row.version,
    )
