"""The pages of the schools floor."""

from django.urls import path

from schools.views import pupils, staff


app_name = "schools"
urlpatterns = [
    path("pupils/<uuid:uid>/", pupils.pupil_page, name="pupil"),
    path("staff/<uuid:uid>/", staff.staff_page, name="staff"),
]
