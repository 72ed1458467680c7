"""Lists that name children: on the screen only, opened with one query for the keys."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from portal.access import grants
from portal.listing import CodeFilter, Listing
from portal.models import User
from portal.permissions import Permission
from referrals.naming import open_names
from schools.directory import schools_for


def school_filters(user: User, permission: Permission) -> list[CodeFilter]:
    """One of the own schools, by its uid; nothing to choose for who has one."""
    if len(grants(user).having(permission)) < 2:
        return []
    mine = schools_for(user, permission).order_by("name")
    return [
        CodeFilter(
            "school",
            _("School"),
            lambda: [(str(uid), name) for uid, name in mine.values_list("uid", "name")],
            lambda rows, code: rows.filter(school__uid=code),
        )
    ]


# What stands on paper unless somebody says what the reasons are needed for.
NAMES_ONLY = ("child", "place", "class", "school", "reference")


class NamedListing(Listing):
    """A listing that leaves the house as no file: names stay behind the sign-in.

    `to_case` is the path from a row to what names the child ("" or "case.").
    """

    def __init__(self, *args: Any, to_case: str = "", **kwargs: Any) -> None:
        kwargs.setdefault("paper", NAMES_ONLY)
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
        return self.uids(f"{self.to_case}subject")
