"""The old protector's decision on the file of a pupil who moved."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.forms import ChoiceField, LongTextField, PortalForm
from referrals.forms.casefile import DayToComeField


WHOLE, SUMMARY, CLOSE, KEEP = "whole", "summary", "close", "keep"


class DecideForm(PortalForm):
    """Offer, close or keep; and why this is in the child's interest."""

    decision = ChoiceField(
        label=_("What happens with the file?"),
        choices=[
            (WHOLE, _("Offer the whole file to the new school")),
            (SUMMARY, _("Offer a summary to the new school")),
            (CLOSE, _("Close the case as moved; nothing is passed on")),
            (KEEP, _("Keep the case here until a day")),
        ],
        hints={
            WHOLE: _("The case, its notes and a live referral move with the receipt."),
            SUMMARY: _("The new school opens its own case from what you write here."),
            CLOSE: _("A heightened or acute case: ask for the signatures first."),
            KEEP: _("You are asked again after that day."),
        },
    )
    interest = LongTextField(
        label=_("Why is this in the child’s interest?"), limit=1000, rows=3
    )
    child_view = LongTextField(
        label=_("What does the child think of it, if you close the case?"),
        help_text=_("In the child’s words. If the child was not asked, say why."),
        required=False,
        limit=2000,
        rows=3,
    )
    summary = LongTextField(
        label=_("The summary, if you offer one"), required=False, limit=4000, rows=6
    )
    keep_until = DayToComeField(
        label=_("Until which day, if you keep the case?"), required=False
    )

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        decision = given.get("decision")
        if decision == SUMMARY and not given.get("summary", "").strip():
            self.add_error("summary", _("Write what the new school should know."))
        if decision == CLOSE and not given.get("child_view", "").strip():
            self.add_error("child_view", _("Write it, or say why it was not asked."))
        if decision != CLOSE and given.get("child_view", "").strip():
            said = _("It is kept only when the case is closed. Write it in a note.")
            self.add_error("child_view", said)
        unsaid = not given.get("keep_until") and "keep_until" not in self.errors
        if decision == KEEP and unsaid:
            self.add_error("keep_until", _("Say until which day."))
        return given
