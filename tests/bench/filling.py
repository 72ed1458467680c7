"""Fills a demonstration site with a heavy desk: 300 cases, 300 referrals to one unit,
one child with 300 notes, and a lesson. Prints the addresses and the cookies as JSON."""

import json
import sys
import time
from typing import Any

import django


ROWS = 300


def main() -> None:
    django.setup()

    from django.db import transaction

    from referrals.models import Case
    from tests.factories.referrals import World, a_referral
    from tests.factories.referrals import world as cast
    from tests.factories.schools import enrolled

    with transaction.atomic():
        w: World = cast()
        for _ in range(ROWS):
            w.pupil = enrolled(w.school, first_name="Prova")
            a_referral(w)
        case = Case.objects.filter(school=w.school).latest("pk")
        _history(case, w.protector)
        asked = {
            "caseload": ("/referrals/cases/", w.protector),
            "inbox": ("/referrals/inbox/", w.worker),
            "timeline": (f"/referrals/cases/{case.uid}/", w.protector),
            "lesson": (_a_lesson(), w.protector),
        }
        pages = {
            name: {"path": path, "cookie": _cookie(user)}
            for name, (path, user) in asked.items()
        }
    sys.stdout.write(json.dumps(pages))


def _a_lesson() -> str:
    from training.models import LessonPage
    from training.outline import address_of

    page = LessonPage.objects.filter(locale__language_code="sq").earliest("path")
    return address_of(page.url_path)


def _history(case: Any, by: Any) -> None:
    from uuid import uuid4

    from referrals.actions.cases import add_note

    for _ in range(ROWS):
        add_note(case=case, by=by, text="Folëm dhe ramë dakord.", token=uuid4())


def _cookie(user: Any) -> str:
    """A session with both factors, as the sign-in leaves it."""
    from django.conf import settings
    from django.contrib.sessions.backends.db import SessionStore

    moment = time.time()
    session = SessionStore()
    session.update(
        {
            "_auth_user_id": str(user.pk),
            "_auth_user_backend": settings.AUTHENTICATION_BACKENDS[0],
            "_auth_user_hash": user.get_session_auth_hash(),
            "account_authentication_methods": [
                {"method": "password", "at": moment, "username": user.username},
                {"method": "mfa", "at": moment, "type": "totp"},
            ],
            "account_authentication_methods_user": str(user.pk),
        }
    )
    session.save()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


if __name__ == "__main__":
    main()
