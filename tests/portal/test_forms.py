"""Forms in GOV.UK markup, dates day first, errors that say what to do."""

import datetime as dt

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template import Context, Template
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from portal.dates import day_text, parse_day
from portal.forms import (
    ChoiceField,
    DayField,
    LongTextField,
    PortalForm,
    PortalModelForm,
    TicksField,
    UploadField,
    VersionField,
    YesNoField,
)
from portal.models import User


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


class ConcernForm(PortalForm):
    """One of each control."""

    pupil = forms.CharField(label="Pupil", help_text="Name or class")
    on = DayField(label="When?")
    urgency = ChoiceField(
        label="How urgent?", choices=[("a", "Now"), ("b", "Soon")], hints={"a": "Call"}
    )
    signs = TicksField(label="Signs", choices=[("x", "X"), ("y", "Y")], required=False)
    told = YesNoField(label="Was the child told?")
    seen = LongTextField(label="What did you see?", limit=20)
    unit = forms.ChoiceField(label="Unit", choices=[("", "–"), ("1", "One")])
    sure = forms.BooleanField(label="I checked it")
    file = UploadField(label="File", required=False)
    version = VersionField(initial=3)


GOOD = {
    "pupil": "P-0388",
    "on": "3.11.2026",
    "urgency": "b",
    "told": "no",
    "seen": "ten\r\nchars",
    "unit": "1",
    "sure": "on",
    "version": "3",
}


# --- Dates ---------------------------------------------------------------------------
@pytest.mark.parametrize(
    "text",
    [
        "03.04.2026",
        "3.4.2026",
        "3/4/2026",
        "03-04-2026",
        "3 4 2026",
        " 3. 4. 2026. ",
        "2026-04-03",
        "3.4.26",
        "03042026",
        "3 prill 2026",
        "3 Prill 2026",
        "3 April 2026",
        "３.４.２０２６",
    ],
)
def test_a_date_is_read_day_first(text: str) -> None:
    assert parse_day(text) == dt.date(2026, 4, 3)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "31.02.2026",
        "12.25.2026",
        "04/31/2026",
        "3.4",
        "soon",
        "3.4.202",
        "0.1.2026",
    ],
)
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        parse_day(text)


@pytest.mark.parametrize("slip", ["3.11.2099", "3.11.1926", "1.1.0001"])
def test_a_slip_in_the_year_is_told_and_a_day_within_three_years_taken(
    slip: str,
) -> None:
    far, near = ConcernForm(GOOD | {"on": slip}), ConcernForm(GOOD)

    assert far.errors["on"] == ["This day is years away: check the year"]
    assert "on" not in near.errors


@pytest.mark.parametrize("month", ["nëntor", "nentor", "Nëntor", "nën", "November"])
def test_a_month_may_be_written_out(month: str) -> None:
    assert parse_day(f"22 {month} 2026") == dt.date(2026, 11, 22)


@given(st.dates(min_value=dt.date(1900, 1, 1), max_value=dt.date(2100, 1, 1)))
def test_what_we_write_we_read(day: dt.date) -> None:
    assert parse_day(day_text(day)) == day


def test_a_wrong_date_comes_back_as_typed() -> None:
    form = ConcernForm({**GOOD, "on": "31.02.2026"})

    assert "Enter a real date, day first" in form.errors["on"][0]
    assert 'value="31.02.2026"' in str(form["on"])


@pytest.mark.parametrize("language", ["sq", "en"])
def test_a_saved_date_is_shown_our_way_in_both_languages(language: str) -> None:
    with translation.override(language):
        form = ConcernForm(initial={"on": dt.date(2026, 11, 3)})

        assert 'value="03.11.2026"' in str(form["on"])


# --- Values --------------------------------------------------------------------------
def test_good_answers_come_out_as_values() -> None:
    form = ConcernForm(GOOD)

    assert form.is_valid(), form.errors
    assert form.cleaned_data["on"] == dt.date(2026, 11, 3)
    assert form.cleaned_data["told"] is False
    assert form.cleaned_data["seen"] == "ten\nchars"
    assert form.cleaned_data["signs"] == []


def test_a_line_break_counts_as_one_character() -> None:
    form = ConcernForm({**GOOD, "seen": "a\r\n" * 10})

    assert "seen" not in form.errors


def test_too_long_a_text_is_refused_and_kept() -> None:
    form = ConcernForm({**GOOD, "seen": "a" * 21})

    assert "20" in form.errors["seen"][0]
    assert "a" * 21 in str(form["seen"])


def test_yes_no_has_no_answer_beforehand() -> None:
    assert "checked" not in str(ConcernForm()["told"])
    assert "checked" in str(ConcernForm(initial={"told": True})["told"])


