"""What speaks against teaching a lesson about danger today, in sentences. It warns;
whoever knows better teaches all the same."""

import datetime as dt
from collections.abc import Sequence

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


def caution_sentences(schools: Sequence[School], day: dt.date) -> list[str | Promise]:
    """What speaks against it at these schools; what does not hold for all of them says
    where. Two queries, however many schools."""
    session = directory.days_in_session_from(schools, day, AHEAD)
    posts = directory.holders(("protector",), day).filter(school__in=schools)
    protected = {*posts.values_list("school", flat=True)}
    found = {
        school: cautions(day, session[school.pk], protector=school.pk in protected)
        for school in schools
    }
    said: list[str | Promise] = []
    for code, sentence in SENTENCES.items():
        where = [school for school, codes in found.items() if code in codes]
        if len(where) < len(found):
            said += [f"{school.name}: {sentence}" for school in where]
        elif where:
            said.append(sentence)
    return said
