"""Many counts in one query: what a home page needs, without a query a tile."""

from typing import TYPE_CHECKING

from django.db.models import Func, IntegerField, QuerySet, Subquery

from portal.models import User


if TYPE_CHECKING:
    from django.db import models


def count_all(user: User, **rows: "QuerySet[models.Model]") -> dict[str, int]:
    """How many rows each queryset holds; scalar subqueries of one SELECT."""
    parts = {
        f"n_{name}": Subquery(
            one.order_by()
            .annotate(counted=Func("pk", function="COUNT", output_field=IntegerField()))
            .values("counted")
        )
        for name, one in rows.items()
    }
    found = User.objects.filter(pk=user.pk).annotate(**parts).values(*parts).get()
    return {name: found[f"n_{name}"] or 0 for name in rows}  # none() counts as NULL
