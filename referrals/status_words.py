"""What the sender of a concern may read about it later: words, never content. Pure."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Status:
    text: Promise
    colour: str
    call: bool = False  # nobody has read it in time: say whom to call


SENT = Status(_("Sent. Nobody has read it yet"), "yellow")
UNREAD = Status(_("Nobody has read it. Call"), "red", call=True)
READ = Status(_("A person has read it"), "blue")
ACTING = Status(_("It is being acted on"), "teal")
ENDED = Status(_("Our work ended. Tell us anything new"), "grey")

_BY_STATE = {
    "read": READ,
    "watch": ACTING,
    "coach": ACTING,
    "refer": ACTING,
    "no_action": ENDED,
    "closed": ENDED,
}


def status_of(state: str, due_at: datetime, now: datetime) -> Status:
    """The permitted words for one concern at this moment."""
    if state == "new":
        return UNREAD if now > due_at else SENT
    return _BY_STATE[state]
