"""Places as the ground asks for them: by code, by id, and which takes in which."""

from typing import Any, cast

from django.db.models import Model, Q

from portal.hooks import FoundPlace
from portal.roles import PlaceKind
from schools.models import Directorate, Municipality, ProtectionUnit, School


Pair = tuple[str, int]
KINDS: dict[str, tuple[type[Model], str]] = {
    PlaceKind.SCHOOL: (School, "code"),
    PlaceKind.UNIT: (ProtectionUnit, "municipality__code"),
    PlaceKind.DIRECTORATE: (Directorate, "code"),
    PlaceKind.MUNICIPALITY: (Municipality, "code"),
}


def find(kind: str, code: str) -> FoundPlace | None:
    """The place of that kind with that public code."""
    model, field = KINDS[kind]
    return _words(kind, model._default_manager.filter(**{field: code}).first())


def describe(kind: str, id: int) -> FoundPlace | None:  # noqa: A002
    """The place of that kind with that row id."""
    model, _ = KINDS[kind]
    return _words(kind, model._default_manager.filter(pk=id).first())


def _words(kind: str, row: Any) -> FoundPlace | None:
    if row is None:
        return None
    code = row.municipality.code if kind == PlaceKind.UNIT else row.code
    return FoundPlace(kind, row.pk, cast("str", code), cast("str", row.name))


def covers(outer: Pair, inner: Pair) -> bool:
    """A directorate takes in its schools and offices; nothing else takes in another."""
    if outer[0] != PlaceKind.DIRECTORATE:
        return False
    if inner[0] == PlaceKind.SCHOOL:
        return School.objects.filter(_under(outer[1]), pk=inner[1]).exists()
    if inner[0] == PlaceKind.DIRECTORATE:
        above = Q(parent=outer[1]) | Q(parent__parent=outer[1])
        return Directorate.objects.filter(above, pk=inner[1]).exists()
    return False


def _under(directorate: int) -> Q:
    under = Q(directorate=directorate) | Q(directorate__parent=directorate)
    return under | Q(directorate__parent__parent=directorate)


def codes(outer: Pair, kind: str) -> list[str]:
    """The code of the place itself, or those of a directorate's schools."""
    if outer[0] == PlaceKind.DIRECTORATE and kind == PlaceKind.SCHOOL:
        under = School.objects.filter(_under(outer[1]))
        return list(under.values_list("code", flat=True))
    own = describe(*outer) if outer[0] == kind else None
    return [own.code] if own else []
