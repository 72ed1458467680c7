"""The library of the demonstration: the written activities, before the first talk."""

from portal.clock import now
from portal.demo import Demo
from referrals.actions.library import load_activities
from referrals.activity_files import read_activities


FIRST_DAY = 45  # working days before the story's day


def tell(demo: Demo) -> None:
    demo.step(
        demo.workday(FIRST_DAY, "07:10"),
        lambda: load_activities(activities=read_activities(), at=now(), by=None),
    )
