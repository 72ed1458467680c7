"""The training's own screens, room by room; the pages of the CMS follow in
`page_urls.py`."""

from training.urls import cards, coverage, curriculum, learning, offline, sessions


app_name = "training"
urlpatterns = [
    *learning.urlpatterns,
    *offline.urlpatterns,
    *coverage.urlpatterns,
    *sessions.urlpatterns,
    *curriculum.urlpatterns,
    *cards.urlpatterns,
]
