"""Sessions face to face, signing in to them, and recognised training."""

from django.urls import path

from training.views import (
    recognition,
    session_day,
    session_paper,
    session_plan,
    session_steps,
    sessions,
    sign_in,
    walk_ins,
)


urlpatterns = [
    path("in/", sign_in.sign_in_page, name="sign_in"),
    path("sessions/", sessions.sessions, name="sessions"),
    path("sessions/mine/", sign_in.my_sessions, name="my_sessions"),
    path("sessions/plan/", session_plan.session_plan, name="session_plan"),
    path("sessions/guests/", walk_ins.walk_ins, name="walk_ins"),
    path("sessions/guests/<uuid:uid>/", walk_ins.walk_in, name="walk_in"),
    path("sessions/<uuid:uid>/", sessions.session, name="session"),
    path(
        "sessions/<uuid:uid>/begin/", session_steps.session_begin, name="session_begin"
    ),
    path(
        "sessions/<uuid:uid>/cancel/",
        session_steps.session_cancel,
        name="session_cancel",
    ),
    path(
        "sessions/<uuid:uid>/close/", session_steps.session_close, name="session_close"
    ),
    path("sessions/<uuid:uid>/code/", session_day.session_code, name="session_code"),
    path("sessions/<uuid:uid>/qr/", session_day.session_qr, name="session_qr"),
    path(
        "sessions/<uuid:uid>/roster/", session_day.session_roster, name="session_roster"
    ),
    path(
        "sessions/<uuid:uid>/scores/", session_day.session_scores, name="session_scores"
    ),
    path("sessions/<uuid:uid>/sign/", sign_in.session_sign, name="session_sign"),
    path(
        "sessions/<uuid:uid>/slides/",
        session_paper.session_slides,
        name="session_slides",
    ),
    path(
        "sessions/<uuid:uid>/handout/",
        session_paper.session_handout,
        name="session_handout",
    ),
    path(
        "sessions/<uuid:uid>/sheet/", session_paper.session_sheet, name="session_sheet"
    ),
    path("sessions/<uuid:uid>/test/", session_paper.session_test, name="session_test"),
    path("sessions/<uuid:uid>/key/", session_paper.session_key, name="session_key"),
    path("recognition/", recognition.recognitions, name="recognitions"),
    path("recognition/new/", recognition.recognition_new, name="recognition_new"),
    path("recognition/<uuid:uid>/", recognition.recognition, name="recognition"),
]
