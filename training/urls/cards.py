"""Pupils' cards: the teacher's pages, and the one of the device that goes round."""

from django.urls import path

from training.views import card_device, cards


urlpatterns = [
    path("cards/", cards.card_rounds, name="card_rounds"),
    path("cards/new/", cards.card_round_new, name="card_round_new"),
    path("cards/<uuid:uid>/", cards.card_round, name="card_round"),
    path("cards/<uuid:uid>/sheet/", cards.card_sheet, name="card_sheet"),
    path("cards/<uuid:uid>/paper/", cards.card_paper, name="card_paper"),
    path("cards/<uuid:uid>/stop/", cards.card_stop, name="card_stop"),
    path("cards/<uuid:uid>/round/", cards.card_hand_round, name="card_hand_round"),
    path("cards/<uuid:uid>/away/", cards.card_round_away, name="card_round_away"),
    path("cards/<uuid:uid>/end/", cards.card_device_end, name="card_device_end"),
    path("card/<slug:token>/", card_device.card_device, name="card_device"),
]
