"""Account pages that allauth does not have."""

from django.urls import path

from portal.views import (
    account,
    factors,
    in_person,
    invitations,
    joining,
    notifications,
)


urlpatterns = [
    path("", account.account_home, name="account_home"),
    path("second-factor/", factors.second_factor, name="second_factor"),
    path("second-factor/lost/", factors.lost_factor, name="lost_factor"),
    path("2fa/webauthn/keys/<int:pk>/remove/", factors.remove_passkey),
    path("still-here/", account.still_here, name="still_here"),
    path("mails/", notifications.mails, name="mails"),
    path("kept-text/", account.kept_text, name="kept_text"),
    path("kept-text/<uuid:uid>/drop/", account.drop_text, name="kept_text_drop"),
    path("join/<str:token>/", joining.join_page, name="join"),
    path("in-person/", in_person.in_person, name="in_person"),
    path("invitations/", invitations.invitations, name="invitations"),
    path("invitations/new/", invitations.invitation_new, name="invitation_new"),
    path(
        "invitations/<uuid:uid>/approve/",
        invitations.invitation_approve,
        name="invitation_approve",
    ),
    path(
        "invitations/<uuid:uid>/renew/",
        invitations.invitation_renew,
        name="invitation_renew",
    ),
    path(
        "invitations/<uuid:uid>/withdraw/",
        invitations.invitation_withdraw,
        name="invitation_withdraw",
    ),
]
