"""How the hints on a concern's quality are said to its sender."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from referrals.concern_quality import Hint, hints


SAID: dict[Hint, Promise] = {
    Hint.WHEN: _("When: at what hour, or in which lesson?"),
    Hint.WHERE: _("Where: in which place was it?"),
    Hint.WHO: _("Who: who said it, who was there?"),
    Hint.OPINION: _(
        "Fact or opinion: say what you saw and heard, and apart what you think."
    ),
    Hint.INITIALS: _("Initials: write the whole name; initials are misread."),
}


def said_hints(data: Mapping[str, Any]) -> list[Promise]:
    """The sentences for a checked form, in the order of the page."""
    found = hints(data["text"], where=data["noticed_where"], basis=data["basis"])
    return [SAID[hint] for hint in found]
