"""The pages of the casework."""

from django.urls import path

from referrals.views import (
    cases,
    concerns,
    moves,
    opening,
    referrals,
    referring,
    teacher,
    unit,
)


app_name = "referrals"
urlpatterns = [
    path("concerns/new/", teacher.concern_new, name="concern_new"),
    path("concerns/mine/", teacher.my_concerns, name="my_concerns"),
    path("concerns/", concerns.concerns, name="concerns"),
    path("concerns/<uuid:uid>/", concerns.concern, name="concern"),
    path("concerns/<uuid:uid>/sent/", teacher.concern_sent, name="concern_sent"),
    path(
        "concerns/<uuid:uid>/correct/", teacher.concern_correct, name="concern_correct"
    ),
    path("cases/", cases.cases, name="cases"),
    path("cases/open/<uuid:uid>/", opening.case_open, name="case_open"),
    path("cases/<uuid:uid>/", cases.case, name="case"),
    path("cases/<uuid:uid>/note/", cases.case_note, name="case_note"),
    path("cases/<uuid:uid>/level/", cases.case_level, name="case_level"),
    path("cases/<uuid:uid>/close/", cases.case_close, name="case_close"),
    path("cases/<uuid:uid>/refer/", referring.referral_start, name="referral_start"),
    path("inbox/", unit.inbox, name="inbox"),
    path("sent/", referrals.referrals, name="referrals"),
    path("<uuid:uid>/", referrals.referral, name="referral"),
    path("<uuid:uid>/edit/", referring.referral_edit, name="referral_edit"),
    path("<uuid:uid>/check/", referring.referral_check, name="referral_check"),
    path("<uuid:uid>/call/", moves.referral_call, name="referral_call"),
    path("<uuid:uid>/<slug:verb>/", moves.referral_move, name="referral_move"),
]
