"""The award that the reader of the screens holds for a programme: until when it is
valid, and from when it may be renewed by the short way."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from training.expiry import WINDOW, Rule, may_renew, renewable_from
from training.models import Kind
from training.outline import Node, Outline
from training.standing import Standing
from training.validity import ends_of_each


@dataclass(frozen=True)
class OwnAward:
    """The last award; `ends_on` is the first day without (None: no such day is known),
    `whole`: the reader has completed each module that the programme has today."""

    programme: Node
    item: Any
    ends_on: dt.date | None
    on: dt.date
    whole: bool

    @property
    def revoked(self) -> bool:
        return self.item.award_revoked is not None

    @property
    def ended(self) -> bool:
        return not self.revoked and bool(self.ends_on and self.ends_on <= self.on)

    @property
    def ends_soon(self) -> bool:
        return not self.revoked and not self.ended and may_renew(self.on, self.ends_on)

    @property
    def renew_now(self) -> bool:
        """One that was revoked comes back by a refresher only, never by reading."""
        if not self.whole:
            return False
        if self.revoked:
            return bool(self.programme.refresher)
        return has_short_way(self.programme) and (self.ended or self.ends_soon)

    @property
    def renew_from(self) -> dt.date | None:
        """The day from which it may be renewed, while that is still to come."""
        opens = None if self.revoked else renewable_from(self.ends_on)
        later = opens if opens and opens > self.on else None
        return later if has_short_way(self.programme) else None


def has_short_way(programme: Node) -> bool:
    return bool(programme.refresher) or programme.expiry.rule == Rule.SAFETY


def own_award(programme: Node, standing: Standing) -> OwnAward | None:
    """No query, but two, once for all, where an award is under the safety rule, whose
    end is not written on it."""
    item = standing.of(programme)
    if item is None or not item.award:
        return None
    ends_on = item.award_until
    if ends_on is None and programme.expiry.rule == Rule.SAFETY:
        ends_on = _safety_ends(standing).get(item.award)
    modules = [standing.of(m) for m in programme.children if m.kind == Kind.MODULE]
    whole = all(module and module.completed_on for module in modules)
    return OwnAward(programme, item, ends_on, standing.on, whole)


def _safety_ends(standing: Standing) -> dict[str, dt.date | None]:
    if standing.safety_ends is None:
        found = [
            item.award
            for item in standing.items.values()
            if item.kind == Kind.PROGRAMME and item.award and not item.award_until
        ]
        standing.safety_ends = ends_of_each(found)
    return standing.safety_ends


def ending(outline: Outline, standing: Standing) -> list[OwnAward]:
    """Those that end within 90 days or ended within the last 90, the soonest first;
    of older ones My training tells, and nothing else does."""
    found = [own_award(node, standing) for node in outline.programmes]
    told = [one for one in found if one and (one.ends_soon or _just_ended(one))]
    return sorted(told, key=lambda one: (one.ends_on, one.item.pk))


def _just_ended(one: OwnAward) -> bool:
    return one.ended and one.ends_on is not None and one.on < one.ends_on + WINDOW
