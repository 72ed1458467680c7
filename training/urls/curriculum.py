"""The curriculum's first page and the files of lessons; its pages are the CMS's."""

from django.urls import path

from training.views import curriculum, files


urlpatterns = [
    path("curriculum/", curriculum.curriculum, name="curriculum"),
    path("files/<uuid:uid>/", files.lesson_file, name="lesson_file"),
]
