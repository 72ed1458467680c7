"""Shielding a child from a named adult, and declaring an interest of one's own."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from portal.clock import today
from portal.forms import LongTextField, PortalForm
from referrals.forms.casefile import DayToComeField
from schools.models import Post, School, StaffMember


class ColleagueField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """An adult who works near the child, by name and staff code."""

    def label_from_instance(self, obj: StaffMember) -> str:
        return " · ".join(filter(None, [obj.full_name(), obj.staff_code or ""]))


class ShieldForm(PortalForm):
    """Whom, why, until when. Somebody who works elsewhere is named by staff code."""

    barred = ColleagueField(
        label=_("Who must not find this child?"),
        queryset=StaffMember.objects.none(),
        to_field_name="uid",
        required=False,
    )
    staff_code = forms.CharField(
        label=_("Or the staff code of somebody who works elsewhere"),
        required=False,
        max_length=20,
    )
    reason = LongTextField(label=_("Why?"), limit=1000, rows=3)
    ends_on = DayToComeField(
        label=_("Until which day?"),
        help_text=_("Leave empty for: until somebody lifts it"),
        required=False,
    )

    def __init__(self, *args: Any, near: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["barred"].queryset = near  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        code = given.pop("staff_code", "").strip()
        if bool(code) == bool(given.get("barred")):
            raise ValidationError(
                {"barred": _("Choose one person, or enter one staff code.")}
            )
        if code:
            given["barred"] = StaffMember.objects.filter(
                staff_code__iexact=code
            ).first()
            if given["barred"] is None:
                raise ValidationError(
                    {"staff_code": _("Nobody has this staff code. Check it.")}
                )
        return given


class LiftForm(PortalForm):
    """Why the person may find the child again."""

    why = LongTextField(
        label=_("Why may this person find the child again?"), limit=1000, rows=3
    )


class InterestForm(PortalForm):
    """This child is related to me, or I have another interest in the matter."""

    reason = LongTextField(
        label=_("How are you connected with this child?"),
        help_text=_(
            "For example: related, a neighbour, a party in a dispute. Once you have "
            "sent this, you no longer find the child; somebody else takes over."
        ),
        limit=1000,
        rows=3,
    )


def near(school: School) -> QuerySet[StaffMember]:
    """Who works at the school, at its unit and in its directorate today."""
    here = Q(school=school) | Q(unit__municipality=school.municipality_id)
    here |= Q(directorate=school.directorate_id)
    posts = Post.objects.held_on(today()).filter(here)
    return StaffMember.objects.filter(pk__in=posts.values("staff")).order_by(
        "name_key", "pk"
    )
