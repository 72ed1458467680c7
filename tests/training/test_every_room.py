"""No screen of the training is left out of the journey that looks at all of them."""

from wagtail.models import get_page_models

from tests.architecture.url_rules import RULES
from tests.journeys.rooms import NO_SCREENS, ROOMS


def test_each_screen_and_each_type_of_page_is_looked_at_by_the_journey():
    screens = {
        name.removeprefix("training:")
        for name, rule in RULES.items()
        if name.startswith("training:") and not rule.post
    }
    types = {
        model.__name__
        for model in get_page_models()
        if model.__module__.startswith("training.")
    }
    looked_at = [name for rooms in ROOMS.values() for name in rooms]

    assert set(looked_at) | set(NO_SCREENS) == screens | types
    assert not set(looked_at) & set(NO_SCREENS)
    assert len(looked_at) == len(set(looked_at))
