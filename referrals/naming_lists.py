"""Lists that name children: on the screen only, opened with one query for the keys."""

from typing import Any
from uuid import UUID

from portal.listing import Listing
from referrals.naming import open_names


class NamedListing(Listing):
    """A listing that leaves the house as no file: names stay behind the sign-in.

    `to_case` is the path from a row to what names the child ("" or "case.").
    """

    def __init__(self, *args: Any, to_case: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.to_case = to_case

    @property
    def wants_file(self) -> bool:
        return False

    @property
    def export_text(self) -> str:
        return ""

    @property
    def file_links(self) -> list[dict[str, str]]:
        return []

    def subjects(self) -> list[UUID]:
        """Whose rows are on this page: the child, or the file of one on no roll."""
        open_names(self.shown)
        return [
            *self.uids(f"{self.to_case}pupil.uid"),
            *self.uids(f"{self.to_case}uid"),
        ]
