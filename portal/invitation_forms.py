"""Forms of joining: an invitation, a first password, a proof in person."""

from typing import TYPE_CHECKING, Any

from allauth.mfa.base.internal.flows import check_rate_limit
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portal.account_forms import LENGTH_HINT
from portal.forms import ChoiceField, PortalForm
from portal.roles import Role


if TYPE_CHECKING:
    from portal.models import User

WIDE = {"class": "govuk-!-width-two-thirds"}


class InvitationForm(PortalForm):
    """Whom, as what, where."""

    login = forms.CharField(
        label=_("E-mail or staff code"),
        help_text=_(
            "With an e-mail the link is sent there. With a staff code you print a slip."
        ),
        max_length=150,
        widget=forms.TextInput(
            WIDE | {"autocomplete": "off", "autocapitalize": "none"}
        ),
        error_messages={"required": _("Enter an e-mail or a staff code")},
    )
    name = forms.CharField(
        label=_("Name"), max_length=150, required=False, widget=forms.TextInput(WIDE)
    )
    role = ChoiceField(label=_("Role"))
    place = forms.CharField(
        label=_("Code of the place"),
        help_text=_(
            "The code of the school or directorate; for a child protection unit and a"
            " municipal table the code of the municipality. Empty for a national role."
        ),
        max_length=30,
        required=False,
        widget=forms.TextInput({"class": "govuk-input--width-10"}),
    )
    agency = forms.CharField(
        label=_("Agency"),
        help_text=_("Only for a member of the municipal table."),
        max_length=60,
        required=False,
        widget=forms.TextInput(WIDE),
    )

    def __init__(
        self, *args: Any, roles: list[Role], place: str | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["role"]
        field.choices = [(role.key, role.label) for role in roles]  # type: ignore[attr-defined]
        field.widget.hints = {role.key: role.description for role in roles}
        self.own_place = place
        if place is not None:
            del self.fields["place"]
        if "table_member" not in {role.key for role in roles}:
            del self.fields["agency"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("role") == "table_member" and not data.get("agency"):
            self.add_error("agency", _("Enter the agency that the member speaks for"))
        if self.own_place is not None:
            data["place"] = self.own_place
        login = data.get("login", "")
        if "@" in login:
            try:
                forms.EmailField().clean(login.strip())
            except ValidationError:
                self.add_error("login", _("This e-mail is not complete"))
        return data


class PasswordForm(PortalForm):
    """A first or a new password, typed twice."""

    password1 = forms.CharField(
        label=_("Password"),
        help_text=LENGTH_HINT,
        strip=False,
        widget=forms.PasswordInput(WIDE | {"autocomplete": "new-password"}),
        error_messages={"required": _("Choose a password")},
    )
    password2 = forms.CharField(
        label=_("Password again"),
        strip=False,
        widget=forms.PasswordInput(WIDE | {"autocomplete": "new-password"}),
        error_messages={"required": _("Enter the password again")},
    )

    def __init__(self, *args: Any, account: "User", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.account = account

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, second = data.get("password1"), data.get("password2")
        if first and second and first != second:
            self.add_error("password2", _("The two passwords are not the same"))
        if first:
            self.account.name = data.get("name", self.account.name)
            try:
                validate_password(first, self.account)
            except ValidationError as error:
                self.add_error("password1", error)
        return data


class JoinForm(PasswordForm):
    """The name as colleagues see it, and the password."""

    name = forms.CharField(
        label=_("Your first and last name"),
        max_length=150,
        widget=forms.TextInput(WIDE | {"autocomplete": "name"}),
        error_messages={"required": _("Enter your first and last name")},
    )
    field_order = ["name", "password1", "password2"]


SLIP, CODE = "slip", "code"


class InPersonForm(PortalForm):
    """Which colleague stands in front of me, and what was lost."""

    login = forms.CharField(
        label=_("Sign-in name of the colleague"),
        help_text=_("Their e-mail or staff code."),
        max_length=150,
        widget=forms.TextInput(
            WIDE | {"autocomplete": "off", "autocapitalize": "none"}
        ),
        error_messages={"required": _("Enter the sign-in name")},
    )
    what = ChoiceField(
        label=_("What was lost?"),
        choices=[(SLIP, _("The password")), (CODE, _("The phone or key"))],
        hints={
            SLIP: _("You print a slip with a link. The second step stays as it is."),
            CODE: _("You read out a code, good for one hour, after the password."),
        },
    )
    seen = forms.BooleanField(
        label=_("This person is here and I know them"),
        error_messages={"required": _("Do this only with the person in front of you")},
    )


class LostFactorForm(PortalForm):
    """The code that somebody gave in person."""

    code = forms.CharField(
        label=_("The code that you were given"),
        help_text=_("Ten letters and digits, for example ABCD-EFGH-JK."),
        max_length=20,
        widget=forms.TextInput(
            {"class": "govuk-input--width-20", "autocomplete": "off"}
        ),
        error_messages={"required": _("Enter the code")},
    )

    def __init__(self, *args: Any, user: "User", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_code(self) -> str:
        check_rate_limit(self.user)
        return str(self.cleaned_data["code"])
