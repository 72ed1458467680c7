"""The form for days away."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portal.clock import today
from portal.forms import DayField, PortalForm
from schools.models import Post, StaffMember


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
        field = self.fields["deputy"]
        assert isinstance(field, DeputyField)  # noqa: S101
        field.queryset = colleagues(post)

    def clean(self) -> dict[str, Any]:
        """The last day is not before the first."""
        given: dict[str, Any] = super().clean() or {}
        first, last = given.get("starts_on"), given.get("ends_on")
        if first and last and last < first:
            raise ValidationError(
                {"ends_on": _("The last day must not be before the first day.")}
            )
        return given


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
