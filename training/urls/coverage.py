"""Coverage: the whole, a municipality, a school."""

from django.urls import path

from training.views import coverage, lesson_coverage


urlpatterns = [
    path("coverage/", coverage.coverage, name="coverage"),
    path(
        "coverage/lessons/", lesson_coverage.coverage_lessons, name="coverage_lessons"
    ),
    path(
        "coverage/municipalities/<slug:code>/",
        coverage.coverage_municipality,
        name="coverage_municipality",
    ),
    path("coverage/<uuid:uid>/", coverage.coverage_school, name="coverage_school"),
]
