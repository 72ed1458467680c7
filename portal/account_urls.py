"""Account pages that allauth does not have."""

from django.urls import path

from portal.views import factors


urlpatterns = [
    path("second-factor/", factors.second_factor, name="second_factor"),
]
