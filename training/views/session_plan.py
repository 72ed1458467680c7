"""Planning a session: module, school, day and room."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
)

from portal.access import require
from schools import directory
from training.actions.progress import NotPublished
from training.actions.sessions import (
    AlreadyThen,
    Plan,
    plan_session,
)
from training.counted import ROLES
from training.forms.sessions import PlanForm
from training.models import TrainingSession
from training.teaching import Taught
from training.views.sessions import HOLD, user_of


@require(HOLD)
@require_http_methods(["GET", "HEAD", "POST"])
def session_plan(request: HttpRequest) -> HttpResponse:
    """Module, school, day and room; the print pack is ready at once."""
    user = user_of(request)
    taught = Taught(get_language() or "")
    schools = list(directory.schools_for(user, HOLD).order_by("name"))
    form = PlanForm(
        request.POST or None,
        modules=taught.modules(),
        schools=[(str(school.uid), school.name) for school in schools],
    )
    if request.method == "POST" and form.is_valid():
        made = _plan(request, form, taught, {str(s.uid): s for s in schools})
        if made:
            return redirect("training:session", uid=made.uid)
    return render(request, "training/sessions/plan.html", {"form": form})


def _plan(
    request: HttpRequest, form: PlanForm, taught: Taught, schools: dict[str, Any]
) -> TrainingSession | None:
    data, user = form.cleaned_data, user_of(request)
    module, quiz = taught.by_uid(data["module"])
    school, starts_at = schools[data["school"]], form.starts_at()
    staff = directory.staff_of(user)
    if staff is None:
        raise Http404
    people = directory.roster(starts_at.date(), ROLES).filter(school=school)
    try:
        return plan_session(
            module=module,
            quiz=quiz,
            school=school,
            facilitator=staff,
            plan=Plan(starts_at, data["minutes"], data["venue"], data["language"]),
            expected=people.exclude(staff=staff).values("staff").distinct().count(),
            by=user,
        )
    except AlreadyThen:
        form.add_error(
            "hour",
            _("You lead or attend another session at that time. Choose another hour."),
        )
    except NotPublished:
        form.add_error("module", _("This module is withdrawn. Choose another."))
    return None
