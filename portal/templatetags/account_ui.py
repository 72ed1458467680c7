"""What the sign-in pages ask about the host."""

import ipaddress
from collections.abc import Mapping
from typing import Any

from django import template
from django.http import HttpRequest


register = template.Library()


@register.simple_tag(takes_context=True)
def passkeys_possible(context: Mapping[str, Any]) -> bool:
    """Whether browsers do passkeys here: a named host, by TLS or on this machine."""
    return passkeys_on(context["request"])


def passkeys_on(request: HttpRequest) -> bool:
    """Browsers refuse passkeys for a numeric address and for plain HTTP elsewhere."""
    host = request.get_host().partition(":")[0]
    try:
        ipaddress.ip_address(request.get_host().rpartition(":")[0].strip("[]") or host)
    except ValueError:
        return request.is_secure() or host == "localhost" or host.endswith(".localhost")
    return False
