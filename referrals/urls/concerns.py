"""Passing on a concern, and deciding on it."""

from django.urls import path

from referrals.views import concerns, direct, teacher


urlpatterns = [
    path("concerns/new/", teacher.concern_new, name="concern_new"),
    path("concerns/mine/", teacher.my_concerns, name="my_concerns"),
    path("concerns/", concerns.concerns, name="concerns"),
    path("concerns/direct/", direct.direct_concerns, name="direct_concerns"),
    path("concerns/direct/<uuid:uid>/", direct.direct_concern, name="direct_concern"),
    path(
        "concerns/direct/<uuid:uid>/receive/",
        direct.direct_receive,
        name="direct_receive",
    ),
    path("concerns/<uuid:uid>/report/", direct.concern_report, name="concern_report"),
    path("concerns/<uuid:uid>/", concerns.concern, name="concern"),
    path("concerns/<uuid:uid>/sent/", teacher.concern_sent, name="concern_sent"),
    path(
        "concerns/<uuid:uid>/correct/", teacher.concern_correct, name="concern_correct"
    ),
]
