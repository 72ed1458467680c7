"""The reader of the training's screens, and what follows from a thing done."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import get_language

from portal.clock import now, today
from schools import directory
from schools.models import StaffMember
from training.actions.completing import settle
from training.models import Kind
from training.needs import module_needs, needs_of_programme
from training.outline import Node, Outline
from training.outline_kept import outline_in
from training.standing import Standing, standing_of, standing_of_user


@dataclass
class Learner:
    """The reader, what there is to learn, and how far they are."""

    staff: StaffMember | None
    outline: Outline

    @cached_property
    def standing(self) -> Standing:
        """In everything there is, in one query; a lesson's page does not ask it."""
        return standing_of(self.staff, self.outline)

    def node_of(self, uid: UUID, *kinds: Kind) -> Node | None:
        """The part of one of these kinds whose learning item has the uid."""
        for node in self.outline.nodes:
            item = self.standing.of(node)
            if node.kind in kinds and item and item.uid == uid:
                return node
        return None

    def quiz_of(self, uid: UUID) -> tuple[Node, Any] | None:
        """The module of the quiz, or of the test before or after, with that uid; and
        its item. A programme's refresher is begun at the renewal, not here."""
        for node in self.outline.nodes:
            for key in node.quizzes if node.kind == Kind.MODULE else ():
                item = self.standing.item(Kind.QUIZ, key)
                if item and item.uid == uid:
                    return node, item
        return None


def learner_of(request: HttpRequest) -> Learner:
    staff = directory.staff_of(request.user)  # type: ignore[arg-type]
    return Learner(staff, outline_in(get_language() or ""))


def read_once(request: HttpRequest) -> tuple[Outline, Standing]:
    """What there is and how far the reader is, for the boxes of the first page: two
    queries, however many boxes ask."""
    kept: tuple[Outline, Standing] | None = getattr(request, "_training", None)
    if kept is None:
        outline = outline_in(get_language() or "")
        kept = outline, standing_of_user(request.user, outline)  # type: ignore[arg-type]
        request.__dict__["_training"] = kept
    return kept


def settle_for(
    request: HttpRequest, learner: Learner, part: Node, *, offline: bool = False
) -> None:
    """What follows from a lesson, a practice or a module's quiz: in every module that
    the part stands in, for a part in several places is done in each."""
    for module in learner.outline.modules_with(part):
        programme = module.parent
        if not (programme and learner.standing.of(module)):
            continue
        settle(
            staff=learner.staff,  # type: ignore[arg-type]
            module=module_needs(module, learner.outline, learner.standing),
            programme=needs_of_programme(programme, learner.standing),
            at=now(),
            on=today(),
            by=request.user,  # type: ignore[arg-type]
            offline=offline,
        )
