"""The form of a page in the CMS: what the checks stop is not published. A draft may be
saved at any time."""

from typing import Any, cast

from django.db.models import Q, QuerySet
from django.forms import ModelMultipleChoiceField
from wagtail.admin.forms import WagtailAdminPageForm

from portal.clock import today
from training.checks.page import check_page
from training.checks.rules import stops


# The buttons after which the text goes on to readers or to reviewers.
SENDS_ON = ("action-publish", "action-submit", "action-restart-workflow")


class ContentForm(WagtailAdminPageForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "objectives" in self.fields:
            self._offer_one_language()

    def _offer_one_language(self) -> None:
        """Each objective once, in the page's language; what the page has already stays,
        for a translation keeps the objectives of its source until they are translated."""
        field = cast("ModelMultipleChoiceField[Any]", self.fields["objectives"])
        chosen = [one.pk for one in self.instance.objectives.all()]
        field.queryset = cast("QuerySet[Any]", field.queryset).filter(
            Q(locale=self.instance.locale_id) | Q(pk__in=chosen)
        )

    def _post_clean(self) -> None:
        """After the form's values are in the page, and only when it goes on."""
        super()._post_clean()
        if self.errors or not self._sends_on():
            return
        for finding in stops(check_page(self.instance, today())):
            self.add_error(None, finding.sentence)

    def _sends_on(self) -> bool:
        data: Any = self.data
        approves = (
            data.get("action-workflow-action")
            and data.get("workflow-action-name") == "approve"
        )
        return bool(approves) or any(data.get(name) for name in SENDS_ON)
