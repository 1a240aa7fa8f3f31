"""Writing: a reply or an internal note, and what the page shows afterwards."""

from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from inbox import presence
from inbox.errors import InboxError, KeyUsedDifferently
from inbox.forms.writing import NOTE, WriteForm
from inbox.lists.filters import Filters
from inbox.models import Message, Ticket
from inbox.people.permissions import allowed, may_answer
from inbox.policy.errors import PolicyRefusal
from inbox.policy.overriding import LONGEST_REASON
from inbox.sending import outbox
from inbox.sending.draft_files import add_files, draft_files
from inbox.sending.drafts import drop_note
from inbox.sending.meanwhile import AnsweredMeanwhile
from inbox.tickets import triage
from inbox.views.lists.list_pane import list_context
from inbox.views.lists.next_ticket import next_ticket
from inbox.views.request import Request, no_cache
from inbox.views.ticket.conversation import conversation_context, ticket_of
from inbox.views.ticket.ticket import conversation_response, opened, ticket_url
from inbox.views.writing.composer import composer_of
from inbox.views.writing.findings import NO_FINDINGS, FindingsPanel
from inbox.views.writing.policy_check import panel_of
from inbox.views.writing.typed import OtherWriter, Typed, check_writer, keep_typed, key_of_page

REFUSED = "X-Guichet-Refused"
"""Says to the page that what it sent is not queued; a 4xx would be an error on the browser's console."""


@allowed(may_answer)
@require_POST
def write(request: Request, ticket_id: int) -> HttpResponse:
    """Queue a reply or add a note, then stay or go on to the next ticket. What is refused comes back as typed."""
    now = timezone.now()
    ticket = get_object_or_404(ticket_of(request.user, ticket_id))
    form = WriteForm(request.POST)
    try:
        undo = _written(request, ticket, form, now=now)
    except InboxError as error:
        return _refused(request, ticket, form, error=error, now=now)
    following = next_ticket(Filters.read(request.GET), request.user, left=ticket, now=now) if form.goes_on else None
    if following is not None:
        return _gone_on(request, following, undo=undo, now=now)
    if not request.htmx:
        return redirect(ticket_url(ticket, request))
    ticket = get_object_or_404(ticket_of(request.user, ticket_id))
    return conversation_response(request, ticket, now=now, undo=undo)


def _written(request: Request, ticket: Ticket, form: WriteForm, *, now: datetime) -> Message | None:
    """The reply that leaves now; None for a note or one that leaves later. Raises InboxError if there is neither."""
    if not form.is_valid():
        raise InboxError(_("This text cannot be sent as it is. Nothing was sent; your text is kept."))
    check_writer(form, request.user)
    if form.cleaned_data["kind"] == NOTE:
        triage.add_note(ticket, body=form.cleaned_data["body"], by=request.user, now=now)
        drop_note(ticket, by=request.user)
        return None
    reply = _queued(request, ticket, form, now=now)
    return None if reply.later_at else reply


def _queued(request: Request, ticket: Ticket, form: WriteForm, *, now: datetime) -> Message:
    """Files that come along without JavaScript come again when the button is pressed twice: they are kept once."""
    key = key_of_page(request.user, form.cleaned_data["key"])
    if not ticket.messages.filter(idempotency_key=key).exists():
        add_files(ticket, request.FILES.getlist("files"), by=request.user)
    reply = outbox.queue_reply(
        ticket,
        body=form.cleaned_data["body"],
        by=request.user,
        now=now,
        idempotency_key=key,
        files=draft_files(ticket, request.user),
        recipient=form.cleaned_data["recipient"],
        conversation=form.cleaned_data["conversation"],
        wishes=form.wishes(now),
        template=form.template_used,
    )
    presence.stop_writing(ticket.pk, request.user.pk)
    return reply


def _refused(request: Request, ticket: Ticket, form: WriteForm, *, error: InboxError, now: datetime) -> HttpResponse:
    """The page with the text as typed and why it was not sent; the text is kept as a draft, too.

    A text changed after its answer was lost on the way is a second one: the page shows the first beside it.
    """
    typed = Typed(
        text=request.POST.get("body", ""),
        kind=request.POST.get("kind", "reply"),
        recipient=request.POST.get("recipient", ""),
        conversation=form.cleaned_data["conversation"] if form.is_valid() else None,
        seen=form.seen_last if form.is_valid() else None,
        template=form.cleaned_data["template"] if form.is_valid() else "",
        override=request.POST.get("override", "")[:LONGEST_REASON],
    )
    if form.is_valid() and not isinstance(error, OtherWriter):
        keep_typed(ticket, typed, by=request.user)
    shown_beside = isinstance(error, AnsweredMeanwhile | KeyUsedDifferently)
    problem = _("Nothing was sent; your text is kept.") if shown_beside else str(error)
    findings = NO_FINDINGS
    if isinstance(error, PolicyRefusal):
        problem, findings = error.in_short, _findings(request, ticket, typed)
    composer = composer_of(ticket, user=request.user, now=now, typed=typed, problem=problem, findings=findings)
    if request.htmx:
        response = conversation_response(request, ticket, now=now, composer=composer)
        response.headers[REFUSED] = "1"
        return response
    context = list_context(request, now=now)
    context |= conversation_context(ticket, request, user=request.user, now=now, composer=composer)
    return no_cache(render(request, "inbox/queue.html", context, status=422))


def _findings(request: Request, ticket: Ticket, typed: Typed) -> FindingsPanel:
    return panel_of(
        ticket,
        typed.text,
        user=request.user,
        recipient=typed.recipient,
        conversation=typed.conversation,
        acknowledges=request.POST.get("then") == "acknowledge",
    )


def _gone_on(request: Request, following: Ticket, *, undo: Message | None, now: datetime) -> HttpResponse:
    """The next ticket of the list, where this one can still be taken back."""
    if not request.htmx:
        return redirect(ticket_url(following, request))
    ticket = get_object_or_404(ticket_of(request.user, following.pk))
    order = opened(ticket, by=request.user, now=now)
    response = conversation_response(request, ticket, now=now, undo=undo, order=order)
    response.headers["HX-Push-Url"] = ticket_url(ticket, request)
    return response
