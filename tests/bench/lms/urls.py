"""The package's own addresses, then Wagtail."""

from django.urls import include, path
from wagtail import urls


urlpatterns = [
    path("lms/", include("wagtail_lms.urls")),
    path("", include(urls)),
]
