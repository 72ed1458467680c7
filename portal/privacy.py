"""Every field is declared plain, personal or sensitive, with how long it is kept.

`tests/architecture/test_privacy.py` counts: a new column about a child cannot slip
in unclassified, and sensitive text must be encrypted. Source: design.md section 9.
"""

from dataclasses import dataclass
from enum import StrEnum


class Kept(StrEnum):
    """How long a row is kept; the numbers are settings to be set by the owner."""

    PLACE = "place"  # as long as the place exists
    ACCOUNT = "account"  # while the person works here, and two years
    ROLL = "roll"  # two years after leaving the roll
    CASE = "case"  # until the 18th birthday and the years the owner sets
    TRAINING = "training"  # ten years
    AUDIT = "audit"  # as long as the law on audit asks; never edited
    SHORT = "short"  # days: drafts, staging, outbox


@dataclass(frozen=True)
class Privacy:
    """The declaration: field names, separated by spaces, in exactly one class."""

    plain: str = ""
    personal: str = ""
    sensitive: str = ""
    kept: Kept = Kept.PLACE

    def declared(self) -> list[str]:
        """All the names in order, to be compared with the model's fields."""
        return f"{self.plain} {self.personal} {self.sensitive}".split()

    def sensitive_names(self) -> frozenset[str]:
        """The names declared sensitive."""
        return frozenset(self.sensitive.split())
