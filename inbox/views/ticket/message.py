"""One message: take a reply back, settle one that is refused or unsure, see a long text whole."""

from collections.abc import Callable
from datetime import datetime

from csp.decorators import csp
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_GET, require_POST

from inbox.errors import InboxError
from inbox.forms.writing import PlanForm
from inbox.models import Draft, Message, Original, Ticket, User
from inbox.people.permissions import allowed, may_answer
from inbox.sending import draft_files, later, outbox
from inbox.sending.later import WrongMoment
from inbox.storage.own_pictures import has_own_pictures, with_own_pictures
from inbox.views.request import Request, back_to, no_cache
from inbox.views.ticket.conversation import ticket_of
from inbox.views.ticket.message_links import links_of
from inbox.views.ticket.ticket import conversation_response, ticket_url
from inbox.views.writing.composer import composer_of
from inbox.words.moments import moment_of

PAPER = (
    '<!DOCTYPE html><meta charset="utf-8">'
    "<style>body { margin: 12px; background: white; color: black; font: 14px sans-serif }"
    "img { max-width: 100% }</style>"
)
"""Mails are written for a white ground; what follows it was sanitised when it was stored."""


@allowed(may_answer)
@require_POST
def cancel(request: Request, message_id: int) -> HttpResponse:
    """Take a queued reply back; its text returns to the composer."""

    def take_back(message: Message, now: datetime) -> None:
        outbox.cancel_reply(message, by=request.user, now=now)
        _put_back(message, request.user)

    return _settled(request, message_id, take_back)


@allowed(may_answer)
@require_POST
def again(request: Request, message_id: int) -> HttpResponse:
    def send(message: Message, now: datetime) -> None:
        outbox.send_again(message, by=request.user, now=now)

    return _settled(request, message_id, send)


@allowed(may_answer)
@require_POST
def plan(request: Request, message_id: int) -> HttpResponse:
    """Let a planned reply leave at another moment, or now."""

    def replan(message: Message, now: datetime) -> None:
        form = PlanForm(request.POST)
        if not form.is_valid():
            raise WrongMoment
        name = form.cleaned_data["later"]
        leave_at = None if name == "now" else moment_of(name, form.cleaned_data["at"], now=now)
        if name != "now" and leave_at is None:
            raise WrongMoment
        later.plan(message, leave_at, by=request.user, now=now)

    return _settled(request, message_id, replan)


@allowed(may_answer)
@require_POST
def was_sent(request: Request, message_id: int) -> HttpResponse:
    return _settled(request, message_id, lambda message, now: outbox.confirm_sent(message, by=request.user, now=now))


@allowed(may_answer)
@require_POST
def was_not_sent(request: Request, message_id: int) -> HttpResponse:
    return _settled(
        request, message_id, lambda message, now: outbox.confirm_not_sent(message, by=request.user, now=now)
    )


@allowed(may_answer)
@require_POST
def edit(request: Request, message_id: int) -> HttpResponse:
    """Put the text of a refused reply into the composer, to be written anew."""
    return _settled(request, message_id, lambda message, now: _put_back(message, request.user))  # noqa: ARG005


@allowed(may_answer)
@require_GET
def whole_text(request: Request, message_id: int) -> HttpResponse:
    """A very long message, as plain text."""
    message = _visible_message(request.user, message_id)
    response = HttpResponse(message.body_text, content_type="text/plain; charset=utf-8")
    response.headers["X-Content-Type-Options"] = "nosniff"
    return no_cache(response)


@csp(
    {
        "default-src": ["'none'"],
        "style-src": ["'unsafe-inline'"],
        "img-src": ["data:"],
        "sandbox": ["allow-popups"],
        "frame-ancestors": ["'self'"],
    }
)
@xframe_options_sameorigin
@allowed(may_answer)
@require_GET
def whole(request: Request, message_id: int) -> HttpResponse:
    """A message as it came, quoted history and all: in a frame without scripts or anything loaded from elsewhere.

    With `?pictures=1` also the pictures that came with it.
    """
    message = _visible_message(request.user, message_id)
    pictures = "pictures" in request.GET
    original = get_object_or_404(Original, message=message)
    if request.htmx:
        context = {
            "message": message,
            "links": links_of(original.links, marketplace=message.ticket.account.marketplace_label),
            "has_pictures": has_own_pictures(original),
            "pictures": pictures,
        }
        return no_cache(render(request, "inbox/partials/whole_message.html", context))
    if original.html:
        return no_cache(HttpResponse(f"{PAPER}{with_own_pictures(original) if pictures else original.html}"))
    response = HttpResponse(original.whole_text or message.body_text, content_type="text/plain; charset=utf-8")
    response.headers["X-Content-Type-Options"] = "nosniff"
    return no_cache(response)


def _settled(request: Request, message_id: int, act: Callable[[Message, datetime], None]) -> HttpResponse:
    now = timezone.now()
    message = _visible_message(request.user, message_id)
    problem = ""
    try:
        act(message, now)
    except InboxError as error:
        problem = str(error)
    if request.htmx and request.htmx.target == "conversation":
        ticket = get_object_or_404(ticket_of(request.user, message.ticket_id))
        composer = composer_of(ticket, user=request.user, now=now, problem=problem)
        response = conversation_response(request, ticket, now=now, composer=composer)
        response.headers["HX-Push-Url"] = ticket_url(ticket, request)
        return response
    if problem:
        messages.warning(request, problem)
    return back_to(request, message.ticket)


def _visible_message(user: User, message_id: int) -> Message:
    visible = Ticket.objects.visible_to(user)
    return get_object_or_404(
        Message.objects.select_related("ticket__account").filter(ticket__in=visible), id=message_id
    )


def _put_back(message: Message, user: User) -> None:
    """The text goes before what has been typed since, the files after what has been picked."""
    draft = Draft.objects.filter(ticket_id=message.ticket_id, user=user).first()
    rest = draft.text.strip() if draft else ""
    text = message.body_text if not rest or rest == message.body_text.strip() else f"{message.body_text}\n\n{rest}"
    kept, _created = Draft.objects.update_or_create(ticket_id=message.ticket_id, user=user, defaults={"text": text})
    draft_files.put_back(message, kept)
