"""Write first to the buyer of a ticket's order: topics are asked for on demand, never in a page's own time."""

import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from connectors.abilities import ConversationTopic
from connectors.errors import MarketplaceError
from inbox.errors import InboxError
from inbox.forms.opening import OpeningForm
from inbox.models import Ticket
from inbox.people.permissions import allowed, may_answer
from inbox.policy.errors import PolicyRefusal
from inbox.sending.opening import can_open, open_about, topics_for
from inbox.views.marks import mark_of
from inbox.views.request import Request, no_cache
from inbox.views.sentences import in_own_language
from inbox.views.ticket.conversation import ticket_of
from inbox.views.writing.findings import NO_FINDINGS, FindingsPanel, findings_panel


@allowed(may_answer)
@require_http_methods(["GET", "POST"])
def write_first(request: Request, ticket_id: int) -> HttpResponse:
    """The form; sent, the new conversation's own page. What is refused comes back with the text as typed."""
    ticket = get_object_or_404(ticket_of(request.user, ticket_id))
    if not can_open(ticket):
        raise Http404
    try:
        topics = topics_for(ticket)
    except MarketplaceError as error:
        return _page(request, ticket, None, problem=in_own_language(str(error)), status=503)
    form = _form(ticket, topics, request)
    if request.method != "POST":
        return _page(request, ticket, form)
    if not form.is_valid():
        return _page(request, ticket, form, status=422)
    given = form.cleaned_data
    try:
        message = open_about(
            ticket,
            topic=given["topic"],
            subject=given["subject"],
            text=given["text"],
            by=request.user,
            now=timezone.now(),
            key=given["key"],
            override=given["override"],
        )
    except PolicyRefusal as error:
        findings = findings_panel(given["text"], error.findings, user=request.user)
        return _page(request, ticket, form, problem=error.in_short, findings=findings, status=422)
    except InboxError as error:
        return _page(request, ticket, form, problem=str(error), status=422)
    return redirect("ticket", message.ticket_id)


def _form(ticket: Ticket, topics: tuple[ConversationTopic, ...], request: Request) -> OpeningForm:
    """With the topics' own labels where we have no better ones."""
    labels = ticket.account.connector_class.topic_labels
    named = [
        ConversationTopic(topic.code, _(labels[topic.code]) if topic.code in labels else topic.label)
        for topic in topics
    ]
    data = request.POST if request.method == "POST" else None
    longest = ticket.account.connector_class.limits.max_characters
    check_at = reverse("ticket_write_first_check", args=[ticket.pk])
    return OpeningForm(named, data, longest=longest, check_at=check_at, key=uuid.uuid4().hex)


def _page(
    request: Request,
    ticket: Ticket,
    form: OpeningForm | None,
    *,
    problem: str = "",
    findings: FindingsPanel = NO_FINDINGS,
    status: int = 200,
) -> HttpResponse:
    context = {
        "ticket": ticket,
        "mark": mark_of(ticket.account.marketplace),
        "form": form,
        "problem": problem,
        "findings": findings,
        "title": _("Write first"),
    }
    return no_cache(render(request, "inbox/write_first.html", context, status=status))
