"""Saying history in words: each floor registers its own verbs."""

from collections.abc import Mapping

from portal.hooks import AuditWording, Text, registered


def words() -> dict[str, Text]:
    """Every verb with its words; a verb without words says itself."""
    found: dict[str, Text] = {}
    for wording in registered(AuditWording):
        found.update(wording.verbs)
    return found


def say(verb: str, known: Mapping[str, Text]) -> str:
    """One verb in the words of the active language."""
    return str(known.get(verb, verb))
