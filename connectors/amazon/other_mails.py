"""Which conversation a mail is about that is no buyer's message, for the operator: as far as the mail itself tells.

The core finds it with more than that: by the texts and the clocks of the conversations it knows.
"""

from connectors.amazon import identity
from connectors.amazon.footer import footer_from
from connectors.amazon.relay import relay_from, relays_in
from connectors.amazon.wrapper import links_in
from connectors.incoming import IncomingClaim, IncomingCopy, IncomingFailure, IncomingNotice
from connectors.mail.mail import Mail


def thread_of(found: IncomingClaim | IncomingCopy | IncomingFailure | IncomingNotice, mail: Mail) -> str:
    """The name of the claim that has a ticket of its own, else the surest name of the conversation; empty if none.

    Names are those of identity.thread_keys; an order without a buyer names every conversation about it.
    """
    if isinstance(found, IncomingClaim) and found.opens_ticket:
        return f"claim:{found.claim_id}"
    everything = f"{mail.text}\n{mail.html}"
    footer = footer_from(links_in(everything))
    written_to = mail.report.recipient if mail.report else ""
    relays = [relay for relay in (relay_from(written_to), *relays_in(everything)) if relay]
    case = next((relay.case for relay in relays if relay.case), footer.case)
    if case:
        return f"case:{case}"
    if footer.thread:
        return f"t:{footer.thread}"
    if mail.report and mail.report.message_id:
        return f"mid:{mail.report.message_id}"
    orders = identity.order_ids(mail.subject, mail.text)
    if not orders:
        return ""
    return f"order:{relays[0].handle}:{orders[0]}" if relays else f"order:{orders[0]}"
