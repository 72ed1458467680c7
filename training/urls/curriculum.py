"""The curriculum's first page, the log of what was taught, the files of lessons; its pages are the CMS's."""

from django.urls import path

from training.views import curriculum, deliveries, files


urlpatterns = [
    path("curriculum/", curriculum.curriculum, name="curriculum"),
    path("taught/", deliveries.deliveries, name="deliveries"),
    path("taught/event/", deliveries.delivery_event, name="delivery_event"),
    path("taught/lesson/<uuid:uid>/", deliveries.delivery_class, name="delivery_class"),
    path(
        "taught/<uuid:uid>/back/",
        deliveries.delivery_take_back,
        name="delivery_take_back",
    ),
    path("files/<uuid:uid>/", files.lesson_file, name="lesson_file"),
]
