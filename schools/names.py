"""How names are compared: folded, word by word. Pure."""

from portal.text import fold


def name_key(*parts: str) -> str:
    """The folded name that searches compare, as in "ana prova"."""
    return fold(" ".join(part for part in parts if part))
