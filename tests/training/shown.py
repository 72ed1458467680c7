"""What a learner is shown of their record, whatever became of the pages."""

from portal.time_words import day
from training.models import Kind
from training.outline import read_outline
from training.standing import module_standing, standing_of


def shown_as_done(staff, keys):
    """The parts with these keys that still stand in the outline, of every language,
    and are not said to be done; none, if all is well."""
    wrong = []
    for language in ("sq", "en"):
        outline = read_outline(language)
        standing = standing_of(staff, outline)
        wrong += [
            (language, node.kind, node.address)
            for node in outline.nodes
            if node.key in keys and not _done(node, standing)
        ]
    return wrong


def _done(node, standing):
    if node.kind == Kind.MODULE:
        return module_standing(node, standing).complete
    if node.kind == Kind.PROGRAMME:
        return bool(standing.of(node).award)
    return standing.done(node)


def without_item(staff):
    """The places of the outline that nobody could ever open or complete."""
    outline = read_outline("sq")
    standing = standing_of(staff, outline)
    return [node.address for node in outline.nodes if standing.of(node) is None]


def missing_on_my_training(client, completion, award):
    """What the page "My training" does not say: the day of the completion, and the way
    to the award; and whether the award itself is shown."""
    page = client.get("/training/")
    wanted = (day(completion.completed_on), f"/training/awards/{award.public_id}/")
    missing = [text for text in wanted if text not in page.text]
    if client.get(wanted[1]).status_code != 200:
        missing.append("the award")
    return missing
