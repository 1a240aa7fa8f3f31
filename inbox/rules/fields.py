"""What conditions can look at: every field, what kind of thing it is, and what it may be compared with.

Fields that filters of lists have too (inbox/lists/filters.py) bear the same names and values there.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Kind(StrEnum):
    """CHOICE: one of some codes. TEXT: words of people. WORDS: several of them. FLAG: yes or no."""

    CHOICE = "choice"
    TEXT = "text"
    WORDS = "words"
    NUMBER = "number"
    FLAG = "flag"


class Op(StrEnum):
    """How a fact is compared. ABOVE and BELOW are strict; KNOWN asks whether there is one at all."""

    IS = "is"
    CONTAINS = "contains"
    ABOVE = "above"
    BELOW = "below"
    KNOWN = "known"


OPS: Final[Mapping[Kind, tuple[Op, ...]]] = {
    Kind.CHOICE: (Op.IS, Op.KNOWN),
    Kind.TEXT: (Op.CONTAINS, Op.IS, Op.KNOWN),
    Kind.WORDS: (Op.IS, Op.CONTAINS, Op.KNOWN),
    Kind.NUMBER: (Op.ABOVE, Op.BELOW, Op.IS, Op.KNOWN),
    Kind.FLAG: (Op.IS,),
}


class About(StrEnum):
    """Where a fact comes from; each source is read once for many tickets, and only if a rule looks at it."""

    TICKET = "ticket"
    MESSAGE = "message"
    ORDER = "order"
    BUYER = "buyer"
    CLAIM = "claim"
    HOURS = "hours"
    EVENT = "event"


@dataclass(frozen=True)
class Field:
    """label: for people."""

    label: str | Promise
    kind: Kind
    about: About


FIELDS: Final[Mapping[str, Field]] = {
    "text": Field(_("what the buyer wrote"), Kind.TEXT, About.MESSAGE),
    "message_number": Field(_("number of the buyer’s message in the ticket"), Kind.NUMBER, About.MESSAGE),
    "attachments": Field(_("the message has files"), Kind.FLAG, About.MESSAGE),
    "anger": Field(_("the buyer is angry or threatens"), Kind.FLAG, About.MESSAGE),
    "withdrawal": Field(_("the buyer takes back his purchase"), Kind.FLAG, About.MESSAGE),
    "chaser": Field(_("the buyer asks again"), Kind.FLAG, About.MESSAGE),
    "thanks": Field(_("the buyer only says thank you"), Kind.FLAG, About.MESSAGE),
    "open_hours": Field(_("within the hours of"), Kind.CHOICE, About.HOURS),
    "working_hours": Field(_("within working hours"), Kind.FLAG, About.HOURS),
    "marketplace": Field(_("marketplace"), Kind.CHOICE, About.TICKET),
    "account": Field(_("account"), Kind.CHOICE, About.TICKET),
    "channel": Field(_("sales channel"), Kind.TEXT, About.TICKET),
    "kind": Field(_("kind of ticket"), Kind.CHOICE, About.TICKET),
    "status": Field(_("status"), Kind.CHOICE, About.TICKET),
    "priority": Field(pgettext_lazy("of a ticket", "priority"), Kind.CHOICE, About.TICKET),
    "level": Field(_("level"), Kind.CHOICE, About.TICKET),
    "topic": Field(_("topic"), Kind.CHOICE, About.TICKET),
    "language": Field(_("language"), Kind.CHOICE, About.TICKET),
    "tag": Field(_("tags"), Kind.WORDS, About.TICKET),
    "assignee": Field(_("assignee"), Kind.CHOICE, About.TICKET),
    "subject": Field(_("subject"), Kind.TEXT, About.TICKET),
    "buyer": Field(_("name of the buyer"), Kind.TEXT, About.TICKET),
    "item": Field(_("number of the article"), Kind.TEXT, About.TICKET),
    "order_number": Field(_("number of the order"), Kind.TEXT, About.TICKET),
    "resolution": Field(_("what the buyer got in the end"), Kind.CHOICE, About.TICKET),
    "needs_reply": Field(_("needs an answer"), Kind.FLAG, About.TICKET),
    "hours_left": Field(_("hours left to answer"), Kind.NUMBER, About.TICKET),
    "hours_waiting": Field(_("hours the buyer has waited"), Kind.NUMBER, About.TICKET),
    "claim": Field(_("has an open claim"), Kind.FLAG, About.TICKET),
    "claim_kind": Field(_("kind of claim"), Kind.CHOICE, About.CLAIM),
    "order": Field(_("state of the order"), Kind.CHOICE, About.ORDER),
    "order_total": Field(_("amount of the order"), Kind.NUMBER, About.ORDER),
    "product": Field(_("products of the order (title or reference)"), Kind.WORDS, About.ORDER),
    "shipped_by": Field(_("who ships the order"), Kind.TEXT, About.ORDER),
    "buyer_note": Field(_("note of the buyer in the order"), Kind.TEXT, About.ORDER),
    "country": Field(_("country of delivery"), Kind.TEXT, About.ORDER),
    "carrier": Field(_("carrier"), Kind.TEXT, About.ORDER),
    "tracked": Field(_("the order has a tracking number"), Kind.FLAG, About.ORDER),
    "days_since_order": Field(_("days since the order"), Kind.NUMBER, About.ORDER),
    "days_late": Field(_("days since the promised delivery"), Kind.NUMBER, About.ORDER),
    "tickets_before": Field(_("earlier tickets of the buyer"), Kind.NUMBER, About.BUYER),
    "orders_of_buyer": Field(_("orders of the buyer"), Kind.NUMBER, About.BUYER),
    "claims_of_buyer": Field(_("claims of the buyer"), Kind.NUMBER, About.BUYER),
    "change": Field(_("what changed"), Kind.CHOICE, About.EVENT),
    "changed_to": Field(_("what it is now"), Kind.TEXT, About.EVENT),
    "rating": Field(_("rating"), Kind.NUMBER, About.EVENT),
}
"""By name. Names are stored in rules and stay."""
