"""The one query of a timeline: every table's share joined by UNION ALL.

Building it by the ORM costs more than running it, so its SQL is kept for each thread
with marks in place of the case and the reader's schools, and filled in each time.
"""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from django.db import connection, models
from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Cast

from portal.access import grants
from portal.permissions import Permission
from portal.roles import PlaceKind
from referrals.models import Case
from schools.scoping import in_reach


@dataclass(frozen=True)
class Part:
    """One table's share: `texts` are the sealed fields, `code` what the title says."""

    kind: str
    model: type[models.Model]
    case: str
    at: str
    who: str
    texts: tuple[str, ...]
    code: str = ""
    link: str = ""
    only: Q | None = None


MOST_TEXTS = 3
COLUMNS = ["t_kind", "t_row", "t_link", "t_when", "t_code", "t_who"]
TEXTS = [f"t_text{n}" for n in range(MOST_TEXTS)]
CASE_MARK, SCHOOL_MARK = -1, -1_000_000  # no row has these keys
_kept = threading.local()


def window(
    parts: Sequence[Part], case: Case, user: Any, begin: int, end: int
) -> list[tuple[Any, ...]]:
    """The rows from `begin` to before `end`, newest first, in the reader's reach."""
    schools = grants(user).place_ids(Permission.CASE_VIEW, PlaceKind.SCHOOL)
    if not schools:  # who signs: a reach by directorate, and a rare reader
        reach = in_reach(user, Permission.CASE_VIEW)
        reach |= in_reach(user, Permission.CASE_SIGN)
        return list(_joined(parts, case.pk, reach)[begin:end])
    return _by_kept_sql(parts, case.pk, schools, begin, end)


def _joined(parts: Sequence[Part], case: int, reach: Q) -> QuerySet[Any]:
    first, *rest = (_rows(part, case, reach) for part in parts)
    return first.union(*rest, all=True).order_by("-t_when", "t_row")


def _rows(part: Part, case: int, reach: Q) -> QuerySet[Any]:
    """The rows of one table, shaped like every other's."""
    empty = Value(b"", output_field=models.BinaryField())
    sealed: list[Any] = [F(name) for name in part.texts]
    sealed += [empty] * (MOST_TEXTS - len(sealed))
    found = (
        part.model._default_manager.filter(part.only or Q(), reach, **{part.case: case})
        .order_by()
        .annotate(
            t_kind=Value(part.kind, output_field=models.CharField()),
            t_row=F("uid"),
            t_link=F(part.link) if part.link else Cast(Value(None), models.UUIDField()),
            t_when=F(part.at),
            t_code=models.ExpressionWrapper(
                F(part.code) if part.code else Value(""),
                output_field=models.CharField(),
            ),
            t_who=F(part.who),
            **dict(zip(TEXTS, sealed, strict=True)),
        )
        .values_list(*COLUMNS, *TEXTS)
    )
    return cast("QuerySet[Any]", found)


def _by_kept_sql(
    parts: Sequence[Part], case: int, schools: Sequence[int], begin: int, end: int
) -> list[tuple[Any, ...]]:
    compiler, sql, marked = _compiled(parts, len(schools))
    values = {CASE_MARK: case}
    values |= {SCHOOL_MARK - n: pk for n, pk in enumerate(schools)}
    params = [values.get(p, p) if isinstance(p, int) else p for p in marked]
    with connection.cursor() as cursor:
        limit = f" LIMIT {int(end - begin)} OFFSET {int(begin)}"
        cursor.execute(sql + limit, params)
        found = cursor.fetchall()
    return list(compiler.results_iter(results=[found], tuple_expected=True))


def _compiled(parts: Sequence[Part], schools: int) -> tuple[Any, str, tuple[Any, ...]]:
    """The SQL for so many schools, and the compiler that knows its columns."""
    kept: dict[Any, Any] = _kept.__dict__.setdefault("sql", {})
    key = (id(connection.connection), connection.vendor, schools, len(parts))
    if key not in kept:
        kept.clear()  # one thread has one connection, and mostly one kind of reader
        marks = [SCHOOL_MARK - n for n in range(schools)]
        rows = _joined(parts, CASE_MARK, Q(school__in=marks))
        compiler = rows.query.get_compiler(connection=connection)
        sql, params = compiler.as_sql()
        kept[key] = compiler, sql, tuple(params)
    return cast("tuple[Any, str, tuple[Any, ...]]", kept[key])
