"""How a mail would be read, for the operator, without knowing whose mailbox it is in."""

from connectors.email.parse import name_of, thread_keys
from connectors.email.people import Kind, address_of, correspondent, kind_of
from connectors.mail.mail import Explanation, Mail
from connectors.mail.words import own_words


def of(mail: Mail) -> Explanation:
    """kind: message, auto_reply, bulk or bounce (own mails cannot be told without the account)."""
    own = _own(mail)
    kind = kind_of(mail, own)
    person = correspondent(mail, own)
    handle = address_of((person,))
    keys = thread_keys(mail, handle=handle)
    return Explanation(
        kind=kind.value,
        thread_key=keys[0].name if keys else name_of(mail),
        dedup_key=name_of(mail),
        buyer_name=person.name,
        buyer_handle=handle,
        words=own_words(mail.text, html=mail.html).own,
        needs_reply=kind is Kind.MESSAGE,
    )


def _own(mail: Mail) -> tuple[str, ...]:
    """The shop's address where the mail gives it away: a site's form writes from the address it writes to."""
    sender = address_of(mail.sender)
    return (sender,) if any(sender == address_of((one,)) for one in mail.to) else ()
