"""Who did and who read what: `record`, `record_view`, `record_denied`."""

from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any
from uuid import UUID


if TYPE_CHECKING:
    from django.db import models

    from portal.models import User


def record(
    verb: str,
    *,
    by: "User | None",
    obj: "models.Model | None" = None,
    subjects: Iterable[UUID] = (),
    detail: Mapping[str, Any] | None = None,
) -> None:
    """See `recording.record`; imported late so that models can load first."""
    from portal.audit import recording

    recording.record(verb, by=by, obj=obj, subjects=subjects, detail=detail)


def record_view(
    verb: str,
    *,
    by: "User",
    subjects: Iterable[UUID] = (),
    obj: "models.Model | None" = None,
    detail: Mapping[str, Any] | None = None,
) -> None:
    """See `recording.record_view`."""
    from portal.audit import recording

    recording.record_view(verb, by=by, subjects=subjects, obj=obj, detail=detail)


def record_denied(*, by: "User", verb: str, asked: str) -> None:
    """See `recording.record_denied`."""
    from portal.audit import recording

    recording.record_denied(by=by, verb=verb, asked=asked)


def denials_stay() -> AbstractContextManager[None]:
    """See `recording.denials_stay`."""
    from portal.audit import recording

    return recording.denials_stay()
