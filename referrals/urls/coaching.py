"""Coaching: the plan of a case, its talks, the library, the report."""

from django.urls import path

from referrals.views import activities, coaching, plans, report


urlpatterns = [
    path("cases/<uuid:uid>/coaching/", coaching.case_coaching, name="case_coaching"),
    path("cases/<uuid:uid>/coaching/plan/", plans.coaching_plan, name="coaching_plan"),
    path(
        "cases/<uuid:uid>/coaching/session/",
        coaching.coaching_session,
        name="coaching_session",
    ),
    path(
        "cases/<uuid:uid>/coaching/review/",
        plans.coaching_review,
        name="coaching_review",
    ),
    path("cases/<uuid:uid>/coaching/end/", plans.coaching_end, name="coaching_end"),
    path("cases/<uuid:uid>/coaching/page/", activities.child_page, name="child_page"),
    path("activities/", activities.activities, name="activities"),
    path("activities/<uuid:key>/", activities.activity, name="activity"),
    path("report/", report.activity_report, name="activity_report"),
]
