"""A page as it is recorded when its words become public."""

from typing import Any

from portal.clock import now
from portal.models import User
from training.actions.publishing import Publication, record_publication


def record_page(page: Any, by: User | None) -> None:
    """Keep what a live page of the training says, under its kind and its own key."""
    record_publication(
        publication=Publication(
            kind=page.kind,
            translation_key=page.translation_key,
            language=page.locale.language_code,
            title=page.title,
            content=page.content(),
            change=page.change,
            note=page.change_note,
        ),
        at=now(),
        by=by,
    )
