"""A new colleague comes in by a slip, sets up both kinds of second step, and loses no text."""

import time
from collections.abc import Callable, Iterator

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Browser

from tests.journeys.site import Site
from tests.journeys.visitor import Visitor


pytestmark = pytest.mark.journey
LOGIN, PASSWORD = "s0900", "tre fjalë krejt të tjera"
WORDS = "Sot më tha se nuk fle në shtëpi."


@pytest.fixture
def newcomer(
    browser_program: Browser, site: Site, way: tuple[int, str]
) -> Iterator[Visitor]:
    """A window in which nobody has signed in."""
    one = Visitor(
        browser_program, site, width=way[0], language=way[1], name="come-in-newcomer"
    )
    yield one
    one.close()


def test_come_in(visitor: Callable[[str], Visitor], newcomer: Visitor, site: Site):
    link = _slip(visitor(_login_of(site, "head")))

    _join(newcomer, link)
    _codes(newcomer)
    newcomer.open("/")
    newcomer.look("inside")
    _passkey(newcomer)
    _sign_in_by_passkey_alone(newcomer)
    _write_too_slowly(newcomer, site)

    assert newcomer.page.locator("main textarea").first.input_value() == WORDS


def _login_of(site: Site, role: str) -> str:
    return next(row["login"] for row in site.accounts.values() if row["role"] == role)


def test_a_teacher_without_e_mail_comes_in_by_a_slip_in_three_presses(
    visitor: Callable[[str], Visitor], newcomer: Visitor, site: Site
):
    """Journey 3: the slip, a password, the name, and the training is there. Whoever
    types and tabs presses no more than that."""
    link = _slip(visitor(_login_of(site, "head")), "s0901", "teacher")
    newcomer.open(link)
    newcomer.choose_language()
    before = newcomer.taps()

    newcomer.page.fill("[name=name]", "Shembulla Modeli")
    newcomer.page.fill("[name=password1]", PASSWORD)
    newcomer.page.fill("[name=password2]", PASSWORD)
    newcomer.send("form:has([name=password1])")
    newcomer.page.fill("[name=login]", "s0901")
    newcomer.page.fill("[name=password]", PASSWORD)
    newcomer.send("form:has([name=password])")
    newcomer.page.locator("main a[href^='/training/']").first.click()
    newcomer.page.wait_for_url("**/training/**")

    assert newcomer.taps() - before == 3
    newcomer.choose_language()
    newcomer.look("first-training")


def _slip(head: Visitor, login: str = LOGIN, role: str = "registrar") -> str:
    head.open("/accounts/invitations/new/")
    head.look("invite")
    head.page.fill("[name=login]", login)
    head.page.check(f"[name=role][value={role}]")
    head.send("main form")
    head.look("slip")
    return head.page.locator(".app-slip strong.app-break").nth(1).inner_text()


def _join(newcomer: Visitor, link: str) -> None:
    newcomer.open(link)
    newcomer.choose_language()
    newcomer.look("join")
    newcomer.page.fill("[name=name]", "Modeli Shembulli")
    newcomer.page.fill("[name=password1]", PASSWORD)
    newcomer.page.fill("[name=password2]", PASSWORD)
    newcomer.send("form:has([name=password1])")
    newcomer.page.fill("[name=login]", LOGIN)
    newcomer.page.fill("[name=password]", PASSWORD)
    newcomer.send("form:has([name=password])")
    newcomer.choose_language()
    newcomer.look("second-step-first")
    assert newcomer.page.url.endswith("/accounts/second-factor/")


def _codes(newcomer: Visitor) -> None:
    newcomer.follow("main a[href$='/totp/activate/']")
    newcomer.look("codes")
    picture = "document.querySelector('img.app-qr').naturalWidth"
    assert newcomer.page.evaluate(picture) > 100
    seed = newcomer.page.locator("code.app-code").text_content() or ""
    code = format_hotp_value(hotp_value(seed.strip(), int(time.time()) // 30))
    newcomer.page.fill("[name=code]", code)
    newcomer.send("form:has([name=code])")
    newcomer.look("recovery-codes")


def _passkey(newcomer: Visitor) -> None:
    """The browser's own stand-in for a fingerprint reader."""
    tools = newcomer.context.new_cdp_session(newcomer.page)
    tools.send("WebAuthn.enable")
    tools.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    newcomer.open("/accounts/2fa/webauthn/add/")
    newcomer.look("passkey")
    newcomer.page.check("[name=passwordless]")
    with newcomer.page.expect_navigation():
        newcomer.page.click("#mfa_webauthn_add")
    newcomer.look("passkey-added")


def _sign_in_by_passkey_alone(newcomer: Visitor) -> None:
    newcomer.send("header form[action$='/logout/']")
    newcomer.open("/accounts/login/")
    with newcomer.page.expect_navigation(url=lambda url: "/accounts/" not in url):
        newcomer.page.click("#passkey_login")
    newcomer.choose_language()


def _write_too_slowly(newcomer: Visitor, site: Site) -> None:
    """The clock runs out under an open form; the text comes back after signing in."""
    newcomer.open("/referrals/concerns/new/")
    newcomer.page.locator("main textarea").first.fill(WORDS)
    site.manage("shell", "-c", _HALF_AN_HOUR_AGO)
    form = newcomer.page.locator("main form:has(textarea)")
    with newcomer.page.expect_navigation():
        form.locator("button[type=submit]").last.click()
    newcomer.look("signed-out")
    with newcomer.page.expect_navigation(url="**/kept-text/"):
        newcomer.page.click("#passkey_login")
    newcomer.choose_language()
    newcomer.look("kept-text")
    assert WORDS in newcomer.text()
    newcomer.send("main section form")


_HALF_AN_HOUR_AGO = """
from django.contrib.sessions.models import Session
from django.contrib.sessions.backends.db import SessionStore
for row in Session.objects.all():
    session = SessionStore(row.session_key)
    if "seen_at" in session:
        session["seen_at"] -= 31 * 60
        session.save()
"""
