"""Training without network: what a phone keeps, and what it sends afterwards."""

from django.urls import path

from training.views import outbox, saved


urlpatterns = [
    path("worker.js", saved.worker, name="worker"),
    path("saved/", saved.saved_index, name="saved_index"),
    path("saved/<uuid:uid>/", saved.saved, name="saved"),
    path("outbox/", outbox.outbox, name="outbox"),
    path("outbox/key/", outbox.outbox_key, name="outbox_key"),
]
