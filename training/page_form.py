"""The form of a page in the CMS: what the checks stop is not published. A draft may be
saved at any time."""

from typing import Any

from wagtail.admin.forms import WagtailAdminPageForm

from portal.clock import today
from training.checks.page import check_page
from training.checks.rules import stops


# The buttons after which the text goes on to readers or to reviewers.
SENDS_ON = ("action-publish", "action-submit", "action-restart-workflow")


class ContentForm(WagtailAdminPageForm):
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
