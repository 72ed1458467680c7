"""The pages of the casework, room by room."""

from referrals.urls import (
    casefile,
    cases,
    coaching,
    concerns,
    documents,
    exchange,
    meetings,
    placing,
    sending,
)


app_name = "referrals"
urlpatterns = [
    *concerns.urlpatterns,
    *casefile.urlpatterns,
    *cases.urlpatterns,
    *coaching.urlpatterns,
    *meetings.urlpatterns,
    *placing.urlpatterns,
    *documents.urlpatterns,
    *exchange.urlpatterns,
    *sending.urlpatterns,
]