def test_a_missing_answer_is_named_in_the_message() -> None:
    errors = ConcernForm({}).errors

    assert errors["pupil"] == ["Fill in: Pupil"]
    assert errors["urgency"] == ["Choose an answer: How urgent?"]
    assert errors["sure"] == ["Tick the box: I checked it"]
    assert errors["on"] == ["Enter a date: When?"]


def test_an_empty_file_is_refused() -> None:
    form = ConcernForm(GOOD, {"file": SimpleUploadedFile("a.csv", b"")})

    assert "empty" in form.errors["file"][0]


def test_a_form_never_writes() -> None:
    class NameForm(PortalModelForm):
        class Meta:
            model = User
            fields = ["name"]

    with pytest.raises(TypeError):
        NameForm({"name": "Ana"}).save()


# --- Markup --------------------------------------------------------------------------
def test_controls_carry_govuk_classes() -> None:
    page = str(ConcernForm())

    for name in (
        "govuk-input",
        "govuk-textarea",
        "govuk-select",
        "govuk-radios__input",
        "govuk-checkboxes__input",
        "govuk-fieldset__legend",
        "app-file",
    ):
        assert name in page


def test_an_error_is_tied_to_its_control() -> None:
    field = str(ConcernForm({})["pupil"].as_field_group())

    assert 'aria-describedby="id_pupil_helptext id_pupil_error"' in field
    assert 'aria-invalid="true"' in field
    assert "govuk-input--error" in field
    assert 'id="id_pupil_error"' in field


def test_a_group_is_described_as_a_whole() -> None:
    field = str(ConcernForm({})["urgency"].as_field_group())

    assert (
        '<fieldset class="govuk-fieldset" aria-describedby="id_urgency_error">' in field
    )
    assert field.count("aria-describedby") == 2  # the group's, and the hint of "Now"
    assert 'aria-describedby="id_urgency_0_hint"' in field


def test_a_counted_text_is_described_by_its_limit() -> None:
    field = str(ConcernForm()["seen"].as_field_group())

    assert 'aria-describedby="id_seen_count"' in field
    assert "At most 20 characters" in field
    assert "maxlength" not in field


def test_only_optional_answers_are_marked() -> None:
    page = ConcernForm()

    assert "(optional)" in page["signs"].as_field_group()
    assert "(optional)" not in page["pupil"].as_field_group()
    assert "required" not in str(page["pupil"])


def test_the_one_question_of_a_page_is_its_heading() -> None:
    class OneForm(PortalForm):
        heading_field = "why"
        why = forms.CharField(label="Why?")

    field = OneForm()["why"].as_field_group()

    assert '<h1 class="govuk-label-wrapper">' in field
    assert "govuk-label--l" in field


def test_what_people_typed_is_escaped() -> None:
    nasty = '"><script>alert(1)</script>'
    form = ConcernForm({**GOOD, "pupil": nasty, "seen": nasty, "urgency": nasty})

    assert "<script>" not in str(form)


def test_hidden_fields_are_there_once() -> None:
    assert str(ConcernForm()).count('name="version"') == 1


def test_a_hint_may_not_carry_markup() -> None:
    class HintForm(PortalForm):
        a = forms.CharField(help_text="<b>x</b>")

    assert "&lt;b&gt;" in HintForm()["a"].as_field_group()


def test_other_forms_keep_their_own_markup() -> None:
    class PlainForm(forms.Form):
        name = forms.CharField()

    assert "govuk" not in str(PlainForm())


# --- The box on top ------------------------------------------------------------------
def summary(form: forms.BaseForm) -> str:
    page = Template("{% load portal_ui %}{% error_summary form %}")
    return page.render(Context({"form": form}))


def test_the_summary_links_to_the_first_control_of_each_question() -> None:
    page = summary(ConcernForm({}))

    for target in (
        "id_pupil",
        "id_on",
        "id_urgency_0",
        "id_told_0",
        "id_unit",
        "id_sure",
    ):
        assert f'href="#{target}"' in page


def test_every_target_of_the_summary_is_on_the_page() -> None:
    form = ConcernForm({})
    page = str(form)

    for name in form.errors:
        if not form[name].is_hidden:
            assert f'id="{form[name].error_target}"' in page


def test_a_fault_of_the_whole_form_is_said_without_a_link() -> None:
    form = ConcernForm(GOOD)
    form.add_error(None, "Two answers contradict each other.")

    assert "<li>Two answers contradict each other.</li>" in summary(form)


def test_there_is_no_box_without_a_fault() -> None:
    assert summary(ConcernForm()).strip() == ""
    assert summary(ConcernForm(GOOD)).strip() == ""
