"""Bringing the written activities into the library, without undoing an editor's work."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from wagtail.models import Locale

from portal import audit
from portal.content import (
    CHANGED,
    KEPT,
    NEW,
    Data,
    LoadResult,
    content_hash,
    key_of,
    verdict,
)
from referrals.activity_files import Activities
from referrals.models import CoachingActivity, LoadedActivity


if TYPE_CHECKING:
    from portal.models import User


@transaction.atomic
def load_activities(
    *, activities: Activities, at: datetime, by: "User | None"
) -> LoadResult:
    """Everything the files hold that the library has not, or holds as last loaded."""
    result = LoadResult()
    locales = {one.language_code: one for one in Locale.objects.all()}
    loaded = {
        (row.path, row.language): row.content_hash
        for row in LoadedActivity.objects.all()
    }
    for name, spoken in activities.items():
        path = f"activities/{name}"
        for code, values in spoken.items():
            before = loaded.get((path, code))
            one = _latest(path, locales[code])
            site = one.content() if one.pk else None
            answer = _put(one, site, values, before, by)
            if answer == KEPT:
                result.keep(path, code, site, values)
                continue
            result.counts[answer] += 1
            _note(path, code, content_hash(values), at)
    if result.wrote:
        audit.record("content.loaded", by=by, detail=dict(result.counts))
    return result


def _put(
    one: CoachingActivity,
    site: Data | None,
    values: Data,
    loaded: str | None,
    by: "User | None",
) -> str:
    """Put what the file says there, unless a person said otherwise. `site`: what it
    says so far; None: it is not there."""
    answer = verdict(
        wanted=content_hash(values),
        found=content_hash(site) if site else None,
        loaded=loaded,
        live=bool(site) and one.live,
    )
    if answer in {NEW, CHANGED}:
        for field, value in values.items():
            setattr(one, field, value)
        one.full_clean(exclude=["live_revision", "latest_revision"])
        one.save()
        one.save_revision(user=by).publish(user=by)
    return answer


def _latest(path: str, locale: Locale) -> CoachingActivity:
    """As its latest draft has it: a draft is an editor's work too. Unsaved: there is
    none."""
    key = key_of(path)
    one = CoachingActivity.objects.filter(translation_key=key, locale=locale).first()
    if one is None:
        return CoachingActivity(translation_key=key, locale=locale)
    latest: CoachingActivity = one.get_latest_revision_as_object()
    return latest


def _note(path: str, code: str, fingerprint: str, at: datetime) -> None:
    LoadedActivity.objects.update_or_create(
        path=path,
        language=code,
        defaults={"content_hash": fingerprint, "loaded_at": at},
    )
