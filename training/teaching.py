"""What a session needs from the published pages: the modules to choose from, a
module's place in the outline, and what to conclude when somebody has passed."""

from typing import Any

from training.actions.completing import Conclusions
from training.counted import ROLES
from training.models import Kind, LearningItem
from training.needs import module_needs, programme_needs
from training.outline import Node, Outline, read_outline
from training.standing import Standing, standing_of


class Taught:
    """The outline with its learning items, nobody's progress: two queries."""

    def __init__(self, language: str) -> None:
        self.outline: Outline = read_outline(language)
        self.standing: Standing = standing_of(None, self.outline)

    def modules(self) -> list[tuple[str, str]]:
        """(uid of the item, title) of each published module that teachers need, once
        however many places it has."""
        found = {
            str(self.standing.of(node).uid): node.title
            for node in self.outline.nodes
            if node.kind == Kind.MODULE and node.parent and self.standing.of(node)
            if {*ROLES} & {*node.audience}
        }
        return list(found.items())

    def node_of(self, module: LearningItem) -> Node | None:
        return self.outline.find(Kind.MODULE, module.translation_key)

    def by_uid(self, uid: str) -> tuple[Any, Any]:
        """The module's item and its quiz's, or None."""
        for node in self.outline.nodes:
            item = self.standing.of(node)
            if node.kind == Kind.MODULE and item and str(item.uid) == uid:
                return item, self.standing.quiz(node)
        raise LookupError(uid)

    def every(self) -> list[Conclusions]:
        """What to conclude in each published module, wherever it stands."""
        items = [self.standing.of(node) for node in self.outline.nodes]
        modules = {one.pk: one for one in items if one and one.kind == Kind.MODULE}
        found = (self.conclusions(module) for module in modules.values())
        return [one for one in found if one]

    def conclusions(self, module: LearningItem) -> Conclusions | None:
        """None while the module is withdrawn."""
        places = self.outline.places(Kind.MODULE, module.translation_key)
        places = [node for node in places if node.parent]
        if not places:
            return None
        return Conclusions(
            module_needs(places[0], self.outline, self.standing),
            tuple(programme_needs(node, self.standing) for node in places),
        )
