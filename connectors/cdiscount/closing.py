"""Close and reopen a discussion: a request that Octopia may refuse.

"Model a close as a request that may be refused, not as a local state change" (fact sheet, 2.5). The reasons are those
of the old SOAP calls, which probably still hold; in which words the present API says them is unverified.
"""

from urllib.parse import quote

from connectors.cdiscount.client import OctopiaClient
from connectors.cdiscount.problems import Refused
from connectors.errors import ReplyRefused
from connectors.text import marked as _

REFUSED = _("Cdiscount refused it: %(words)s")
ALREADY = ("AlreadyClosed", "AlreadyOpen")
REASONS = {
    "UnauthorizedLastAnswer": _("Cdiscount closes a discussion only after the shop has answered last."),
    "UnauthorizedCancelPending": _("Cdiscount does not close a discussion while a cancellation is pending."),
    "DiscussionNotFound": _("Cdiscount does not know this discussion any more."),
}


def set_open(client: OctopiaClient, discussion_id: str, *, is_open: bool) -> None:
    """Ask for it. Raises ReplyRefused with the reason, TryLater or SignInAgain; what is so already is fine."""
    try:
        client.patch(f"/discussions/{quote(discussion_id, safe='')}", "isOpen", value=is_open)
    except Refused as error:
        told = str(error)
        if not any(word in told for word in ALREADY):
            raise ReplyRefused(_reason(told)) from error


def _reason(told: str) -> str:
    """A known reason in plain words, any other in Octopia's."""
    known = next((words for code, words in REASONS.items() if code in told), "")
    return known or REFUSED % {"words": told}
