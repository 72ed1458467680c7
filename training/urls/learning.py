"""The learner's screens: my training, lessons, quizzes, awards."""

from django.urls import path

from training.views import (
    awards,
    changes,
    learn,
    lessons,
    quiz,
    quiz_start,
    refreshers,
    renewals,
    scenarios,
)


urlpatterns = [
    path("", learn.my_training, name="index"),
    path("lessons/<uuid:uid>/finish/", lessons.lesson_finish, name="lesson_finish"),
    path(
        "scenarios/<uuid:uid>/start/", scenarios.scenario_start, name="scenario_start"
    ),
    path("runs/<uuid:uid>/", scenarios.scenario_debrief, name="scenario_debrief"),
    path("runs/<uuid:uid>/choose/", scenarios.scenario_choose, name="scenario_choose"),
    path("quiz/<uuid:uid>/", quiz_start.quiz_start, name="quiz_start"),
    path("attempts/<uuid:uid>/", quiz.quiz_attempt, name="quiz_attempt"),
    path(
        "refreshers/<uuid:uid>/begin/",
        refreshers.refresher_begin,
        name="refresher_begin",
    ),
    path("refreshers/<uuid:uid>/", refreshers.refresher, name="refresher"),
    path(
        "changes/<uuid:uid>/<int:number>/read/", changes.change_read, name="change_read"
    ),
    path("renewals/<uuid:uid>/", renewals.renewal, name="renewal"),
    path("awards/", awards.award_check, name="award_check"),
    path("awards/<str:public_id>/", awards.award, name="award"),
    path("awards/<str:public_id>/certificate.pdf", awards.award_pdf, name="award_pdf"),
    path("awards/<str:public_id>/revoke/", awards.award_revoke, name="award_revoke"),
]
