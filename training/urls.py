"""The training's own screens; the pages of the CMS follow in `page_urls.py`."""

from django.urls import path

from training.views import awards, coverage, learn, quiz


app_name = "training"
urlpatterns = [
    path("", learn.my_training, name="index"),
    path("coverage/", coverage.coverage, name="coverage"),
    path(
        "coverage/municipalities/<slug:code>/",
        coverage.coverage_municipality,
        name="coverage_municipality",
    ),
    path("coverage/<uuid:uid>/", coverage.coverage_school, name="coverage_school"),
    path("lessons/<uuid:uid>/finish/", learn.lesson_finish, name="lesson_finish"),
    path("quiz/<uuid:uid>/", quiz.quiz_start, name="quiz_start"),
    path("attempts/<uuid:uid>/", quiz.quiz_attempt, name="quiz_attempt"),
    path("awards/<str:public_id>/", awards.award, name="award"),
]
