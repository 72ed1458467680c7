"""The class teacher of the story called a few homes, where nobody else does."""

from portal.clock import now, today
from portal.demo import Demo
from portal.models import User
from schools.actions.contacts import log_contact
from schools.demo import story
from schools.my_class import own_classes


CALLED = (("no_answer", 5), ("called", 3))  # outcome, working days ago


def tell(demo: Demo) -> None:
    for outcome, days in CALLED:
        demo.step(
            demo.workday(days, "13:30"),
            lambda outcome=outcome: _call(outcome),  # type: ignore[misc]
        )


def _call(outcome: str) -> None:
    """The first pupil with a sign whose home is the teacher's to call."""
    user = User.objects.get(username=story.TEACHER.login)
    for own in own_classes(user, today()):
        for one in own.signs:
            if not one.by_service:
                log_contact(
                    pupil=one.pupil, outcome=outcome, on=today(), at=now(), by=user
                )
                return
