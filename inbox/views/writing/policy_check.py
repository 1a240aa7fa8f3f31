"""The policy check of a text while it is typed: a reply, first words to a buyer, the same words to many."""

from collections.abc import Sequence

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from connectors.policy import Finding
from connectors.text import storable
from inbox.errors import InboxError, WrongConversation
from inbox.forms.tickets import LONGEST_TEXT
from inbox.forms.writing import NOTE, CheckForm
from inbox.many.replying import findings_among
from inbox.models import Ticket, User
from inbox.people.permissions import allowed, may_answer
from inbox.policy.checking import findings_of
from inbox.sending.conversation import through_for
from inbox.sending.draft_files import draft_files
from inbox.sending.recipients import stored_recipient
from inbox.views.lists.many import chosen_ids
from inbox.views.request import Request, no_cache
from inbox.views.ticket.conversation import ticket_of
from inbox.views.writing.findings import NO_FINDINGS, FindingsPanel, findings_panel


@allowed(may_answer)
@require_POST
def policy_check(request: Request, ticket_id: int) -> HttpResponse:
    """What would stand against this text as a reply. Nothing is kept or sent; a note is not looked at."""
    ticket = get_object_or_404(ticket_of(request.user, ticket_id))
    form = CheckForm(request.POST)
    panel = NO_FINDINGS
    if form.is_valid() and form.cleaned_data["kind"] != NOTE:
        given = form.cleaned_data
        panel = panel_of(
            ticket,
            given["body"],
            user=request.user,
            recipient=given["recipient"],
            conversation=given["conversation"],
            acknowledges=given["then"] == "acknowledge",
        )
    return no_cache(render(request, "inbox/partials/composer_findings.html", {"panel": panel, "beside": True}))


@allowed(may_answer)
@require_POST
def check_first(request: Request, ticket_id: int) -> HttpResponse:
    """The same of the text with which a conversation about the ticket's order is opened."""
    ticket = get_object_or_404(ticket_of(request.user, ticket_id))
    text = _typed(request.POST.get("text", ""))
    return _panel_alone(request, text, findings_of(ticket, text) if text.strip() else ())


@allowed(may_answer)
@require_POST
def check_many(request: Request) -> HttpResponse:
    """The same of a text to the chosen tickets: for whichever of them it is judged most strictly."""
    text = _typed(request.POST.get("body", ""))
    try:
        found = findings_among(chosen_ids(request, now=timezone.now()), text) if text.strip() else ()
    except InboxError:
        found = ()
    return _panel_alone(request, text, found)


def panel_of(
    ticket: Ticket,
    text: str,
    *,
    user: User,
    recipient: str = "",
    conversation: int | None = None,
    acknowledges: bool = False,
) -> FindingsPanel:
    """The findings in a text as it stands in the composer; none for an empty one."""
    text = _typed(text)
    if not text.strip():
        return NO_FINDINGS
    try:
        place = through_for(ticket, conversation) or ticket
    except WrongConversation:
        place = ticket
    found = findings_of(
        place,
        text,
        recipient=stored_recipient(ticket.account, recipient),
        files=draft_files(ticket, user),
        acknowledges=acknowledges,
    )
    return findings_panel(text, found, user=user)


def _typed(text: str) -> str:
    """As it would be checked and sent: what is longer than any reply is cut."""
    return storable(text[:LONGEST_TEXT]).replace("\r\n", "\n")


def _panel_alone(request: Request, text: str, found: Sequence[Finding]) -> HttpResponse:
    """For a page that marks nothing in the text itself."""
    panel = findings_panel(text, found, user=request.user)
    return no_cache(render(request, "inbox/partials/composer_findings.html", {"panel": panel}))
