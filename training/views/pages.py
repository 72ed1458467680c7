"""Which screen serves a page of the CMS: the curriculum's or the training's."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from portal.access import signed_in
from training.views import curriculum, learn


CURRICULUM = "training/curriculum/"


@signed_in
def page(request: HttpRequest, path: str) -> HttpResponseBase:
    view = curriculum.page if path.startswith(CURRICULUM) else learn.page
    return view(request, path)
