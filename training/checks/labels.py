"""Words that label a child, and words that name a group of people. Pure.

The lists follow docs/glossary.md: nobody is called a victim, no child agreed, risk is
a situation and never an ethnicity.
"""

import re


NEVER = {
    "sq": (r"viktim\w*", r"prostitut\w*", r"(?:ra|ranë|rënë) dakord", r"pranoi vetë"),
    "en": (r"victims?", r"prostitutes?", r"agreed to", r"consented", r"willingly"),
}
THINK_TWICE = {
    "sq": (r"rom(?:ë|ët|ëve)?", r"egjiptian\w*", r"delinkuent\w*", r"i braktisur"),
    "en": (r"roma", r"egyptians?", r"gyps(?:y|ies)", r"delinquents?", r"abandoned"),
}
INSULTS = {"sq": (r"jevg\w*", r"maxhup\w*"), "en": ()}


def labels(texts: tuple[str, ...], language: str) -> list[str]:
    """Words that may not be published, as they stand."""
    patterns = NEVER.get(language, ()) + INSULTS.get(language, ())
    return _found(texts, patterns)


def doubtful(texts: tuple[str, ...], language: str) -> list[str]:
    """Words to look at once more."""
    return _found(texts, THINK_TWICE.get(language, ()))


def _found(texts: tuple[str, ...], patterns: tuple[str, ...]) -> list[str]:
    if not patterns:
        return []
    any_of = re.compile(rf"\b(?:{'|'.join(patterns)})\b", re.IGNORECASE)
    hits = (hit.group(0) for text in texts for hit in any_of.finditer(text))
    return list(dict.fromkeys(hits))
