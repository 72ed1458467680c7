"""allauth's forms in this portal's markup and words."""

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as factor
from allauth.mfa.recovery_codes.forms import GenerateRecoveryCodesForm
from allauth.mfa.totp.forms import ActivateTOTPForm, DeactivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _

from portal.forms import PortalFormMixin


LENGTH_HINT = _(
    "At least 12 characters. Three words that do not belong together do well."
)


class _OurWords(PortalFormMixin):
    """Labels, hints and missing-value sentences by field name; no placeholders."""

    labels: dict[str, Any] = {}
    hints: dict[str, Any] = {}
    missing: dict[str, Any] = {}
    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)
            field.help_text = self.hints.get(name, "")
            if name in self.missing:
                field.error_messages["required"] = self.missing[name]
            if isinstance(field.widget, forms.PasswordInput | forms.TextInput):
                narrow = "govuk-!-width-two-thirds"
                field.widget.attrs.setdefault("class", narrow)


class SignInForm(_OurWords, account.LoginForm):
    """E-mail or staff code, and the password."""

    labels = {"login": _("E-mail or staff code"), "password": _("Password")}
    missing = {
        "login": _("Enter your e-mail or staff code"),
        "password": _("Enter your password"),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs |= {
            "autocomplete": "username",
            "autocapitalize": "none",
            "spellcheck": "false",
        }


class PasswordAgainForm(_OurWords, account.ReauthenticateForm):
    """The password once more, before something that matters."""

    labels = {"password": _("Password")}
    missing = {"password": _("Enter your password")}


_NEW = {"password1": _("New password"), "password2": _("New password again")}
_NEW_HINTS = {"password1": LENGTH_HINT}
_NEW_MISSING = {
    "password1": _("Enter a new password"),
    "password2": _("Enter the new password again"),
}


class NewPasswordForm(_OurWords, account.ChangePasswordForm):
    """Change one's own password."""

    labels = _NEW | {"oldpassword": _("Current password")}
    hints = _NEW_HINTS
    missing = _NEW_MISSING | {"oldpassword": _("Enter your current password")}


class LostPasswordForm(_OurWords, account.ResetPasswordForm):
    """Ask for a link by e-mail."""

    labels = {"email": _("E-mail")}
    missing = {"email": _("Enter your e-mail")}


class PasswordByLinkForm(_OurWords, account.ResetPasswordKeyForm):
    """A new password through the link from the e-mail."""

    labels = _NEW
    hints = _NEW_HINTS
    missing = _NEW_MISSING


_CODE_HINT = _("Six digits from the app on your phone, or one of your recovery codes.")
_CODE_MISSING = {"code": _("Enter the code")}


class _CodeWords(_OurWords):
    labels = {"code": _("Code")}
    missing = _CODE_MISSING

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs |= {
            "class": "govuk-input--width-10",
            "inputmode": "numeric",
            "autocomplete": "one-time-code",
            "spellcheck": "false",
        }


class CodeForm(_CodeWords, factor.AuthenticateForm):
    """The second step of signing in."""

    hints = {"code": _CODE_HINT}


class CodeAgainForm(_CodeWords, factor.ReauthenticateForm):
    """The second step once more."""

    hints = {"code": _CODE_HINT}


class FirstCodeForm(_CodeWords, ActivateTOTPForm):
    """Proves that the app was set up rightly."""

    labels = {"code": _("Code from the app")}
    hints = {"code": _("Six digits. They change every 30 seconds.")}


class DropCodesForm(_OurWords, DeactivateTOTPForm):
    """Stop using the app."""


class NewRecoveryCodesForm(_OurWords, GenerateRecoveryCodesForm):
    """New recovery codes; the old ones end."""


class NewKeyForm(_OurWords, AddWebAuthnForm):
    """Add a passkey."""

    labels = {
        "name": _("Name of this passkey"),
        "passwordless": _("Sign in with this passkey alone, without the password"),
    }
    hints = {"name": _("So that you can tell it apart later: my phone, my key.")}


class RenameKeyForm(_OurWords, EditWebAuthnForm):
    """Rename a passkey."""

    labels = {"name": _("Name of this passkey")}
    missing = {"name": _("Enter a name")}
