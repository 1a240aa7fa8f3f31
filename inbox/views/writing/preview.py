"""A reply as the marketplace will show it, before it is sent."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from connectors.abilities import PreviewsReplies
from connectors.accounts import connector_for
from connectors.errors import MarketplaceError
from connectors.outgoing import ReplyPreview
from connectors.text import storable
from inbox.errors import InboxError
from inbox.forms.tickets import LONGEST_TEXT
from inbox.models import Ticket
from inbox.people.permissions import allowed, may_answer
from inbox.sending.draft_files import draft_files
from inbox.sending.outbox import check_reply, count_characters
from inbox.sending.outgoing_reply import unsent_reply
from inbox.sending.reply_files import check_files
from inbox.views.marks import mark_of
from inbox.views.request import Request, no_cache
from inbox.views.sentences import in_own_language
from inbox.views.ticket.conversation import ticket_of
from inbox.views.writing.policy_check import panel_of
from inbox.views.writing.typed import Typed, keep_typed


@allowed(may_answer)
@require_POST
def preview(request: Request, ticket_id: int) -> HttpResponse:
    """What would arrive, and what would keep it from leaving. The text is kept as a draft; nothing is sent."""
    ticket = get_object_or_404(ticket_of(request.user, ticket_id))
    body, recipient = request.POST.get("body", "")[:LONGEST_TEXT], request.POST.get("recipient", "")
    if not request.htmx and body.strip():
        keep_typed(ticket, Typed(text=body, kind="reply", recipient=recipient), by=request.user)
    files = list(draft_files(ticket, request.user))
    shown, problem = None, ""
    try:
        check_reply(ticket, storable(body).strip())
        account = ticket.account
        check_files(account.connector_class.limits, files, taker=account.marketplace_label)
        shown = _preview(ticket, body=storable(body).strip(), recipient=recipient, conversation=_conversation(request))
    except (InboxError, MarketplaceError) as error:
        problem = in_own_language(str(error))
    context = {
        "ticket": ticket,
        "mark": mark_of(ticket.account.marketplace),
        "marketplace": ticket.account.marketplace_label,
        "shown": shown,
        "notes": [in_own_language(note) for note in shown.notes] if shown else [],
        "problem": problem,
        "panel": panel_of(ticket, body, user=request.user, recipient=recipient, conversation=_conversation(request)),
        "files": files,
        "characters": count_characters(ticket, body),
        "limit": ticket.account.connector_class.limits.max_characters,
        "title": _("Preview"),
        "query": request.GET.urlencode(),
    }
    page = "inbox/partials/composer_preview.html" if request.htmx else "inbox/preview.html"
    return no_cache(render(request, page, context))


def _conversation(request: Request) -> int | None:
    """On which it would leave, a ticket's number; None if the page does not say."""
    given = request.POST.get("conversation", "")
    return int(given) if given.isdecimal() and len(given) < 19 else None


def _preview(ticket: Ticket, *, body: str, recipient: str, conversation: int | None) -> ReplyPreview:
    """As the connector knows it; where it knows nothing special, the text alone.

    Raises MarketplaceError, and WrongConversation.
    """
    ability = issubclass(ticket.account.connector_class, PreviewsReplies)
    connector = connector_for(ticket.account) if ability else None
    if not isinstance(connector, PreviewsReplies):
        return ReplyPreview(body)
    return connector.preview(unsent_reply(ticket, body=body, recipient=recipient, conversation=conversation))
