"""What is to be done for a child, by whom and by when; done in one tap."""

import uuid
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from portal.access import require
from portal.clock import today
from portal.crypto import preload_keys
from portal.models import User
from portal.permissions import Permission
from referrals.actions.case_actions import add_action, finish_action
from referrals.actions.files import CaseIsClosed
from referrals.forms.casefile import ActionForm
from referrals.models import Case, CaseAction
from referrals.shielding import barred_from
from referrals.views.case_parts import part_of_case, row_of_case, too_late
from schools.models import Post


NOTE_LIMIT = 1000


@require(Permission.CASE_VIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def case_actions(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Those to be done first, then those done; and one more."""
    one, context = part_of_case(request, uid)
    form = ActionForm(request.POST or None, posts=_posts(one))
    if request.method == "POST" and context["may_work"] and form.is_valid():
        try:
            add_action(case=one, by=cast("User", request.user), **form.cleaned_data)
        except CaseIsClosed:
            context["may_work"] = False
        else:
            messages.success(request, _("It is saved."))
            return redirect("referrals:case_actions", uid=one.uid)
    preload_keys([one.key_uid])
    rows = list(
        CaseAction.objects.filter(case=one)
        .select_related("owner__staff", "done_by")
        .order_by("due_on", "pk")
    )
    context |= {
        "form": form,
        "waiting": [row for row in rows if row.done_at is None],
        "done": [row for row in reversed(rows) if row.done_at is not None],
        "today": today(),
        "gone": too_late(request, context, form),
    }
    return render(request, "referrals/casefile/actions.html", context)


def _posts(case: Case) -> Any:
    """Who at the school can undertake something: nobody who is barred."""
    held = Post.objects.held_on(today()).granted().filter(school=case.school_id)
    found = held.exclude(staff__in=barred_from(case)).exclude(role="teacher")
    return found.select_related("staff").order_by("staff__name_key", "pk")


@require(Permission.CASE_WORK)
@require_POST
def action_done(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """It is done, with a word or without."""
    action = row_of_case(request, CaseAction, uid)
    note = request.POST.get("note", "").strip()[:NOTE_LIMIT]
    finish_action(action=action, by=cast("User", request.user), note=note)
    messages.success(request, _("It is done."))
    return redirect("referrals:case_actions", uid=action.case.uid)
