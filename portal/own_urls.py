"""The ground's own pages."""

from django.urls import path

from portal.views import (
    calendar,
    drafts,
    frame,
    health,
    history,
    home,
    media,
    notifications,
    paper,
    search,
)


app_name = "portal"
urlpatterns = [
    path("", home.home, name="home"),
    path("language/", frame.set_language, name="language"),
    path("help/", frame.help_page, name="help"),
    path("privacy/", frame.privacy_notice, name="privacy"),
    path("search/", search.search, name="search"),
    path("history/", history.history, name="history"),
    path("notifications/", notifications.notifications, name="notifications"),
    path(
        "notifications/read/",
        notifications.notifications_read,
        name="notifications_read",
    ),
    path("notifications/<uuid:uid>/", notifications.notification, name="notification"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/feed.ics", calendar.feed, name="calendar_feed"),
    path("calendar/address/", calendar.address, name="calendar_address"),
    path("paper/", paper.list_reasons, name="list_reasons"),
    path("drafts/", drafts.draft_keep, name="draft_keep"),
    path("drafts/drop/", drafts.draft_drop, name="draft_drop"),
    path("media/images/<str:name>", media.picture, name="picture"),
    path("healthz", health.healthz, name="healthz"),
]
