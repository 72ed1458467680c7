"""What a module and its programme ask for, from the outline and its items."""

from uuid import UUID

from training.actions.awards import ProgrammeNeeds
from training.actions.progress import ModuleNeeds
from training.expiry import Soonest
from training.models import Kind
from training.outline import Node, Outline
from training.standing import Standing


def module_needs(module: Node, outline: Outline, standing: Standing) -> ModuleNeeds:
    """What it asks for in this place; it ends as the strictest of its programmes says,
    in whichever of them somebody completes it."""
    return ModuleNeeds(
        module=standing.of(module),
        lessons=[standing.of(lesson) for lesson in module.parts],
        quiz=standing.quiz(module),
        asks_quiz=module.quiz is not None,
        expiry=expiry_of(module, outline),
    )


def expiry_of(module: Node, outline: Outline) -> Soonest:
    """Of the programmes that it stands in, the one that ends first."""
    places = outline.places(Kind.MODULE, module.key)
    return Soonest(tuple(one.parent.expiry for one in places if one.parent))


def expiries(programme: Node, outline: Outline) -> dict[UUID, Soonest]:
    """The same of each of its modules, by translation key."""
    return {node.key: expiry_of(node, outline) for node in programme.children}


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
