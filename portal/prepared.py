"""Questions that every page asks, compiled to SQL once for each person and day.

Building and compiling a queryset costs more than the database takes to answer it. Only
a question that depends on nothing but its arguments is prepared: the text and the
parameters are kept, never an answer (docs/decisions/0020).
"""

from typing import Any

from django.db.models import QuerySet
from django.db.models.expressions import RawSQL


KEPT = 2048  # questions a process keeps, of a few hundred bytes each


def subquery(rows: QuerySet[Any, Any]) -> RawSQL:
    """The rows' SQL as the right side of `__in`; `rows` selects one column."""
    return RawSQL(*rows.query.sql_with_params())  # noqa: S611 - the ORM wrote it
