"""The form of a protection unit."""

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.forms import DayField, PortalModelForm
from schools.models import ProtectionUnit


class UnitForm(PortalModelForm):
    """What the check page of a referral shows: whom to call and where."""

    protocol_signed_on = DayField(
        label=_("Referral protocol signed on"), required=False
    )

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = ProtectionUnit
        fields = (
            "name",
            "telephone",
            "address",
            "email",
            "has_account",
            "protocol_signed_on",
        )
        labels: ClassVar = {"has_account": _("The unit answers in this portal")}
