"""How the questions work and what the modules gave, as reports with a spreadsheet; the
weak questions on the editors' first page. Nobody is named, and nothing is said of fewer
than ten."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.ui.tables import Column, TitleColumn

from portal.access import require
from portal.permissions import Permission
from training.gains import Means, gains_by_module, retention_by_module, titles
from training.item_analysis import Figures
from training.models import Question
from training.question_figures import figures
from training.reports import Report


SHOWN = 6
NOT_COUNTED = _("not counted yet: the next count is tonight")


@dataclass(frozen=True)
class QuestionRow:
    title: str
    answers: int
    p_value: str
    discrimination: str
    wrong: str
    state: str
    weak: bool
    edit: str
    counted: bool


def question_rows() -> list[QuestionRow]:
    """The bank as it is, weak questions first, then those answered most."""
    known = figures()
    bank = Question.objects.filter(
        live=True, locale__language_code=settings.LANGUAGE_CODE
    ).exclude(type=Question.Type.REFLECTION)
    rows = [_row(one, known) for one in bank]
    return sorted(rows, key=lambda row: (not row.weak, -row.answers, row.title))


def _row(question: Question, known: dict[str, Figures] | None) -> QuestionRow:
    said = {block.id: block.value["text"] for block in question.options}
    own = (known or {}).get(str(question.translation_key), Figures())
    if known is None:
        state = NOT_COUNTED
    elif not own.enough:
        state = _("too few answers yet")
    else:
        state = _("weak: please look") if own.weak else _("works")
    return QuestionRow(
        title=question.stem,
        answers=own.n,
        p_value=_figure(own.p_value),
        discrimination=_figure(own.discrimination),
        wrong=said.get(own.most_chosen_wrong or "", "–"),
        state=str(state),
        weak=own.weak,
        edit=reverse(Question.snippet_viewset.get_url_name("edit"), args=[question.pk]),
        counted=known is not None,
    )


def _figure(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


class QuestionsReport(Report):
    page_title = _("How the questions work")
    header_icon = "help"
    index_url_name = "training_questions"
    index_results_url_name = "training_questions_results"
    columns = [
        TitleColumn("title", label=_("Question"), get_url=lambda row: row.edit),
        Column("answers", label=_("Answers")),
        Column("p_value", label=_("Mean points, 0 to 1")),
        Column("discrimination", label=_("Tells who has learnt, -1 to 1")),
        Column("wrong", label=_("Most chosen wrongly")),
        Column("state", label=_("State")),
    ]
    list_export = ["title", "answers", "p_value", "discrimination", "wrong", "state"]
    export_headings = {column.name: column.label for column in columns}

    def rows(self) -> list[QuestionRow]:
        return question_rows()


@dataclass(frozen=True)
class GainRow:
    title: str
    people: int
    gain: str
    normalised: str
    later: int
    retention: str


def gain_rows() -> list[GainRow]:
    """Of each module: C14, what it gave, and C15, what is kept after 90 days."""
    gains, kept = gains_by_module(), retention_by_module()
    said = titles({*gains, *kept})
    rows = [_gain_row(said[key], gains.get(key), kept.get(key)) for key in said]
    return sorted(rows, key=lambda row: row.title)


def _gain_row(title: str, given: Means | None, kept: Means | None) -> GainRow:
    gain = given.gain if given else None
    return GainRow(
        title=title,
        people=given.people if given else 0,
        gain="–" if gain is None else f"{gain:+.1f}",
        normalised=_figure(given.normalised if given else None),
        later=kept.people if kept else 0,
        retention=_figure(kept.ratio if kept else None),
    )


class GainsReport(Report):
    page_title = _("What the modules gave")
    header_icon = "order-up"
    index_url_name = "training_gains"
    index_results_url_name = "training_gains_results"
    columns = [
        Column("title", label=_("Module")),
        Column("people", label=_("People who took both tests")),
        Column("gain", label=_("Mean gain, percentage points (from 10 people)")),
        Column("normalised", label=_("Of what could be gained, 0 to 1")),
        Column(
            "later", label=_("People with the later test and the refresher of 90 days")
        ),
        Column("retention", label=_("Kept after 90 days, 1 is all (from 10 people)")),
    ]
    list_export = ["title", "people", "gain", "normalised", "later", "retention"]
    export_headings = {column.name: column.label for column in columns}

    def rows(self) -> list[GainRow]:
        return gain_rows()


class WeakQuestionsPanel(Component):
    name = "training_weak_questions"
    template_name = "training/editor/weak_questions_panel.html"
    order = 250

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        rows = question_rows()
        weak = [row for row in rows if row.weak]
        waits = NOT_COUNTED if rows and not rows[0].counted else ""
        return {"rows": weak[:SHOWN], "count": len(weak), "waits": waits}


REPORTS: tuple[tuple[str, type[Report], int], ...] = (
    ("questions", QuestionsReport, 110),
    ("gains", GainsReport, 111),
)


@hooks.register("register_admin_urls")  # type: ignore[untyped-decorator]
def question_report_urls() -> list[Any]:
    found = []
    for name, view, _order in REPORTS:
        base = f"reports/training/{name}/"
        guard = require(Permission.CONTENT_EDIT)
        results = guard(view.as_view(results_only=True))
        found += [
            path(base, guard(view.as_view()), name=f"training_{name}"),
            path(f"{base}results/", results, name=f"training_{name}_results"),
        ]
    return found


def _menu_item(name: str, view: type[Report], order: int) -> None:
    hooks.register(
        "register_reports_menu_item",
        lambda: MenuItem(
            view.page_title,
            reverse(f"training_{name}"),
            name=f"training-{name}",
            icon_name=view.header_icon,
            order=order,
        ),
    )


for _name, _view, _place in REPORTS:
    _menu_item(_name, _view, _place)


@hooks.register("construct_homepage_panels")  # type: ignore[untyped-decorator]
def weak_questions(request: HttpRequest, panels: list[Any]) -> None:
    panels.append(WeakQuestionsPanel())
