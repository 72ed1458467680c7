"""Municipalities by name or alias, accents and case folded; read once a file."""

from schools.importing.cells import header_key
from schools.importing.errors import RowRefused
from schools.models import Municipality


class Municipalities:
    """The sixty-one, found as people write them."""

    def __init__(self) -> None:
        self._ids: dict[str, int] = {}
        for municipality in Municipality.objects.all():
            for name in municipality.names():
                self._ids[header_key(name)] = municipality.pk

    def of(self, text: str) -> int:
        found = self._ids.get(header_key(text))
        if found is None:
            raise RowRefused("unknown_municipality")
        return found
