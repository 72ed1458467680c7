"""The start date of a row that gives none: the first school day of the latest year."""

import datetime as dt
from collections.abc import Iterable
from functools import cached_property

from schools.calendars import Calendars, latest_loaded_year
from schools.importing.errors import RowRefused


class Starts:
    """First school days of the latest loaded year begun by today, by school."""

    def __init__(self, today: dt.date) -> None:
        self.today = today

    @cached_property
    def year(self) -> int | None:
        return latest_loaded_year(self.today)

    @cached_property
    def _calendars(self) -> Calendars:
        return Calendars([self.year] if self.year is not None else [])

    def preload(self, schools: Iterable[int]) -> None:
        self._calendars.preload(schools)

    def of(self, school: int) -> dt.date:
        """Raises `RowRefused` where no year is loaded."""
        session = self._calendars.session(school) if self.year is not None else []
        if not session:
            raise RowRefused("no_school_year")
        return session[0]
