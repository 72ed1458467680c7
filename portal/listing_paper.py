"""Lists that name children print without reasons, unless somebody says what for.

The answer is noted in the history and in the session: for five minutes that one list
prints with everything that its screen shows.
"""

from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.clock import now


KEY = "list_with_reasons"
SECONDS = 5 * 60
PURPOSES: dict[str, Promise] = {
    "meeting": _("A meeting about these children"),
    "visit": _("A visit or a call outside the portal"),
    "hand_over": _("Handing the work over"),
    "inspection": _("An inspection that the law provides for"),
}


def reasons_url(request: HttpRequest, name: str) -> str:
    """Where to ask for it; `back` is the list's own path, never what was typed."""
    query = urlencode({"list": name, "back": request.path})
    return f"{reverse('portal:list_reasons')}?{query}"


def allow_reasons(request: HttpRequest, name: str) -> None:
    """From now on, for five minutes, for this list."""
    request.session[KEY] = [name, now().timestamp()]


def reasons_asked(request: HttpRequest, name: str) -> bool:
    """Whether the purpose was said for this list a moment ago."""
    session = getattr(request, "session", None)
    kept = session.get(KEY) if session is not None else None
    if not kept:
        return False
    asked, at = kept
    return bool(asked == name and now().timestamp() - at < SECONDS)
