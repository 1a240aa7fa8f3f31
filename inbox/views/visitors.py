"""Those who are not logged in, where an address is open to them: how often each may come."""

import math

from allauth.account.adapter import get_adapter
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from connectors.buckets import take


def wait_of(request: HttpRequest, what: str, *, burst: float, per_second: float) -> float:
    """How many seconds this visitor has to wait, 0 if he need not. Found as for the limits of the log-in."""
    try:
        address = get_adapter().get_client_ip(request)
    except (ImproperlyConfigured, PermissionDenied, ValueError):
        address = "unknown"
    return take(f"{what}:{address}", burst=burst, per_second=per_second, now=timezone.now()).total_seconds()


def come_back(status: int, seconds: float) -> HttpResponse:
    """Not now."""
    return HttpResponse(status=status, headers={"Retry-After": str(math.ceil(seconds))})
