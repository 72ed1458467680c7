"""What a module and its programme ask for, from the outline and its items."""

from training.actions.awards import ProgrammeNeeds
from training.actions.progress import ModuleNeeds
from training.outline import Node
from training.standing import Standing


def module_needs(module: Node, standing: Standing) -> ModuleNeeds:
    return ModuleNeeds(
        module=standing.of(module),
        lessons=[standing.of(lesson) for lesson in module.parts],
        quiz=standing.quiz(module),
        months=module.parent.months if module.parent else 0,
    )


def programme_needs(module: Node, standing: Standing) -> ProgrammeNeeds:
    programme = module.parent
    if programme is None:
        raise LookupError(module.key)
    return ProgrammeNeeds(
        programme=standing.of(programme),
        modules=tuple(standing.of(node) for node in programme.children),
        months=programme.months,
        minutes=programme.total_minutes,
        accreditation=programme.accreditation,
    )
