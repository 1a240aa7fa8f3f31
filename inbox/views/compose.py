"""Writing: a reply, an internal note, the draft kept while typing."""

from datetime import datetime, timedelta

from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from connectors.text import storable
from inbox import outbox, triage
from inbox.draft_files import add_files, draft_files
from inbox.errors import InboxError
from inbox.forms import DraftForm, WriteForm
from inbox.models import Delivery, Draft, MessageDirection, Ticket, User
from inbox.permissions import allowed, may_answer
from inbox.time_words import clock_time
from inbox.views.conversation import composer_of, conversation_context, ticket_of
from inbox.views.queue import list_context
from inbox.views.request import Request, no_cache
from inbox.views.ticket import conversation_response, ticket_url

JUST_NOW = timedelta(minutes=1)


@allowed(may_answer)
@require_POST
def write(request: Request, ticket_id: int) -> HttpResponse:
    """Queue a reply or add a note. What is refused comes back with the text as typed.

    Files that come along without JavaScript come again when the button is pressed twice: they are kept once.
    """
    now = timezone.now()
    ticket = get_object_or_404(ticket_of(request.user, ticket_id))
    form = WriteForm(request.POST)
    text, kind, undo = request.POST.get("body", ""), request.POST.get("kind", "reply"), None
    try:
        if not form.is_valid():
            raise InboxError(_("This text cannot be sent as it is. Nothing was sent; your text is kept."))
        body = form.cleaned_data["body"]
        if form.cleaned_data["kind"] == "note":
            triage.add_note(ticket, body=body, by=request.user, now=now)
        else:
            key = f"page-{request.user.pk}-{form.cleaned_data['key']}"
            if not ticket.messages.filter(idempotency_key=key).exists():
                add_files(ticket, request.FILES.getlist("files"), by=request.user)
            undo = outbox.queue_reply(
                ticket,
                body=body,
                by=request.user,
                now=now,
                idempotency_key=key,
                files=draft_files(ticket, request.user),
                recipient=form.cleaned_data["recipient"],
            )
    except InboxError as error:
        recipient = request.POST.get("recipient", "")
        composer = composer_of(ticket, user=request.user, text=text, kind=kind, problem=str(error), recipient=recipient)
        if request.htmx:
            return conversation_response(request, ticket, now=now, composer=composer)
        context = list_context(request, now=now)
        context |= conversation_context(ticket, request, user=request.user, now=now, composer=composer)
        return no_cache(render(request, "inbox/queue.html", context, status=422))
    if not request.htmx:
        return redirect(ticket_url(ticket, request))
    ticket = get_object_or_404(ticket_of(request.user, ticket_id))
    return conversation_response(request, ticket, now=now, undo=undo)


@allowed(may_answer)
@require_POST
def draft(request: Request, ticket_id: int) -> HttpResponse:
    """Keep what has been typed so far. Answers what the page then says, and the length as the marketplace counts."""
    ticket = get_object_or_404(ticket_of(request.user, ticket_id))
    form = DraftForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"kept": "", "problem": _("not kept: too long")}, status=422)
    text = form.cleaned_data["body"]
    if text.strip() and not _just_sent(ticket, request.user, text, now=timezone.now()):
        kept, _created = Draft.objects.update_or_create(ticket=ticket, user=request.user, defaults={"text": text})
        words = _("draft kept %(time)s") % {"time": clock_time(kept.updated_at)}
    else:
        _forget(ticket, request.user)
        words = ""
    return JsonResponse({"kept": words, "count": outbox.count_characters(ticket, text)})


def _forget(ticket: Ticket, user: User) -> None:
    """Drop a draft without text; one with files stays."""
    drafts = Draft.objects.filter(ticket=ticket, user=user)
    drafts.filter(files=None).delete()
    drafts.update(text="")


def _just_sent(ticket: Ticket, user: User, text: str, *, now: datetime) -> bool:
    """A draft that arrives after the reply it became must not come back as if it were unsent."""
    recent = ticket.messages.filter(user=user, written_at__gte=now - JUST_NOW, body_text=storable(text).strip())
    return recent.filter(direction=MessageDirection.OUT).exclude(delivery=Delivery.CANCELLED).exists()
