"""What a module and its programme ask for, from the outline and its items."""

from training.actions.awards import ProgrammeNeeds
from training.actions.progress import ModuleNeeds
from training.expiry import Soonest
from training.models import Kind
from training.outline import Node, Outline
from training.standing import Standing


def module_needs(module: Node, outline: Outline, standing: Standing) -> ModuleNeeds:
    """What it asks for in this place; it ends as the strictest of its programmes says,
    in whichever of them somebody completes it."""
    places = outline.places(Kind.MODULE, module.key)
    return ModuleNeeds(
        module=standing.of(module),
        lessons=[standing.of(lesson) for lesson in module.parts],
        quiz=standing.quiz(module),
        asks_quiz=module.quiz is not None,
        expiry=Soonest(tuple(one.parent.expiry for one in places if one.parent)),
    )


def programme_needs(module: Node, standing: Standing) -> ProgrammeNeeds:
    programme = module.parent
    if programme is None:
        raise LookupError(module.key)
    return needs_of_programme(programme, standing)


def needs_of_programme(programme: Node, standing: Standing) -> ProgrammeNeeds:
    return ProgrammeNeeds(
        programme=standing.of(programme),
        modules=tuple(standing.of(node) for node in programme.children),
        expiry=programme.expiry,
        covers=tuple(str(node.key) for node in programme.walk()),
        minutes=programme.total_minutes,
        accreditation=programme.accreditation,
        scenarios=tuple(
            item for node in scenarios_of(programme) if (item := standing.of(node))
        ),
    )


def scenarios_of(programme: Node) -> list[Node]:
    """Of all its modules, each once."""
    found = {n.key: n for n in programme.walk() if n.kind == Kind.SCENARIO}
    return list(found.values())
