"""What passes between school and unit beside the moves, and how it all ends."""

from django.urls import path

from referrals.views import endings, growing_up, late, measures, ruling, track, words


urlpatterns = [
    path("clocks/", ruling.clock_rules, name="clock_rules"),
    path("clocks/new/", ruling.clock_rule_new, name="clock_rule_new"),
    path("late/", late.late, name="late"),
    path("endings/", endings.endings, name="endings"),
    path("endings/<uuid:uid>/", endings.ending, name="ending"),
    path("cases/<uuid:uid>/ending/", endings.case_ending, name="case_ending"),
    path("cases/<uuid:uid>/adult/", growing_up.case_adult, name="case_adult"),
    path("<uuid:uid>/ending/", endings.referral_ending, name="referral_ending"),
    path("<uuid:uid>/message/", words.referral_message, name="referral_message"),
    path("<uuid:uid>/addendum/", words.referral_addendum, name="referral_addendum"),
    path("<uuid:uid>/track/", track.referral_track, name="referral_track"),
    path("<uuid:uid>/measures/new/", measures.measure_new, name="measure_new"),
    path(
        "<uuid:uid>/measures/<uuid:measure>/end/",
        measures.measure_end,
        name="measure_end",
    ),
]
