"""Words made comparable: accents, case and spacing folded."""

import re
import unicodedata


_SPACES = re.compile(r"[\s\-_/.'’]+")


def fold(text: str) -> str:
    """Lower case, no accents, single spaces: "  Kuçovë " becomes "kucove".

    What makes `Kucove` find `Kuçovë`; also how headers and names are compared.
    """
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(c for c in decomposed if not unicodedata.combining(c))
    return _SPACES.sub(" ", plain).strip()
