"""Home: what needs me today. The boxes come from the floors above."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from portal.access import grants, public
from portal.hooks import HomePanel, registered


@public
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The boxes of the roles held; a stranger is led to sign in."""
    if not request.user.is_authenticated:
        return redirect("account_login")
    held = grants(request.user)
    panels = []
    for panel in registered(HomePanel):
        if not panel.permissions or held.has_any(panel.permissions):
            context = panel.build(request)
            if context is not None:
                panels.append({"template": panel.template, "panel": context})
    return render(
        request, "portal/home.html", {"panels": panels, "roles": sorted(held.roles)}
    )
