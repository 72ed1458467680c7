"""Meetings: the table, the case group, each case on the agenda, and the tasks."""

from django.urls import path

from referrals.views import agenda, meeting_calls, meeting_tasks, meetings, minutes


urlpatterns = [
    path("meetings/", meetings.meetings, name="meetings"),
    path("meetings/new/", meeting_calls.meeting_new, name="meeting_new"),
    path("meetings/tasks/", meeting_tasks.meeting_tasks, name="meeting_tasks"),
    path(
        "meetings/tasks/<uuid:uid>/done/",
        meeting_tasks.meeting_task_done,
        name="meeting_task_done",
    ),
    path(
        "meetings/tasks/<uuid:uid>/drop/",
        meeting_tasks.meeting_task_drop,
        name="meeting_task_drop",
    ),
    path("meetings/case/<uuid:uid>/", agenda.agenda_item, name="agenda_item"),
    path("meetings/case/<uuid:uid>/task/", agenda.agenda_task, name="agenda_task"),
    path(
        "meetings/case/<uuid:uid>/agency/",
        agenda.agenda_agency,
        name="agenda_agency",
    ),
    path(
        "meetings/case/<uuid:uid>/correct/",
        agenda.agenda_correct,
        name="agenda_correct",
    ),
    path("meetings/<uuid:uid>/", meetings.meeting, name="meeting"),
    path(
        "meetings/<uuid:uid>/change/",
        meeting_calls.meeting_change,
        name="meeting_change",
    ),
    path(
        "meetings/<uuid:uid>/agenda/",
        meeting_calls.meeting_agenda,
        name="meeting_agenda",
    ),
    path(
        "meetings/<uuid:uid>/seats/", meeting_calls.meeting_seats, name="meeting_seats"
    ),
    path(
        "meetings/<uuid:uid>/close/", meeting_calls.meeting_close, name="meeting_close"
    ),
    path(
        "meetings/<uuid:uid>/minutes/", minutes.meeting_minutes, name="meeting_minutes"
    ),
    path(
        "meetings/<uuid:uid>/extract/<uuid:seat>/",
        minutes.meeting_extract,
        name="meeting_extract",
    ),
]
