"""A step of the workflow: a group reads the text, and what the checks stop cannot be
approved."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.models import AbstractGroupApprovalTask

from portal.clock import today
from portal.privacy import Kept, Privacy
from training.checks.page import check_page
from training.checks.rules import stops


APPROVE = "approve"


class ContentReview(AbstractGroupApprovalTask):
    """Approving is offered only when nothing stops the publication; asking for
    changes always is."""

    privacy = Privacy(plain="task_ptr groups", kept=Kept.TRAINING)

    class Meta:
        verbose_name = _("review of content")
        verbose_name_plural = _("reviews of content")

    def get_actions(self, obj: Any, user: Any) -> list[tuple[str, Any, bool]]:
        actions: list[tuple[str, Any, bool]] = super().get_actions(obj, user)
        if actions and self._stopped(obj):
            return [action for action in actions if action[0] != APPROVE]
        return actions

    def _stopped(self, obj: Any) -> bool:
        """Of what would be published: the newest draft, whatever Wagtail came with."""
        draft = obj.get_latest_revision_as_object()
        return hasattr(draft, "kind") and bool(stops(check_page(draft, today())))
