"""An award that ends on a given day, of a programme with a refresher to renew it."""

import datetime as dt
from typing import Any

from django.utils import timezone

from tests.factories.training import Course, an_award, completed, course, publish, quiz
from training.models import Award


DAY = dt.timedelta(days=1)


def a_refresher_quiz() -> Any:
    made, _questions = quiz()
    made.purpose = "refresher"
    return publish(made)


def renewable(**given: Any) -> Course:
    """A programme with a refresher; `given` are fields of its page."""
    made = course(lessons=1)
    made.programme.refresher = a_refresher_quiz()
    for name, value in given.items():
        setattr(made.programme, name, value)
    made.programme = publish(made.programme)
    return made


def earned(made: Course, staff: Any, today: dt.date, *, left: int) -> Award:
    """An award and a completion that end so many days from today."""
    until, on = today + left * DAY, today - 600 * DAY
    award = an_award(staff, made)
    award.issued_on, award.valid_until = on, until
    award.issued_at = timezone.now() - 600 * DAY
    award.covers = [str(p.translation_key) for p in (made.module, *made.lessons)]
    award.save()
    completed(staff, made.item(made.module), on=on, until=until)
    return award


def renewal_url(made: Course) -> str:
    return f"/training/renewals/{made.item(made.programme).uid}/"
