"""A class teacher's own pupils: who is away early and often, who was called when."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from portal.permissions import Permission
from schools.contact_turn import service_contacts
from schools.models import AbsenceFlag, Enrolment, HomeContact, Pupil
from schools.models.pupils import enrolled_on


if TYPE_CHECKING:
    from portal.models import User

SHOWN = 3  # latest contacts of a pupil
BACK = dt.timedelta(days=90)  # how far back contacts are shown


@dataclass
class Member:
    """One pupil of the class. `by_service`: the class teacher does not call the home."""

    pupil: Pupil
    by_service: bool
    flags: list[AbsenceFlag] = field(default_factory=list)
    contacts: list[HomeContact] = field(default_factory=list)

    @property
    def uid(self) -> UUID:
        return self.pupil.uid

    @property
    def words(self) -> list[str]:
        """Why to look, in words; whatever somebody else has decided on it meanwhile:
        a sign that vanishes would tell of a case."""
        return [flag.words for flag in sorted(self.flags)]


@dataclass
class OwnClass:
    """One class: those with early signs first, then the others, each by name."""

    name: str
    signs: list[Member] = field(default_factory=list)
    others: list[Member] = field(default_factory=list)

    @property
    def size(self) -> int:
        return len(self.signs) + len(self.others)


def own_pupils(user: "User", on: dt.date) -> QuerySet[Pupil]:
    """On the roll of the user's own classes that day."""
    here = Enrolment.objects.filter(
        enrolled_on(on), pupil=OuterRef("pk"), class_group=OuterRef("class_group")
    )
    rows = Pupil.objects.visible_to(user, Permission.CLASS_WATCH)
    return rows.filter(Exists(here))


def own_classes(user: "User", on: dt.date) -> list[OwnClass]:
    """Every own class with its pupils: four queries however many they are."""
    pupils = own_pupils(user, on).select_related("class_group")
    members = _members(list(pupils.order_by("class_group__name", "name_key", "pk")), on)
    classes: dict[int | None, OwnClass] = {}
    for one in members:
        group = one.pupil.class_group
        key, name = (group.pk, group.name) if group else (None, "")
        found = classes.setdefault(key, OwnClass(name))
        (found.signs if one.flags else found.others).append(one)
    for found in classes.values():
        found.signs.sort(key=lambda one: min(one.flags))
    return list(classes.values())


def _members(pupils: list[Pupil], on: dt.date) -> list[Member]:
    ids = [pupil.pk for pupil in pupils]
    by_service = service_contacts(ids)
    flags: dict[int, list[AbsenceFlag]] = defaultdict(list)
    for flag in AbsenceFlag.objects.filter(pupil__in=ids, standing=True):
        flags[flag.pupil_id].append(flag)
    contacts: dict[int, list[HomeContact]] = defaultdict(list)
    rows = HomeContact.objects.standing().filter(pupil__in=ids, made_on__gte=on - BACK)
    for contact in rows.order_by("-made_on", "-pk"):
        if len(contacts[contact.pupil_id]) < SHOWN:
            contacts[contact.pupil_id].append(contact)
    return [
        Member(one, one.pk in by_service, flags[one.pk], contacts[one.pk])
        for one in pupils
    ]
