"""The pages of the schools floor."""

from django.urls import path

from schools.views import (
    covers,
    entering,
    importing,
    my_class,
    pupils,
    roll,
    staff,
    units,
    watch,
)


app_name = "schools"
urlpatterns = [
    path("pupils/", roll.roll, name="roll"),
    path("pupils/<uuid:uid>/", pupils.pupil_page, name="pupil"),
    path("class/", my_class.my_class, name="my_class"),
    path("class/<uuid:uid>/contact/", my_class.class_contact, name="class_contact"),
    path(
        "class/contacts/<uuid:uid>/back/",
        my_class.contact_take_back,
        name="contact_take_back",
    ),
    path("register/", entering.register_choose, name="register_choose"),
    path("register/<uuid:uid>/<str:day>/", entering.register_day, name="register_day"),
    path("import/", importing.imports, name="imports"),
    path("import/file/<uuid:uid>/", importing.import_batch, name="import_batch"),
    path(
        "import/file/<uuid:uid>/columns/",
        importing.import_columns,
        name="import_columns",
    ),
    path("import/file/<uuid:uid>/take/", importing.import_take, name="import_take"),
    path("import/file/<uuid:uid>/undo/", importing.import_undo, name="import_undo"),
    path(
        "import/file/<uuid:uid>/discard/",
        importing.import_discard,
        name="import_discard",
    ),
    path(
        "import/file/<uuid:uid>/errors/", importing.import_errors, name="import_errors"
    ),
    path("import/<slug:kind>/", importing.import_upload, name="import_upload"),
    path(
        "import/<slug:kind>/template/",
        importing.import_template,
        name="import_template",
    ),
    path("watch/", watch.watch, name="watch"),
    path("watch/registers/", watch.registers, name="watch_registers"),
    path("watch/<uuid:uid>/dismiss/", watch.dismiss, name="watch_dismiss"),
    path("staff/", staff.roster, name="roster"),
    path("staff/<uuid:uid>/", staff.staff_page, name="staff"),
    path("units/", units.units, name="units"),
    path("units/<slug:code>/", units.unit, name="unit"),
    path("away/", covers.covers, name="covers"),
    path("away/<uuid:uid>/", covers.cover, name="cover"),
    path("away/<uuid:uid>/end/", covers.cover_end, name="cover_end"),
]
