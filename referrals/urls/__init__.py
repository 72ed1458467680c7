"""The pages of the casework, room by room."""

from referrals.urls import cases, concerns, sending


app_name = "referrals"
urlpatterns = [
    *concerns.urlpatterns,
    *cases.urlpatterns,
    *sending.urlpatterns,
]
