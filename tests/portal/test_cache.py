"""What is counted against attackers is not thrown away for want of room."""

import pytest
from django.core.cache import cache


pytestmark = pytest.mark.django_db


def test_the_limits_of_one_person_outlast_a_morning_of_many():
    cache.set("a.limit", 5, 60)
    for number in range(400):
        cache.set(f"b.{number}", 1, 60)

    assert cache.get("a.limit") == 5
