"""What the casework does when the floor below tells of something."""

import datetime as dt
from typing import Any

from django.dispatch import receiver

from referrals.actions.transferring import prompt_transfers
from schools.signals import pupils_moved


MOST = 2_000  # pupils to look at by name; beyond, all open cases are looked at


@receiver(pupils_moved, dispatch_uid="referrals.transfers")
def ask_old_protectors(*, pupils: list[int], on: dt.date, **_given: Any) -> None:
    """A pupil on another school's roll: whose file is it from now on?"""
    prompt_transfers(pupils=pupils if len(pupils) <= MOST else None, on=on)
