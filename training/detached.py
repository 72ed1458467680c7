"""An editor makes an alias a page of its own: Wagtail publishes nothing then, and the
page has a key under which nobody has done anything yet."""

from typing import Any

from django.http import HttpRequest
from wagtail import hooks

from training.actions.detaching import carry_records
from training.models import LearningItem
from training.models.page_base import LearningPage
from training.publications import record_page


@hooks.register("before_convert_alias_page")  # type: ignore[untyped-decorator]
def remember_the_source(_request: HttpRequest, page: Any) -> None:
    if isinstance(page, LearningPage) and page.live and page.kind is not None:
        page.repeats = page.alias_of.translation_key


@hooks.register("after_convert_alias_page")  # type: ignore[untyped-decorator]
def go_on_as_its_own(request: HttpRequest, page: Any) -> None:
    """In the transaction of the conversion: all of it, or none."""
    source_key = getattr(page, "repeats", None)
    if source_key is None:
        return
    by: Any = request.user
    record_page(page, by)
    items = LearningItem.objects.filter(kind=page.kind)
    source = items.filter(translation_key=source_key).first()
    to = items.get(translation_key=page.translation_key)
    if source and source != to:  # of a translation both are the same
        carry_records(source=source, to=to, by=by)
