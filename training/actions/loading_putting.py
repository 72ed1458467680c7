"""How the loader puts one thing on the site, unless a person said otherwise."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.conf import settings
from wagtail.models import Locale, Page

from portal.content import (
    CHANGED,
    KEPT,
    NEW,
    SAME,
    Data,
    LoadResult,
    content_hash,
    key_of,
    verdict,
)
from portal.models import User
from training.models import LoadedContent, Quiz


class Putter:
    """Keeps count of what was new, changed, the same, or left as a person has it."""

    def __init__(self, at: dt.datetime, by: User | None) -> None:
        self.at, self.by = at, by
        self.result = LoadResult()
        self.locales = {locale.language_code: locale for locale in Locale.objects.all()}
        self.loaded = {
            (row.path, row.language): row for row in LoadedContent.objects.all()
        }

    def page(
        self,
        model: Any,
        path: str,
        parents: dict[str, Any],
        values: dict[str, Data],
        slugs: dict[str, str] | str,
    ) -> dict[str, Any]:
        """The page in every language, the source first; a translation shares its
        key. Returns them by language."""
        pages: dict[str, Any] = {}
        for code in sorted(values, key=lambda code: code != settings.LANGUAGE_CODE):
            slug = slugs if isinstance(slugs, str) else slugs[code]

            def make(code: str = code, slug: str = slug) -> Any:
                source = pages.get(settings.LANGUAGE_CODE)
                if source is not None:
                    page = source.copy_for_translation(self.locales[code])
                    page.slug = slug
                    return page
                page = model(
                    slug=slug,
                    translation_key=key_of(path),
                    locale=self.locales[code],
                    live=False,
                    **{k: v for k, v in values[code].items() if k != "objectives"},
                )
                return parents[code].add_child(instance=page)

            pages[code] = self.put(model, path, code, values[code], make)
        return pages

    def snippet(self, model: Any, path: str, code: str, values: Data) -> Any:
        key = {"translation_key": key_of(path)}
        if model is not Quiz:
            key["locale"] = self.locales[code]
        return self.put(model, path, code, values, lambda: model(**key))

    def put(
        self, model: Any, path: str, code: str, values: Data, make: Callable[[], Any]
    ) -> Any:
        """Put what the file says there, unless a person said otherwise. Returns
        what the site then has: None where somebody deleted it."""
        row = self.loaded.get((path, code))
        loaded = row.content_hash if row else None
        found = _find(model, path, code)
        if found is None and loaded:
            self.result.keep(path, code)
            return None
        before = content_hash(found.content()) if found else None
        wanted = _with(found or make(), values)
        after = content_hash(wanted.content())
        live = found is not None and _is_live(found)
        answer = verdict(wanted=after, found=before, loaded=loaded, live=live)
        if answer == KEPT:
            self.result.keep(path, code)
            return _find(model, path, code)
        self.result.counts[answer] += 1
        if answer in {NEW, CHANGED}:
            self.live(wanted, self.by)
        self.note(path, code, after)
        return wanted if answer == SAME else model.objects.get(pk=wanted.pk)

    def note(self, path: str, code: str, fingerprint: str) -> None:
        LoadedContent.objects.update_or_create(
            path=path,
            language=code,
            defaults={"content_hash": fingerprint, "loaded_at": self.at},
        )

    @staticmethod
    def live(thing: Any, by: User | None = None) -> Any:
        """Saved and published, through a revision where the thing has them."""
        if not isinstance(thing, Page):
            thing.full_clean(exclude=["live_revision", "latest_revision"])
            thing.save()
        if hasattr(thing, "save_revision"):
            thing.save_revision(user=by).publish(user=by)
        return thing


def _find(model: Any, path: str, code: str) -> Any:
    """The thing as its latest draft has it: a draft is an editor's work too."""
    rows = model.objects.filter(translation_key=key_of(path))
    if model is not Quiz:
        rows = rows.filter(locale__language_code=code)
    found = rows.first()
    if found is not None and hasattr(found, "get_latest_revision_as_object"):
        return found.get_latest_revision_as_object()
    return found


def _with(thing: Any, values: Data) -> Any:
    for name, value in values.items():
        setattr(thing, name, value)
    return thing


def _is_live(thing: Any) -> bool:
    return bool(getattr(thing, "live", True))
