"""A place at school that a unit asks for, and what the class needs to know."""

from django.urls import path

from referrals.views import class_needs, placements, placing


urlpatterns = [
    path("placements/", placements.placements, name="placements"),
    path("placements/new/", placing.placement_new, name="placement_new"),
    path(
        "placements/new/<uuid:uid>/",
        placing.placement_of_referral,
        name="placement_of_referral",
    ),
    path("placements/<uuid:uid>/", placements.placement, name="placement"),
    path("placements/<uuid:uid>/say/", placing.placement_say, name="placement_say"),
    path(
        "placements/<uuid:uid>/class/", placing.placement_class, name="placement_class"
    ),
    path(
        "placements/<uuid:uid>/coach/", placing.placement_coach, name="placement_coach"
    ),
    path(
        "placements/<uuid:uid>/after/<int:months>/",
        placing.placement_check,
        name="placement_check",
    ),
    path(
        "placements/<uuid:uid>/<slug:verb>/",
        placing.placement_move,
        name="placement_move",
    ),
    path("class/", class_needs.class_needs, name="class_needs"),
]
