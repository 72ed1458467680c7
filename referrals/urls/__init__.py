"""The pages of the casework, room by room."""

from referrals.urls import casefile, cases, concerns, placing, sending


app_name = "referrals"
urlpatterns = [
    *concerns.urlpatterns,
    *casefile.urlpatterns,
    *cases.urlpatterns,
    *placing.urlpatterns,
    *sending.urlpatterns,
]
