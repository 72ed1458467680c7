"""What a publish does to the learning item behind the page."""

import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from portal import audit
from portal.content import content_hash
from portal.models import User
from training.models import Change, ItemVersion, Kind, LearningItem


@dataclass(frozen=True)
class Publication:
    """What was published: the words in one language."""

    kind: Kind
    translation_key: UUID
    language: str
    title: str
    content: dict[str, Any]
    change: str = Change.MINOR
    note: str = ""  # what changed, for people who have finished

    @property
    def is_source(self) -> bool:
        return self.language == settings.LANGUAGE_CODE


@transaction.atomic
def record_publication(
    *, publication: Publication, at: dt.datetime, by: User | None
) -> ItemVersion:
    """Keep the words as published. The same words again are no new version, unless a
    translation says with them that it follows its source."""
    item = _item(publication)
    item.titles[publication.language] = publication.title
    if publication.is_source:
        item.retired_at = None
    version = _latest(item, publication.language)
    fingerprint = content_hash(publication.content)
    if version is None or version.content_hash != fingerprint or _lags(item, version):
        version = _add_version(item, publication, fingerprint, at, by)
    if publication.is_source or item.current is None:
        item.current = version
    item.save()
    audit.record(
        "content.published",
        by=by,
        obj=item,
        detail={
            "language": publication.language,
            "number": version.number,
            "change": publication.change,
        },
    )
    return version


@transaction.atomic
def retire(
    *, kind: Kind, translation_key: UUID, at: dt.datetime, by: User | None
) -> None:
    """The page is gone or withdrawn; what people did with it stays."""
    item = (
        LearningItem.objects.select_for_update()
        .filter(kind=kind, translation_key=translation_key, retired_at=None)
        .first()
    )
    if item is None:
        return
    item.retired_at = at
    item.save(update_fields=["retired_at"])
    audit.record("content.retired", by=by, obj=item)


def _item(publication: Publication) -> LearningItem:
    key: dict[str, Any] = {
        "kind": publication.kind,
        "translation_key": publication.translation_key,
    }
    LearningItem.objects.get_or_create(**key)
    return LearningItem.objects.select_for_update().get(**key)


def _latest(item: LearningItem, language: str) -> ItemVersion | None:
    return item.versions.filter(locale=language).order_by("-id").first()


def _lags(item: LearningItem, version: ItemVersion) -> bool:
    return item.current is not None and version.number < item.current.number


def _add_version(
    item: LearningItem,
    publication: Publication,
    fingerprint: str,
    at: dt.datetime,
    by: User | None,
) -> ItemVersion:
    newest = item.versions.order_by("-number").first()
    number = newest.number if newest else 0
    return ItemVersion.objects.create(
        item=item,
        number=number + 1 if publication.is_source else number,
        locale=publication.language,
        content_hash=fingerprint,
        change=publication.change,
        note=publication.note,
        snapshot=publication.content,
        published_at=at,
        by=by,
    )
