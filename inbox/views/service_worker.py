"""The service worker, at an address from which it may look after every page. It is the same for everybody."""

from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

SCRIPT = Path(settings.BASE_DIR, "config", "static", "js", "service-worker.js")


@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:
    del request
    answer = HttpResponse(SCRIPT.read_bytes(), content_type="text/javascript; charset=utf-8")
    answer.headers["Cache-Control"] = "no-cache"
    return answer
