"""The training's own screens, room by room; the pages of the CMS follow in
`page_urls.py`."""

from training.urls import coverage, curriculum, learning, sessions


app_name = "training"
urlpatterns = [
    *learning.urlpatterns,
    *coverage.urlpatterns,
    *sessions.urlpatterns,
    *curriculum.urlpatterns,
]
