"""Who calls: a bearer token acts as its user, at a limited rate."""

import math
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from ninja.errors import Throttled
from ninja.security import HttpBearer

from connectors.buckets import take
from inbox.models import ApiToken, User
from inbox.models.token import token_digest

_USE_NOTED_EVERY = timedelta(minutes=1)


class ApiRequest(HttpRequest):
    """A request whose token was good. auth: the user it acts as."""

    auth: User


class BearerToken(HttpBearer):
    """`Authorization: Bearer <token>`; tokens come from `manage create_token`."""

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        """Return the user, or None. Raises Throttled when the token's calls are used up."""
        del request
        now = timezone.now()
        found = _live_token(token, now)
        if found is None:
            return None
        _take_call(found, now)
        _note_use(found, now)
        return found.user


def require(request: ApiRequest, rule: Callable[[User], bool]) -> User:
    """The caller, if the rule of inbox.people.permissions allows it. Raises PermissionDenied."""
    if not rule(request.auth):
        raise PermissionDenied
    return request.auth


def _live_token(token: str, now: datetime) -> ApiToken | None:
    live = Q(ended_at=None) | Q(ended_at__gt=now)
    digest = token_digest(token.encode("utf-8", "surrogatepass").decode("utf-8", "replace"))
    return ApiToken.objects.filter(live, digest=digest, user__is_active=True).select_related("user").first()


def _take_call(token: ApiToken, now: datetime) -> None:
    calls = settings.API_CALLS_PER_MINUTE
    wait = take(f"api:{token.pk}", burst=calls, per_second=calls / 60, now=now)
    if wait:
        raise Throttled(wait=max(1, math.ceil(wait.total_seconds())))


def _note_use(token: ApiToken, now: datetime) -> None:
    if token.last_used_at is None or now - token.last_used_at > _USE_NOTED_EVERY:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)
