"""What speaks against teaching a lesson about danger today, in sentences. It warns;
whoever knows better teaches all the same."""

import datetime as dt

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from schools import directory
from schools.models import School
from training.teaching_days import (
    AHEAD,
    BEFORE_DAYS_OFF,
    NO_PROTECTOR,
    ON_A_FRIDAY,
    cautions,
)


SENTENCES: dict[str, Promise] = {
    ON_A_FRIDAY: _(
        "Today is Friday. A child who wants to tell something would wait until Monday:"
        " teach it earlier in the week."
    ),
    BEFORE_DAYS_OFF: _(
        "There is no school tomorrow. A child who wants to tell something would have"
        " nobody to go to: teach it when days of school follow."
    ),
    NO_PROTECTOR: _(
        "No child protector works at your school today. Agree first on whom a child can"
        " go to after the lesson."
    ),
}


def caution_sentences(school: School, day: dt.date) -> list[Promise]:
    """For one school and day; two queries."""
    session = directory.days_in_session_from(school, day, AHEAD)
    protector = directory.holders(("protector",), day, school=school).exists()
    return [SENTENCES[code] for code in cautions(day, session, protector=protector)]
