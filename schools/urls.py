"""The pages of the schools floor."""

from django.urls import path

from schools.views import covers, pupils, roll, staff, units, watch


app_name = "schools"
urlpatterns = [
    path("pupils/", roll.roll, name="roll"),
    path("pupils/<uuid:uid>/", pupils.pupil_page, name="pupil"),
    path("watch/", watch.watch, name="watch"),
    path("watch/registers/", watch.registers, name="watch_registers"),
    path("watch/<uuid:uid>/dismiss/", watch.dismiss, name="watch_dismiss"),
    path("staff/", staff.roster, name="roster"),
    path("staff/<uuid:uid>/", staff.staff_page, name="staff"),
    path("units/", units.units, name="units"),
    path("units/<slug:code>/", units.unit, name="unit"),
    path("away/", covers.covers, name="covers"),
    path("away/<uuid:uid>/", covers.cover, name="cover"),
]
