"""The address that marketplaces push to. It says nothing but whether it took what came.

Nobody is logged in here and no session is looked for. What comes in counts for nothing until its signature holds; the
rest happens in a worker, since the marketplace repeats what is not answered within seconds.
"""

import logging

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods
from kombu.exceptions import OperationalError

from connectors.errors import MarketplaceError, TryLater
from connectors.models import PushDestination
from connectors.push import Endpoint, ForgedPush
from inbox import tasks
from inbox.push import pushes
from inbox.views.visitors import come_back, wait_of

log = logging.getLogger(__name__)

LARGEST_BODY = 256 * 1024
BURST, PER_SECOND = 300, 20.0
"""What one address may send. A marketplace pushes a few thousand a day."""
LATER = 60


@csrf_exempt
@require_http_methods(["GET", "POST"])
def push(request: HttpRequest, slug: str) -> HttpResponse:
    """GET: the marketplace asks whether this address is ours. POST: it tells something."""
    try:
        cls = pushes.push_class(slug)
    except pushes.NoPush as error:
        raise Http404 from error
    if wait := wait_of(request, "push", burst=BURST, per_second=PER_SECOND):
        return come_back(429, wait)
    if request.method == "POST":
        return _take_in(request, slug)
    row = PushDestination.objects.filter(slug=slug).first()
    endpoint = row and Endpoint(row.endpoint, secret=row.verification_token, contact="")
    answer = cls.answer_challenge(request.GET.dict(), endpoint) if endpoint else None
    if answer is None:
        raise Http404
    return JsonResponse(dict(answer.content))


def _take_in(request: HttpRequest, slug: str) -> HttpResponse:
    """204 taken (also if it was known), 412 not signed by the marketplace, 503 that cannot be told now."""
    if request.content_type != "application/json":
        return HttpResponse(status=415)
    body = _body(request)
    if body is None:
        return HttpResponse(status=413)
    headers = {name.lower(): value for name, value in request.headers.items()}
    try:
        entry_id = pushes.receive(slug, body, headers, now=timezone.now())
    except ForgedPush as error:
        log.info("push %s: refused, %s", slug, error)
        return HttpResponse(status=412)
    except MarketplaceError as error:
        log.warning("push %s: not checked (%s)", slug, type(error).__name__)
        wait = error.wait.total_seconds() if isinstance(error, TryLater) and error.wait else LATER
        return come_back(503, wait)
    if entry_id is not None:
        _hand_over(entry_id)
    return HttpResponse(status=204)


def _body(request: HttpRequest) -> bytes | None:
    """The body as it came; None if it is too long."""
    try:
        body: bytes = request.read(LARGEST_BODY + 1)
    except (UnreadablePostError, OSError) as error:
        raise BadRequest("the body broke off") from error
    return body if len(body) <= LARGEST_BODY else None


def _hand_over(entry_id: int) -> None:
    try:
        tasks.process_push.apply_async((entry_id,), expires=300, retry=False)
    except OperationalError:
        log.warning("push entry %s: the queue of tasks does not answer; the tick will find it", entry_id)
