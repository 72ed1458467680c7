"""The number of an award: 26 letters and digits of base 32, typed from paper. Pure."""

LENGTH = 26
LETTERS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
# Not in the alphabet of base 32 (RFC 4648), and read for these.
READ_AS = str.maketrans("018", "OIB")
GROUP = 4


def tidy(typed: str) -> str:
    """As it is kept: capitals, no spaces or dashes; whatever else stays, to be
    refused as unknown."""
    return "".join(typed.split()).replace("-", "").upper().translate(READ_AS)


def is_formed(number: str) -> bool:
    """Whether it could be a number of ours at all."""
    return len(number) == LENGTH and LETTERS.issuperset(number)


def grouped(number: str) -> str:
    """As it is printed: in fours, so that the eye keeps its place."""
    return " ".join(number[n : n + GROUP] for n in range(0, len(number), GROUP))
