"""The roll as a list: names and classes in reach."""

from typing import TYPE_CHECKING, cast

from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from portal import audit
from portal.access import grants, require
from portal.listing import CodeFilter, Column, Listing
from portal.permissions import Permission
from schools.contact_turn import service_contacts
from schools.models import ClassGroup, Pupil


if TYPE_CHECKING:
    from portal.models import User


@require(Permission.PUPIL_LOOKUP)
@require_safe
def roll(request: HttpRequest) -> HttpResponseBase:
    """Own classes for a teacher, own schools for the others; recorded like a file."""
    user = cast("User", request.user)
    rows = Pupil.objects.visible_to(user, Permission.PUPIL_LOOKUP)
    opens = grants(user).has(Permission.PUPIL_VIEW)
    listing = Listing(
        request,
        rows.select_related("school", "class_group"),
        [
            Column(
                "name",
                _("Name"),
                lambda p: p.full_name(),
                sort="name_key",
                link=_page if opens else None,
            ),
            Column("class", _("Class"), "class_group.name", sort="class_group__name"),
            Column("school", _("School"), "school.name", sort="school__name"),
            *([_CONTACT] if "teacher" in grants(user).roles else []),
        ],
        name="pupils",
        label=_("Pupils"),
        default_sort="name",
        files=opens,  # a class list by name alone stays on the screen
        filters=[CodeFilter("class", _("Class"), lambda: _classes(rows), _in_class)],
        counted=lambda n: ngettext("%(count)s pupil", "%(count)s pupils", n),
    )
    audit.record_view("roll.viewed", by=user, subjects=listing.uids("uid"))
    if listing.wants_file:
        return listing.response()
    return render(request, "schools/roll.html", {"listing": listing})


def _contact(ids: list[int]) -> dict[int, str]:
    """Who calls the home: the class teacher, or the school service while a hold is on.

    For class teachers alone, of their own classes, and never in a file: whoever reads
    the line for a whole school reads which children somebody worries about.
    """
    service = service_contacts(ids)
    return {
        one: gettext("the school service will make contact")
        if one in service
        else gettext("class teacher")
        for one in ids
    }


_CONTACT = Column("contact", _("Contact with the home"), batch=_contact, export=False)


def _page(pupil: Pupil) -> str:
    return reverse("schools:pupil", args=[pupil.uid])


def _classes(rows: QuerySet[Pupil]) -> list[tuple[str, str]]:
    """The classes that occur, by uid: a code, so that the address names nobody."""
    groups = ClassGroup.objects.filter(pupils__in=rows.order_by()).distinct()
    return [(str(g.uid), g.name) for g in groups.order_by("name", "id")[:300]]


def _in_class(rows: QuerySet[Pupil], code: str) -> QuerySet[Pupil]:
    return rows.filter(class_group__uid=code)
