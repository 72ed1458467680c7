"""One page with a rich text, as in Wagtail's own tutorial."""

from typing import ClassVar

from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page


class BarePage(Page):
    body = RichTextField(blank=True)

    content_panels: ClassVar = [*Page.content_panels, FieldPanel("body")]

    class Meta:
        app_label = "bare"
