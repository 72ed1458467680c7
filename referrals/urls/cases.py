"""The caseload, and the file of one child."""

from django.urls import path

from referrals.views import assessing, cases, levels, opening, referring, today


urlpatterns = [
    path("cases/", cases.cases, name="cases"),
    path("cases/open/<uuid:uid>/", opening.case_open, name="case_open"),
    path("cases/<uuid:uid>/", cases.case, name="case"),
    path(
        "cases/<uuid:uid>/assessment/",
        assessing.case_assessment,
        name="case_assessment",
    ),
    path("cases/<uuid:uid>/act/", assessing.case_act, name="case_act"),
    path(
        "cases/factors/<uuid:uid>/withdraw/",
        assessing.factor_withdraw,
        name="factor_withdraw",
    ),
    path("levels/", levels.levels, name="levels"),
    path("today/", today.today_school, name="today_school"),
    path("cases/<uuid:uid>/note/", cases.case_note, name="case_note"),
    path("cases/<uuid:uid>/level/", cases.case_level, name="case_level"),
    path("cases/<uuid:uid>/close/", cases.case_close, name="case_close"),
    path("cases/<uuid:uid>/refer/", referring.referral_start, name="referral_start"),
]
