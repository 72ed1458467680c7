"""Which of the own schools is today's: kept in the session, asked once a visit."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from portal.access import require
from portal.models import User
from portal.permissions import Permission
from referrals.mornings import TODAY_SCHOOL
from schools.directory import schools_for


@require(Permission.CASE_WORK)
@require_POST
def today_school(request: HttpRequest) -> HttpResponse:
    """Remember the school, if it is one of the own."""
    mine = schools_for(cast("User", request.user), Permission.CASE_WORK)
    chosen = request.POST.get("school", "")
    known = {str(uid) for uid in mine.values_list("uid", flat=True)}
    if chosen in known:
        request.session[TODAY_SCHOOL] = chosen
    return redirect("portal:home")
