"""Where Wagtail's pages are served: below /training/, behind the sign-in. The name
`wagtail_serve` is the one by which Wagtail finds a page's address."""

from django.urls import re_path

from training.views import pages


urlpatterns = [
    re_path(r"^(training/(?:[\w\-]+/)+)$", pages.page, name="wagtail_serve"),
]
