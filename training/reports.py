"""Reports for editors, each with a spreadsheet: translations, references, checks."""

from dataclasses import dataclass
from typing import Any

from django.urls import path, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.reports import ReportView

from portal.access import require
from portal.clock import today
from portal.exports import Sheet, csv_response, xlsx_response
from portal.permissions import Permission
from training.checks.page import check_page, last_grades
from training.models import LessonPage, ModulePage, ProgrammePage, ScenarioPage
from training.models.curriculum import ClassLessonPage, GuidancePage, UnitPage
from training.references_state import references
from training.translations import State, translations


STATES: dict[State, Promise] = {
    State.MISSING: _("missing"),
    State.STALE: _("older than the Albanian"),
    State.FRESH: _("up to date"),
}
CHECKED: tuple[Any, ...] = (LessonPage, ClassLessonPage, UnitPage, GuidancePage)
CHECKED += (ModulePage, ProgrammePage, ScenarioPage)


def edit_page(pk: int) -> str:
    return reverse("wagtailadmin_pages:edit", args=[pk])


class Report(ReportView):
    """Rows are small objects made in Python, a few hundred at most."""

    results_template_name = "wagtailadmin/reports/base_report_results.html"
    default_ordering = None
    is_searchable = False

    def rows(self) -> list[Any]:
        raise NotImplementedError

    def get_queryset(self) -> list[Any]:
        return self.rows()

    def as_spreadsheet(self, queryset: Any, spreadsheet_format: str) -> Any:
        """Through the portal's own writer, which no formula gets past."""
        sheet = Sheet(
            title=str(self.page_title),
            headings=[str(self.export_headings[name]) for name in self.list_export],
            rows=[
                [getattr(row, name) for name in self.list_export] for row in queryset
            ],
        )
        write = csv_response if spreadsheet_format == self.FORMAT_CSV else xlsx_response
        return write(self.index_url_name, sheet)


@dataclass(frozen=True)
class TranslationRow:
    title: str
    kind: str
    language: str
    state: str
    source_on: Any
    on: Any
    edit: int


class TranslationsReport(Report):
    page_title = _("Translations")
    header_icon = "globe"
    index_url_name = "training_translations"
    index_results_url_name = "training_translations_results"
    columns = [
        TitleColumn("title", label=_("Title"), get_url=lambda row: edit_page(row.edit)),
        Column("kind", label=_("Kind")),
        Column("language", label=_("Language")),
        Column("state", label=_("State")),
        DateColumn("source_on", label=_("Albanian changed")),
        DateColumn("on", label=_("Translation published")),
    ]
    list_export = ["title", "kind", "language", "state", "source_on", "on"]
    export_headings = {column.name: column.label for column in columns}

    def rows(self) -> list[TranslationRow]:
        found = sorted(translations(), key=lambda one: one.state is State.FRESH)
        return [
            TranslationRow(
                title=one.title,
                kind=str(one.kind.label),
                language=one.language,
                state=str(STATES[one.state]),
                source_on=one.source_on,
                on=one.on,
                edit=one.edit,
            )
            for one in found
        ]


@dataclass(frozen=True)
class ReferenceRow:
    title: str
    kind: str
    language: str
    state: str
    checked_on: Any
    checked_by: str
    valid_to: Any
    url: str


class ReferencesReport(Report):
    page_title = _("Articles and numbers")
    header_icon = "doc-full"
    index_url_name = "training_references"
    index_results_url_name = "training_references_results"
    columns = [
        TitleColumn("title", label=_("Title"), get_url=lambda row: row.url),
        Column("kind", label=_("Kind")),
        Column("language", label=_("Language")),
        Column("state", label=_("State")),
        Column("checked_on", label=_("Last checked")),
        Column("checked_by", label=_("Checked by")),
        Column("valid_to", label=_("In force until")),
    ]
    list_export = ["title", "kind", "language", "state"]
    list_export += ["checked_on", "checked_by", "valid_to"]
    export_headings = {column.name: column.label for column in columns}

    def rows(self) -> list[ReferenceRow]:
        kinds = {"article": _("Article of law"), "number": _("Number to call")}
        return [
            ReferenceRow(
                title=one.title,
                kind=str(kinds[one.what]),
                language=one.language,
                state=str(_("checked") if one.checked else _("to check")),
                checked_on=one.checked_on,
                checked_by=one.checked_by,
                valid_to=one.valid_to,
                url=reverse(one.url_name, args=[one.pk]),
            )
            for one in references(today())
        ]


@dataclass(frozen=True)
class FindingRow:
    title: str
    language: str
    level: str
    sentence: str
    pk: int


class ChecksReport(Report):
    page_title = _("Content checks")
    header_icon = "tick-inverse"
    index_url_name = "training_checks"
    index_results_url_name = "training_checks_results"
    columns = [
        TitleColumn("title", label=_("Title"), get_url=lambda row: edit_page(row.pk)),
        Column("language", label=_("Language")),
        Column("level", label=_("What it does")),
        Column("sentence", label=_("What to do")),
    ]
    list_export = ["title", "language", "level", "sentence"]
    export_headings = {column.name: column.label for column in columns}

    def rows(self) -> list[FindingRow]:
        on, grades = today(), last_grades()
        levels = {"stop": _("stops publication"), "warn": _("please look")}
        return [
            FindingRow(
                title=page.title,
                language=page.locale.language_code,
                level=str(levels[finding.level]),
                sentence=finding.sentence,
                pk=page.pk,
            )
            for model in CHECKED
            for page in model.objects.live().select_related("locale").order_by("path")
            for finding in check_page(page, on, grades=grades)
        ]


REPORTS: tuple[tuple[str, type[Report]], ...] = (
    ("translations", TranslationsReport),
    ("references", ReferencesReport),
    ("checks", ChecksReport),
)


@hooks.register("register_admin_urls")  # type: ignore[untyped-decorator]
def report_urls() -> list[Any]:
    found = []
    for name, view in REPORTS:
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


for _number, (_name, _view) in enumerate(REPORTS):
    _menu_item(_name, _view, 100 + _number)
