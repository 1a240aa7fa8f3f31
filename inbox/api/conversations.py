"""Close a conversation at its marketplace, or reopen it."""

from django.utils import timezone
from ninja import Router, Status

from inbox.api.answers import problems
from inbox.api.auth import ApiRequest, require
from inbox.api.conversation_out import ConversationOut, conversation_out
from inbox.api.one_ticket import ticket_or_404
from inbox.people.permissions import may_answer
from inbox.sending.closing import ask_to_set_open

router = Router(tags=["tickets"])
_ANSWERS = {202: ConversationOut, **problems(401, 403, 404, 409, 429)}


@router.post("/tickets/{int:ticket_id}/close", response=_ANSWERS)
def close(request: ApiRequest, ticket_id: int) -> Status[ConversationOut | None]:
    """Ask the marketplace to close the ticket's conversation; the ticket here keeps its status.

    202: it is being asked, or it is closed already; follow `conversation` of the ticket: `wanted_open` is null once it
    is done or refused, and `refusal` says why not. 409 with type `urn:guichet:nothing-to-close`: this marketplace has
    no conversations that could be closed, and nothing was changed; to be done with a ticket anywhere, set its status
    to solved.
    """
    return _set_open(request, ticket_id, False)


@router.post("/tickets/{int:ticket_id}/reopen", response=_ANSWERS)
def reopen(request: ApiRequest, ticket_id: int) -> Status[ConversationOut | None]:
    """Ask the marketplace to open the ticket's conversation again; answers as for `close`."""
    return _set_open(request, ticket_id, True)


def _set_open(request: ApiRequest, ticket_id: int, is_open: bool) -> Status[ConversationOut | None]:  # noqa: FBT001
    user = require(request, may_answer)
    asked = ask_to_set_open(ticket_or_404(user, ticket_id), is_open, by=user, now=timezone.now())
    return Status(202, conversation_out(asked))
