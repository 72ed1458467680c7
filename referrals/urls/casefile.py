"""The parts of a child's file: people, tasks, shields, owner, transfer."""

from django.urls import path

from referrals.views import (
    case_actions,
    handing_over,
    household,
    linking,
    readers,
    shields,
    summers,
    transfers,
)


urlpatterns = [
    path("cases/no-roll/", linking.case_unlisted, name="case_unlisted"),
    path("cases/summer/", summers.summers, name="summers"),
    path("cases/by-number/", handing_over.case_by_number, name="case_by_number"),
    path("cases/<uuid:uid>/link/", linking.case_link, name="case_link"),
    path("cases/<uuid:uid>/unlink/", linking.case_unlink, name="case_unlink"),
    path(
        "cases/<uuid:uid>/household/", household.case_household, name="case_household"
    ),
    path(
        "household/<uuid:uid>/remove/",
        household.household_remove,
        name="household_remove",
    ),
    path("cases/<uuid:uid>/actions/", case_actions.case_actions, name="case_actions"),
    path("actions/<uuid:uid>/done/", case_actions.action_done, name="action_done"),
    path("cases/<uuid:uid>/summer/", summers.case_summer, name="case_summer"),
    path("cases/<uuid:uid>/readers/", readers.case_readers, name="case_readers"),
    path("cases/<uuid:uid>/shields/", shields.case_shields, name="case_shields"),
    path("cases/<uuid:uid>/interest/", shields.case_interest, name="case_interest"),
    path("pupils/<uuid:uid>/shields/", shields.pupil_shields, name="pupil_shields"),
    path("pupils/<uuid:uid>/interest/", shields.pupil_interest, name="pupil_interest"),
    path(
        "numbers/<uuid:uid>/shields/",
        shields.case_shields_by_number,
        name="case_shields_by_number",
    ),
    path("shields/<uuid:uid>/lift/", shields.shield_lift, name="shield_lift"),
    path(
        "sent/<uuid:uid>/interest/", shields.referral_interest, name="referral_interest"
    ),
    path("hand-overs/", handing_over.hand_overs, name="hand_overs"),
    path("hand-overs/<uuid:uid>/", handing_over.hand_over_receive, name="hand_over"),
    path("posts/<uuid:uid>/cases/", handing_over.hand_over_new, name="hand_over_new"),
    path("numbers/<uuid:uid>/owner/", handing_over.case_owner, name="case_owner"),
    path("transfers/", transfers.transfers, name="transfers"),
    path("transfers/<uuid:uid>/", transfers.transfer, name="transfer"),
    path(
        "transfers/<uuid:uid>/take-back/",
        transfers.transfer_take_back,
        name="transfer_take_back",
    ),
    path(
        "transfers/<uuid:uid>/receive/",
        transfers.transfer_receive,
        name="transfer_receive",
    ),
]
