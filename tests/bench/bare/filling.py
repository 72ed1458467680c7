"""Makes the peer's database: one page, and somebody who has signed in."""

import json
import sys

import django


def main() -> None:
    django.setup()

    from django.contrib.auth import get_user_model
    from django.contrib.sessions.backends.db import SessionStore
    from django.core.management import call_command
    from wagtail.models import Page

    from tests.bench.bare.models import BarePage

    call_command("migrate", verbosity=0)
    body = "".join(f"<p>{n}: a paragraph of a plain page.</p>" for n in range(25))
    root = Page.objects.get(depth=2)
    root.add_child(instance=BarePage(title="Bare", slug="bare", body=body))
    user = get_user_model().objects.create_user("bench")
    session = SessionStore()
    session["_auth_user_id"] = str(user.pk)
    session["_auth_user_backend"] = "django.contrib.auth.backends.ModelBackend"
    session["_auth_user_hash"] = user.get_session_auth_hash()
    session.save()
    cookie = f"sessionid={session.session_key}"
    sys.stdout.write(json.dumps({"path": "/bare/", "cookie": cookie}))


if __name__ == "__main__":
    main()
