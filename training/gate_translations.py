"""The checks before a translation is published in wagtail-localize's own screens, which
show no form of a page: publishing there, updating from a changed source, and making a
translation an alias of its source again, which replaces its live words."""

from typing import Any

from django import urls
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail import hooks
from wagtail.models import Page
from wagtail_localize.models import Translation
from wagtail_localize.views.convert import convert_to_alias
from wagtail_localize.views.update_translations import (
    UpdateTranslationsForm,
    UpdateTranslationsView,
)

from portal.access import require
from portal.clock import today
from portal.permissions import Permission
from training.checks.page import check_page
from training.checks.rules import Finding, stops
from training.models.page_base import LearningPage


FIRST = -10  # before wagtail-localize's own hooks, which answer for the page


@hooks.register("before_edit_page", order=FIRST)  # type: ignore[untyped-decorator]
def checked(request: HttpRequest, page: Any) -> HttpResponse | None:
    """What is stopped is said, and nothing is published; the words typed are kept by
    wagtail-localize one by one, so none is lost."""
    if request.POST.get("action") != "publish" or not isinstance(page, LearningPage):
        return None
    translation = Translation.objects.filter(
        source__object_id=page.translation_key,
        target_locale_id=page.locale_id,
        enabled=True,
    ).first()
    if translation is None or not page.permissions_for_user(request.user).can_publish():
        return None
    found = _would_be(translation, page, request)
    for finding in found:
        messages.error(request, finding.sentence)
    return redirect(request.path) if found else None


def _would_be(
    translation: Translation, page: LearningPage, request: HttpRequest
) -> list[Finding]:
    """What stops the page as the translation would make it. wagtail-localize writes the
    words into the live page even for a draft, so it is done and undone."""
    try:
        with transaction.atomic():
            translation.save_target(user=request.user, publish=False)
            made = type(page).objects.get(pk=page.pk).get_latest_revision_as_object()
            found = stops(check_page(made, today()))
            transaction.set_rollback(True)
    except ValidationError:
        return []  # wagtail-localize says itself which field it is
    return found


class SyncForm(UpdateTranslationsForm):
    """Without "publish immediately": that asked neither the checks nor the right."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["publish_translations"]

    def clean(self) -> dict[str, Any]:
        return {**(super().clean() or {}), "publish_translations": False}


class SyncView(UpdateTranslationsView):
    def get_form(self) -> SyncForm:
        return SyncForm(self.request.POST if self.request.method == "POST" else None)


@require(Permission.CONTENT_EDIT)
def back_to_alias(request: HttpRequest, page_id: int) -> HttpResponse:
    """For who may publish the page; wagtail-localize asks for the right to edit only."""
    page = Page.objects.filter(pk=page_id).first()
    if page is None:
        raise Http404
    if not page.permissions_for_user(request.user).can_publish():
        raise PermissionDenied
    answer: HttpResponse = convert_to_alias(request, page_id)
    return answer


@hooks.register("register_admin_urls", order=FIRST)  # type: ignore[untyped-decorator]
def addresses() -> list[Any]:
    """In the place of wagtail-localize's own, at its addresses."""
    sync = require(Permission.CONTENT_EDIT)(SyncView.as_view())
    return [
        urls.path(
            "localize/update/<int:translation_source_id>/",
            sync,
            name="training_translations_sync",
        ),
        urls.path(
            "localize/page/<int:page_id>/convert_to_alias/",
            back_to_alias,
            name="training_back_to_alias",
        ),
    ]
