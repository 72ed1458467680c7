"""The referral and its moves; its address begins with its uid, so it comes last."""

from django.urls import path

from referrals.views import moves, referrals, referring, unit


urlpatterns = [
    path("inbox/", unit.inbox, name="inbox"),
    path("sent/", referrals.referrals, name="referrals"),
    path("<uuid:uid>/", referrals.referral, name="referral"),
    path("<uuid:uid>/edit/", referring.referral_edit, name="referral_edit"),
    path("<uuid:uid>/check/", referring.referral_check, name="referral_check"),
    path("<uuid:uid>/call/", moves.referral_call, name="referral_call"),
    path("<uuid:uid>/<slug:verb>/", moves.referral_move, name="referral_move"),
]
