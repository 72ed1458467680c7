"""Hears Wagtail publish and unpublish (by hand, by workflow or by the clock).

An alias repeats another page and is ignored (one that is made a page of its own:
`training/detached.py`). Deleting a live page unpublishes it
first, so a deletion is heard here too.
"""

from typing import Any

from django.conf import settings
from django.contrib.auth.signals import user_logged_in
from wagtail.signals import page_published, page_unpublished, published, unpublished

from portal.clock import now
from training import editors
from training.actions.publishing import Publication, record_publication, retire
from training.models import Change, Kind, Quiz
from training.models.page_base import LearningPage
from training.publications import record_page


def connect() -> None:
    page_published.connect(on_page_published, dispatch_uid="training")
    page_unpublished.connect(on_page_unpublished, dispatch_uid="training")
    published.connect(on_quiz_published, sender=Quiz, dispatch_uid="training")
    unpublished.connect(on_quiz_unpublished, sender=Quiz, dispatch_uid="training")
    user_logged_in.connect(editors.on_signed_in, dispatch_uid="training")


def on_page_published(*, instance: Any, revision: Any = None, **_kwargs: Any) -> None:
    if not _counts(instance):
        return
    record_page(instance, revision.user if revision else None)
    _back_to_minor(instance, revision)


def on_page_unpublished(*, instance: Any, **_kwargs: Any) -> None:
    source = instance.locale.language_code == settings.LANGUAGE_CODE
    if _counts(instance) and source:
        retire(
            kind=instance.kind,
            translation_key=instance.translation_key,
            at=now(),
            by=None,
        )


def on_quiz_published(*, instance: Quiz, revision: Any = None, **_kwargs: Any) -> None:
    record_publication(
        publication=Publication(
            kind=Kind.QUIZ,
            translation_key=instance.translation_key,
            language=settings.LANGUAGE_CODE,
            title=instance.name,
            content=instance.content(),
        ),
        at=now(),
        by=revision.user if revision else None,
    )


def on_quiz_unpublished(*, instance: Quiz, **_kwargs: Any) -> None:
    retire(kind=Kind.QUIZ, translation_key=instance.translation_key, at=now(), by=None)


def _counts(page: Any) -> bool:
    return (
        isinstance(page, LearningPage)
        and page.kind is not None
        and page.alias_of_id is None
    )


def _back_to_minor(page: Any, revision: Any) -> None:
    """The class chosen was for this publish; the next one starts from minor, with
    nothing to say. A newer draft keeps what its author chose."""
    if page.change == Change.MINOR and not page.change_note:
        return
    fresh = {"change": Change.MINOR, "change_note": ""}
    page.change, page.change_note = Change.MINOR, ""
    type(page).objects.filter(pk=page.pk).update(**fresh)
    if revision and revision.content.get("change"):
        revision.content.update(fresh)
        type(revision).objects.filter(pk=revision.pk).update(content=revision.content)
