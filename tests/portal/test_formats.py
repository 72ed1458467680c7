"""Dates are day first, in both languages: a wrong birth date is a safety fault."""

import datetime as dt

import pytest
from django import forms
from django.utils import formats, translation


@pytest.mark.parametrize("language", ["sq", "en"])
@pytest.mark.parametrize(
    "typed", ["25.12.2026", "25/12/2026", "25-12-2026", "2026-12-25"]
)
def test_day_first_dates_are_read(language, typed):
    with translation.override(language):
        assert forms.DateField(localize=True).clean(typed) == dt.date(2026, 12, 25)


@pytest.mark.parametrize("language", ["sq", "en"])
def test_03_04_is_the_third_of_april(language):
    with translation.override(language):
        assert forms.DateField().clean("03/04/2026") == dt.date(2026, 4, 3)


@pytest.mark.parametrize("language", ["sq", "en"])
def test_short_dates_print_day_first(language):
    with translation.override(language):
        day = formats.date_format(dt.date(2026, 11, 3), "SHORT_DATE_FORMAT")
        at = formats.time_format(dt.time(15, 5))

    assert (day, at) == ("03.11.2026", "15:05")
