"""Modules completed in the demonstration without each of their steps being told: those
after the first, and all of the teachers around the story."""

from collections.abc import Iterable, Sequence
from typing import Any

from portal.clock import now, today
from portal.demo import Demo
from schools.demo import story
from schools.models import School, StaffMember
from training.actions.awards import draw_up
from training.models import Award, LearningItem, ModuleCompletion, Route
from training.needs import needs_of_programme
from training.outline import Node
from training.standing import Standing


SOME = 2  # modules completed by who is under way
UNDER_WAY = 5  # of the others at a school, one of so many is under way


def complete_rest(
    programme: Node, standing: Standing, people: Iterable[StaffMember]
) -> None:
    """All modules but the first; the award follows with the first."""
    modules = [standing.of(node) for node in programme.children[1:]]
    expiry = programme.expiry.ends_on(today())
    _complete([person.pk for person in people], modules, expiry)


def complete_many(demo: Demo, programme: Node, standing: Standing) -> None:
    """A share of each school around the story has the award, some are under way."""
    needs = needs_of_programme(programme, standing)
    until = needs.expiry.ends_on(today())
    told = [place.code for place in story.PLACES]
    for school in School.objects.exclude(code__in=told).order_by("code"):
        share = demo.rng(f"trained/{school.code}").random()
        people = list(
            StaffMember.objects.filter(
                posts__school=school, posts__role="teacher"
            ).order_by("pk")
        )
        done = people[: round(len(people) * share)]
        some = people[len(done) :: UNDER_WAY]
        _complete([person.pk for person in done], needs.modules, until)
        _complete([person.pk for person in some], needs.modules[:SOME], until)
        Award.objects.bulk_create(
            draw_up(staff=person, needs=needs, school=school.name, at=now(), on=today())
            for person in done
        )


def _complete(people: list[int], modules: Sequence[LearningItem], until: Any) -> None:
    ModuleCompletion.objects.bulk_create(
        ModuleCompletion(
            staff_id=person,
            item=module,
            version=module.current,
            route=Route.ONLINE,
            completed_at=now(),
            completed_on=today(),
            valid_until=until,
        )
        for module in modules
        for person in people
    )
