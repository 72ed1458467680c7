"""Whose turn a concern is, when nobody reads it in time. Pure.

The protector, then the deputy, then the supervisor; the head only where there is no
supervisor. One about a member of staff goes to the supervisor and to nobody at school.
"""

from collections.abc import Collection

from django.db import models
from django.utils.translation import gettext_lazy as _


class Turn(models.TextChoices):
    PROTECTOR = "protector", _("Child protector")
    DEPUTY = "deputy", _("Deputy")
    SUPERVISOR = "supervisor", _("Supervisor")
    HEAD = "head", _("Head of school")


ORDER = (Turn.PROTECTOR, Turn.DEPUTY, Turn.SUPERVISOR)


def next_turn(
    after: str, there: Collection[Turn], *, on_staff: bool = False
) -> Turn | None:
    """The next whose post is held (`there`); None when nobody is left.

    `after` is the turn that passed unread, "" at the beginning.
    """
    if on_staff:
        ahead: tuple[Turn, ...] = () if after else (Turn.SUPERVISOR,)
    elif after in (Turn.SUPERVISOR, Turn.HEAD):
        ahead = ()
    else:
        passed = ORDER.index(Turn(after)) + 1 if after else 0
        ahead = (*ORDER[passed:], Turn.HEAD)
    if after == "" and Turn.PROTECTOR not in there:
        ahead = tuple(turn for turn in ahead if turn != Turn.DEPUTY)
    return next((turn for turn in ahead if turn in there), None)
