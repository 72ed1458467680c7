"""The award, as its holder sees and prints it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from portal.access import get_visible_or_404, require
from portal.clock import today
from portal.permissions import Permission
from training.models import Award


@require(Permission.TRAINING_LEARN)
@require_safe
def award(request: HttpRequest, public_id: str) -> HttpResponse:
    found = get_visible_or_404(
        Award,
        request.user,  # type: ignore[arg-type]
        Permission.TRAINING_LEARN,
        public_id=public_id,
    )
    titles = found.title_as_printed
    title = titles.get(get_language()) or next(iter(titles.values()), "")
    lapsed = bool(found.valid_until and found.valid_until <= today())
    context = {"award": found, "title": title, "lapsed": lapsed}
    return render(request, "training/award.html", context)
