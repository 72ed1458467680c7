"""What the account tests share: a password, one-time codes, the doors."""

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.utils import decrypt
from django.test import Client
from django.urls import reverse

from portal.models import User
from tests.factories.portal import UserFactory
from tests.one_time_code import code_of


PASSWORD = "tre fjalë që s'shkojnë bashkë"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def account(*, totp: bool = False, user: User | None = None, **given) -> User:
    """An account with the known password, and one-time codes if asked for."""
    person = user or UserFactory(**given)
    person.set_password(PASSWORD)
    person.save()
    if totp:
        TOTP.activate(person, SECRET)
    return person


def code_now(user: User) -> str:
    """The code that the person's phone shows."""
    stored = Authenticator.objects.get(user=user, type="totp").data["secret"]
    return code_of(decrypt(stored))


def send_password(client: Client, login: str, password: str = PASSWORD, **more):
    """The sign-in form."""
    return client.post(
        reverse("account_login"), {"login": login, "password": password, **more}
    )


def signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session
