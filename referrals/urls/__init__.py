"""The pages of the casework, room by room."""

from referrals.urls import (
    casefile,
    cases,
    coaching,
    concerns,
    exchange,
    placing,
    sending,
)


app_name = "referrals"
urlpatterns = [
    *concerns.urlpatterns,
    *casefile.urlpatterns,
    *cases.urlpatterns,
    *coaching.urlpatterns,
    *placing.urlpatterns,
    *exchange.urlpatterns,
    *sending.urlpatterns,
]
