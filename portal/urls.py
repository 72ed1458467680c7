"""All the addresses: the ground's own, then each floor by name, then the CMS."""

from django.urls import include, path
from wagtail.admin import urls as wagtailadmin_urls

from portal.views import doors


urlpatterns = [
    *doors.SHUT,  # before the CMS: its own password pages lead to ours
    path("accounts/", include("portal.account_urls")),
    path("accounts/", include("allauth.urls")),
    path("cms/", include(wagtailadmin_urls)),
    path("schools/", include("schools.urls")),
    path("training/", include("training.urls")),
    path("referrals/", include("referrals.urls")),
    path("", include("portal.own_urls")),
    path("", include("training.page_urls")),  # the CMS pages, behind the sign-in
]

handler400 = "portal.views.errors.bad_request"
handler403 = "portal.views.errors.forbidden"
handler404 = "portal.views.errors.not_found"
handler500 = "portal.views.errors.server_error"
