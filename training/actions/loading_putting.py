"""How the loader puts one thing on the site, unless a person said otherwise."""

import datetime as dt
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from typing import Any
from uuid import UUID

from django.conf import settings
from wagtail.models import Locale, Page
from wagtail.signal_handlers import disable_reference_index_auto_update
from wagtail.tasks import update_reference_index_task

from portal.content import (
    CHANGED,
    KEPT,
    NEW,
    SAME,
    ContentUnreadable,
    Data,
    LoadResult,
    content_hash,
    key_of,
    verdict,
)
from portal.models import User
from training.actions.loading_new import write_new
from training.models import LegalReference, LoadedContent, Quiz


class Putter:
    """Keeps count of what was new, changed, the same, or left as a person has it."""

    def __init__(self, at: dt.datetime, by: User | None) -> None:
        self.at, self.by = at, by
        self.result = LoadResult()
        self.locales = {locale.language_code: locale for locale in Locale.objects.all()}
        self.loaded = {
            (row.path, row.language): row.content_hash
            for row in LoadedContent.objects.all()
        }
        self._noted: dict[tuple[str, str], str] = {}
        self._touched: dict[tuple[str, str], None] = {}

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Around all that is put. Wagtail would index the references of a thing at each
        of its saves; once for each at the end says the same."""
        with disable_reference_index_auto_update():
            yield
        LoadedContent.objects.bulk_create(
            (
                LoadedContent(
                    path=path, language=code, content_hash=found, loaded_at=self.at
                )
                for (path, code), found in self._noted.items()
            ),
            update_conflicts=True,
            unique_fields=["path", "language"],
            update_fields=["content_hash", "loaded_at"],
        )
        for label, pk in self._touched:
            update_reference_index_task.enqueue(*label.split("."), pk)

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

    def snippets(self, model: Any, rows: Sequence[tuple[str, str, Data]]) -> None:
        """(path, language, values) of many: those the site has never had at once, the
        others one by one."""
        found = model.objects.filter(
            translation_key__in={key_of(path) for path, _code, _values in rows}
        )
        there = set(found.values_list("translation_key", "locale__language_code"))
        new = [
            row
            for row in rows
            if row[:2] not in self.loaded and (key_of(row[0]), row[1]) not in there
        ]
        things = [
            model(translation_key=key_of(path), locale=self.locales[code], **values)
            for path, code, values in new
        ]
        if things:
            write_new(things, at=self.at, by=self.by)
        for (path, code, _values), thing in zip(new, things, strict=True):
            self.result.counts[NEW] += 1
            self.note(path, code, content_hash(thing.content()))
            self._touch(thing)
        for path, code, values in rows:
            if (path, code) in self.loaded or (key_of(path), code) in there:
                self.snippet(model, path, code, values)

    def put(
        self, model: Any, path: str, code: str, values: Data, make: Callable[[], Any]
    ) -> Any:
        """Put what the file says there, unless a person said otherwise. Returns
        what the site then has: None where somebody deleted it."""
        loaded = self.loaded.get((path, code))
        found = _find(model, path, code)
        if found is None and loaded:
            self.result.keep(path, code, None, values)
            return None
        site = found.content() if found else None
        before = content_hash(site) if site else None
        wanted = _with(found or make(), values)
        file = wanted.content()
        after = content_hash(file)
        live = found is not None and _is_live(found)
        answer = verdict(wanted=after, found=before, loaded=loaded, live=live)
        if answer == KEPT:
            self.result.keep(path, code, site, file)
            return _find(model, path, code)
        self.result.counts[answer] += 1
        if answer in {NEW, CHANGED}:
            self._touch(self.live(wanted, self.by))
        self.note(path, code, after)
        return wanted if answer == SAME else model.objects.get(pk=wanted.pk)

    def stored(self, path: str, code: str, blocks: list[Data]) -> str:
        """Blocks as a stream keeps them. An article of law stands in the files by its
        key; one that a person took off the site is left out."""
        kept = []
        for block in blocks:
            if block["type"] != "legal":
                kept.append(block)
            elif row := self._article(path, code, block["value"]):
                kept.append(block | {"value": row})
        return json.dumps(kept)

    def _article(self, path: str, code: str, key: str) -> int | None:
        name = f"articles/{key}"
        row = self._articles.get((key_of(name), code))
        if row is None and (name, code) not in self.loaded:
            raise ContentUnreadable(
                f"{path} points to {key}, which references.toml has not."
            )
        return row

    @cached_property
    def _articles(self) -> dict[tuple[UUID, str], int]:
        rows = LegalReference.objects.values_list(
            "translation_key", "locale__language_code", "pk"
        )
        return {(key, code): pk for key, code, pk in rows}

    def note(self, path: str, code: str, fingerprint: str) -> None:
        if self.loaded.get((path, code)) != fingerprint:
            self._noted[(path, code)] = fingerprint

    def _touch(self, thing: Any) -> None:
        self._touched[(thing._meta.label_lower, str(thing.pk))] = None

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
