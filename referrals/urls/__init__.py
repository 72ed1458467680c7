"""The pages of the casework, room by room."""

from referrals.urls import cases, concerns, placing, sending


app_name = "referrals"
urlpatterns = [
    *concerns.urlpatterns,
    *cases.urlpatterns,
    *placing.urlpatterns,
    *sending.urlpatterns,
]
