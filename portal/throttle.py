"""So many requests a minute from one address: for pages that strangers may open. Who
has signed in is known by name, and an unknown number is audited.

    @public
    @throttled("award", "30/m/ip")
    def award(request): ...

Counted by the sign-in library, which knows behind how many proxies we stand.
"""

import functools
from collections.abc import Callable

from allauth.core.internal import ratelimit
from django.http import HttpRequest
from django.http.response import HttpResponseBase


View = Callable[..., HttpResponseBase]


def throttled(action: str, rate: str) -> Callable[[View], View]:
    """Above the rate the answer is 429, and the view is not asked."""

    def decorate(view: View) -> View:
        @functools.wraps(view)
        def guarded(
            request: HttpRequest, *args: object, **kwargs: object
        ) -> HttpResponseBase:
            if request.user.is_authenticated:
                return view(request, *args, **kwargs)
            allowed = ratelimit.consume(
                request,
                app="portal",
                action=action,
                config={action: rate},
                limit_get=True,
            )
            if allowed is None:
                answer: HttpResponseBase = ratelimit.respond_429(request)
                return answer
            return view(request, *args, **kwargs)

        return guarded

    return decorate
