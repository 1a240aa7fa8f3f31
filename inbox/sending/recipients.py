"""To whom a reply may go: the buyer, or where the marketplace lets the shop choose, also its own people.

A message keeps the code of its recipient as the marketplace writes it, and none for the buyer.
"""

from django.utils.translation import gettext, gettext_noop

from connectors.models import Account
from inbox.arriving.conversations import conversation_of, is_told
from inbox.errors import WrongRecipient
from inbox.models import Conversation, Ticket


def stored_recipient(account: Account, code: str) -> str:
    """The code as a message keeps it: empty for the buyer."""
    return "" if code == account.connector_class.buyer_recipient else code[:30]


def recipients_of(account: Account, conversation: Conversation | None) -> tuple[str, ...]:
    """Who may be written to now, as messages keep them, the buyer first; the buyer alone where nothing is told."""
    told = conversation.recipients if conversation else []
    codes = dict.fromkeys(stored_recipient(account, str(code)) for code in told)
    return tuple(sorted(codes, key=bool)) or ("",)


def checked_recipient(ticket: Ticket, code: str, account: Account) -> str:
    """The code as a message keeps it. Raises WrongRecipient for one that cannot be written to now."""
    allowed = recipients_of(account, conversation_of(ticket) if is_told(account) else None)
    recipient = stored_recipient(account, code)
    if recipient not in allowed:
        names = [_label(account, one) for one in allowed] if allowed != ("",) else []
        raise WrongRecipient(marketplace=account.marketplace_label, allowed=names)
    return recipient


def recipient_name(account: Account, recipient: str) -> str:
    """What a recipient is called."""
    return gettext(_label(account, recipient))


def _label(account: Account, recipient: str) -> str:
    """The same in English, as catalogues know it."""
    connector = account.connector_class
    return connector.code_labels.get(recipient or connector.buyer_recipient, recipient) or gettext_noop("Buyer")
