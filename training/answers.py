"""A typed answer made plain, so that a missing dot on an ë fails nobody: pure.

Albanian keyboards are not on every desk: ë counts as e and ç as c, and so does any
other mark on a letter. Case, punctuation and spaces do not count either.
"""

import unicodedata


TYPED_SHOWN = 3  # accepted answers that a reader is told: thirty may say one thing


def plain_answer(text: str) -> str:
    """ "  Mbrojtësi i  FËMIJËVE. " is "mbrojtesi i femijeve"."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    bare = _without_marks(unicodedata.normalize("NFKD", folded))
    return " ".join("".join(c if c.isalnum() else " " for c in bare).split())


def _without_marks(text: str) -> str:
    return "".join(c for c in text if not unicodedata.combining(c))
