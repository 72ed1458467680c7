"""A class register by somebody who is barred from one of the pupils."""

import datetime as dt

import pytest
from django.urls import reverse

from schools.actions.entering import enter_day
from schools.actions.shielding import shield_pupil
from schools.models import Absence
from tests.factories.schools import ClassFactory, SchoolFactory, enrolled, granted_post
from tests.factories.schools import school_days as open_days


pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 11, 20)


def test_the_register_leaves_the_child_out_and_keeps_what_another_entered(client_of):
    open_days(dt.date(2026, 9, 14), dt.date(2026, 12, 18))
    school = SchoolFactory()
    group = ClassFactory(school=school)
    shielded = enrolled(school, group=group, first_name="Zymrakuqe")
    other = enrolled(school, group=group, first_name="Zymragjelber")
    barred = granted_post("registrar", school=school)
    colleague = granted_post("protector", school=school).staff.user
    shield_pupil(pupil=shielded, barred=barred.staff, reason="Kushërirë", by=None)
    enter_day(
        group=group,
        day=DAY,
        today=DAY,
        kinds={shielded.pk: "unexplained"},
        by=colleague,
    )
    page = reverse("schools:register_day", args=[group.uid, DAY.isoformat()])

    shown = client_of(barred.staff.user).get(page).content.decode()
    client_of(barred.staff.user).post(
        page, {str(shielded.uid): "", str(other.uid): "explained"}
    )

    assert "Zymrakuqe" not in shown
    assert "Zymragjelber" in shown
    assert Absence.objects.get(pupil=shielded, date=DAY).kind == "unexplained"
    assert Absence.objects.get(pupil=other, date=DAY).kind == "explained"
