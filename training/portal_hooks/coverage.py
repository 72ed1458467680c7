"""Coverage: its page, its panel and its indicator."""

from django.utils.translation import gettext_lazy as _

from portal.hooks import HomePanel, IndicatorSource, NavItem, register
from portal.permissions import Permission
from training.gain_indicators import gain_rows, retention_rows
from training.indicators import coverage_rows, led_rows
from training.lesson_indicators import implementing_rows, named_rows, taught_rows
from training.panels import coverage_panel


COUNTS = frozenset({Permission.COVERAGE_COUNTS})
STEERS = frozenset({Permission.INDICATOR_VIEW})


register(
    NavItem(_("Coverage"), "training:coverage", COUNTS, order=70),
    HomePanel(
        "coverage", "training/_coverage_panel.html", STEERS, coverage_panel, order=70
    ),
    IndicatorSource(
        code="C1",
        label=_("Valid coverage of teachers"),
        numerator=_("Teachers on the roster with a valid completion"),
        denominator=_("Teachers on the roster"),
        source=_("Training records and staff roster"),  # type: ignore[arg-type]
        rows=coverage_rows,
    ),
    IndicatorSource(
        code="C2",
        label=_("Teachers trained by the school psychologist"),
        numerator=_(
            "Teachers on the roster with a valid completion whose evidence is a closed"
            " session led by a school psychologist"
        ),
        denominator=_("Teachers on the roster"),
        source=_("Training records and staff roster"),  # type: ignore[arg-type]
        rows=led_rows,
    ),
    IndicatorSource(
        code="C10",
        label=_("Schools that teach the curriculum"),
        numerator=_("Schools with at least 80 % of the lessons due taught this year"),
        denominator=_("Open schools with a class of these grades, by type"),
        source=_("Log of lessons and classes of the roll"),  # type: ignore[arg-type]
        rows=implementing_rows,
    ),
    IndicatorSource(
        code="C11",
        label=_("Lessons taught in class"),
        numerator=_("Classes and lessons logged as taught this year, each once"),
        denominator=_("Classes of the grades, times the lessons of the grades"),
        source=_("Log of lessons and classes of the roll"),  # type: ignore[arg-type]
        rows=taught_rows,
    ),
    IndicatorSource(
        code="C12",
        label=_("Pupils who can name it"),
        numerator=_("Cards after a unit that name two ways and two purposes"),
        denominator=_("Cards on paper after a unit, by type of school"),
        source=_("Pupils’ cards, without a name"),  # type: ignore[arg-type]
        rows=named_rows,
    ),
    IndicatorSource(
        code="C14",
        label=_("What teachers gained by a module"),
        numerator=_(
            "Percentage points gained between the test before and the test after it"
        ),
        denominator=_("Percentage points that could be gained, of the same persons"),
        source=_("Training records and staff roster"),  # type: ignore[arg-type]
        rows=gain_rows,
    ),
    IndicatorSource(
        code="C15",
        label=_("What teachers kept of a module after 90 days"),
        numerator=_("Scores of the refresher 90 days after it, in percent"),
        denominator=_("Scores of the test after it, of the same persons"),
        source=_("Training records and staff roster"),  # type: ignore[arg-type]
        rows=retention_rows,
    ),
)
