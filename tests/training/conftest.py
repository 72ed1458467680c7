"""What tests of the training share."""

from collections.abc import Iterator

import pytest

from training import outline_kept as keeping


@pytest.fixture
def outline_kept(settings) -> Iterator[None]:
    """The outline is kept for a minute, as an installation keeps it."""
    settings.OUTLINE_SECONDS = 60
    keeping._kept.clear()
    yield
    keeping._kept.clear()
