"""The outline, read again only when something was published, moved or taken away.

Every teacher's page needs it and it is the same for all of them. Wagtail's log of pages
has a new row for whatever changes the tree; its last number says whether the outline
that this process keeps still holds. Two editors who commit in the same instant can
leave a number that has already been seen: so nothing is kept longer than a minute.
"""

import time
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Max
from wagtail.models import PageLogEntry

from training.outline import Outline, read_outline


@dataclass(frozen=True)
class Kept:
    outline: Outline
    last_entry: int | None
    until: float  # seconds of the process's own clock


_kept: dict[str, Kept] = {}


def outline_in(language: str) -> Outline:
    """The outline in a language, for reading only: one small query, seldom two."""
    last_entry = PageLogEntry.objects.aggregate(last=Max("pk"))["last"]
    moment, known = time.monotonic(), _kept.get(language)
    if known and known.last_entry == last_entry and moment < known.until:
        return known.outline
    outline = read_outline(language)
    until = moment + settings.OUTLINE_SECONDS
    _kept[language] = Kept(outline, last_entry, until)
    return outline
