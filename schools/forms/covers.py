"""The form for days away."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portal.clock import today
from portal.forms import DayField, PortalForm
from schools.models import Post, StaffMember


MOST_DAYS = 100  # a summer and a little


class DeputyField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Colleagues by name."""

    def label_from_instance(self, obj: StaffMember) -> str:
        return obj.full_name()


class CoverForm(PortalForm):
    """Who stands in, and the first and last day (both included)."""

    deputy = DeputyField(
        label=_("Who acts for the protector?"), queryset=StaffMember.objects.none()
    )
    starts_on = DayField(label=_("First day away"))
    ends_on = DayField(label=_("Last day away"))

    def __init__(self, *args: Any, post: Post, **kwargs: Any) -> None:
        super().__init__(*args, initial={"deputy": post.deputy_id}, **kwargs)
        self.post = post
        field = self.fields["deputy"]
        assert isinstance(field, DeputyField)  # noqa: S101
        field.queryset = colleagues(post)

    def clean_starts_on(self) -> dt.date:
        """Access is given for days to come, not for days past."""
        first: dt.date = self.cleaned_data["starts_on"]
        if first < today():
            raise ValidationError(_("The first day must be today or later."))
        return first

    def clean(self) -> dict[str, Any]:
        """At most a summer, the last day not before the first, one deputy a day."""
        given: dict[str, Any] = super().clean() or {}
        first, last = given.get("starts_on"), given.get("ends_on")
        if first and last and last < first:
            raise ValidationError(
                {"ends_on": _("The last day must not be before the first day.")}
            )
        if first and last and (last - first).days >= MOST_DAYS:
            raise ValidationError(
                {"ends_on": _("A deputy acts for at most 100 days at a time.")}
            )
        if first and last and self._taken(first, last):
            raise ValidationError(
                _("A deputy is set for some of these days already. End that first.")
            )
        return given

    def _taken(self, first: dt.date, last: dt.date) -> bool:
        covers = self.post.covers.filter(starts_on__lte=last, ends_on__gte=first)
        return bool(covers.exists())


def colleagues(post: Post) -> Any:
    """Protectors with access in the same directorate, but not the holder."""
    school = post.school
    posts = Post.objects.held_on(today()).granted().filter(role="protector")
    near = posts.filter(school__directorate=school.directorate_id if school else None)
    return (
        StaffMember.objects.filter(posts__in=near)
        .exclude(pk=post.staff_id)
        .distinct()
        .order_by("name_key", "id")
    )
