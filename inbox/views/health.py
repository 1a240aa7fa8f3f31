"""For machines: is the process alive, and can it serve?"""

import redis
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from connectors.shared_memory import client

READY = "ok"


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Alive: answers without asking anybody."""
    return HttpResponse("ok", content_type="text/plain")


@require_safe
def readyz(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Able to serve: database and Redis answer. 503 names the one that does not."""
    parts = {"database": _database(), "redis": _redis()}
    return JsonResponse(parts, status=200 if set(parts.values()) == {READY} else 503)


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return "away"
    return READY


def _redis() -> str:
    try:
        client().ping()
    except (redis.RedisError, OSError):
        return "away"
    return READY
