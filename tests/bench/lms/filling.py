"""Makes the peer's database: one course of four lessons with the words of ours, and
somebody who has signed in and is enrolled."""

import json
import sys
import tomllib
from html import escape
from pathlib import Path
from typing import Any

import django


LESSON = Path(__file__).parents[3] / "training" / "content" / "t1" / "lesson-1.sq.toml"


def main() -> None:
    django.setup()

    from django.contrib.auth import get_user_model
    from django.core.management import call_command
    from wagtail.models import Page
    from wagtail_lms.models import CourseEnrollment, CoursePage, H5PLessonPage

    call_command("migrate", verbosity=0)
    course = Page.objects.get(depth=2).add_child(
        instance=CoursePage(title="Course", slug="course")
    )
    for number in range(1, 5):
        lesson = H5PLessonPage(title=f"Lesson {number}", slug=f"lesson-{number}")
        lesson.body = json.dumps([{"type": "paragraph", "value": _first_step()}])
        course.add_child(instance=lesson)
    user = get_user_model().objects.create_user("bench")
    CourseEnrollment.objects.create(user=user, course=course)
    page = {"path": "/course/lesson-1/", "cookie": _cookie(user)}
    sys.stdout.write(json.dumps(page))


def _first_step() -> str:
    """As much to read as the portal shows on the page that is measured: a step ends
    where the next heading begins."""
    blocks = tomllib.loads(LESSON.read_text())["body"]
    texts = [block.get("text", "") for block in blocks]
    ends = [n for n, block in enumerate(blocks) if block["type"] == "heading"][1]
    return "".join(f"<p>{escape(text)}</p>" for text in texts[:ends])


def _cookie(user: Any) -> str:
    from django.contrib.sessions.backends.db import SessionStore

    session = SessionStore()
    session["_auth_user_id"] = str(user.pk)
    session["_auth_user_backend"] = "django.contrib.auth.backends.ModelBackend"
    session["_auth_user_hash"] = user.get_session_auth_hash()
    session.save()
    return f"sessionid={session.session_key}"


if __name__ == "__main__":
    main()
