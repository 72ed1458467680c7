"""What the frame of every page needs; asks the database nothing new."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from portal.access import grants
from portal.addresses import place
from portal.hooks import NavItem, registered


# The addresses that stand on every page.
LINKS = {
    "search": "portal:search",
    "language": "portal:language",
    "notifications": "portal:notifications",
    "help": "portal:help",
    "privacy": "portal:privacy",
    "account": "account_home",
    "sign_in": "account_login",
    "sign_out": "account_logout",
    "still_here": "still_here",
    "kept_text": "kept_text",
}


def frame(request: HttpRequest) -> dict[str, Any]:
    """Navigation by the permissions held, the languages, the demo's banner."""
    return {
        "nav_items": _nav(request),
        "frame_links": {name: place(url_name) for name, url_name in LINKS.items()},
        "page_user": getattr(request, "user", None),
        "demo": settings.DEMO,
        "languages": settings.LANGUAGES,
        "safety_contacts": settings.SAFETY_CONTACTS,
    }


def _nav(request: HttpRequest) -> list[dict[str, Any]]:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return []
    held = grants(user)
    items = []
    for item in registered(NavItem):
        if item.permissions and not held.has_any(item.permissions):
            continue
        below = [place(name) for name in (item.url_name, *item.also)]
        items.append({"label": item.label, "url": below[0], "below": below})
    return _with_current(items, request.path)


def _with_current(items: list[dict[str, Any]], path: str) -> list[dict[str, Any]]:
    """The word with the longest address that leads here: never two at once."""
    below = (url for item in items for url in item["below"])
    longest = max((url for url in below if path.startswith(url)), key=len, default="")
    return [item | {"current": longest in item["below"]} for item in items]
