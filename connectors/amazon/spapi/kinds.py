"""The kinds of typed messages Amazon has, with the limits of its model, and how each is written.

Source: Messaging model of 2026-01-30 (createNegativeFeedbackRemoval and CreateAmazonMotors are gone from it).
The limit of attachments stands there as `maxLength` on a list, which no validator obeys: it is checked here.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from connectors.abilities import OrderAction
from connectors.amazon.spapi.rates import MESSAGING, SOLICITATIONS
from connectors.errors import ReplyRefused
from connectors.outgoing import OutgoingFile
from connectors.text import marked as _
from connectors.text import storable

TOO_LONG = _("The text has %(count)s characters; Amazon takes at most %(most)s.")


REVIEW = "productReviewAndSellerFeedback"
MOST_FILES = 5

_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.\w")
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")


@dataclass(frozen=True)
class Kind:
    """One operation. fields and max_characters as in OrderAction; required: the fields that must be filled in."""

    name: str
    label: str
    help: str
    fields: tuple[str, ...] = ("text",)
    max_characters: int = 0
    required: tuple[str, ...] = ("text",)
    api: str = MESSAGING
    group: str = "messages"

    @property
    def path(self) -> str:
        """What follows the order's path."""
        return f"{self.group}/{self.name}"

    def action(self, reason: str, *, offered: bool, locale: str = "") -> OrderAction:
        """The action for the pages. reason: why it cannot be done, for the case that it is not offered."""
        return OrderAction(
            name=self.name,
            label=self.label,
            help=self.help,
            fields=self.fields,
            max_characters=self.max_characters,
            reason="" if offered else reason,
            locale=locale if "text" in self.fields else "",
        )


_KINDS = (
    Kind(
        "unexpectedProblem",
        _("Report an unexpected problem"),
        _("A critical message: something stands in the way of this order. Write in the buyer's language."),
        max_characters=2000,
    ),
    Kind(
        "confirmDeliveryDetails",
        _("Arrange the delivery"),
        _("Arrange a delivery, or confirm contact details for it. Only links about the delivery."),
        max_characters=2000,
    ),
    Kind(
        "confirmOrderDetails",
        _("Ask about the order before shipping"),
        _("A question about the order before it is shipped. Only links about completing it."),
        max_characters=2000,
    ),
    Kind(
        "confirmCustomizationDetails",
        _("Ask for customisation details"),
        _("Ask the buyer for names, pictures or the like, or to check them."),
        fields=("text", "file"),
        max_characters=800,
    ),
    Kind(
        "confirmServiceDetails",
        _("Arrange a service call"),
        _("For Home Services: arrange a call or gather information before it."),
        max_characters=2000,
    ),
    Kind(
        "digitalAccessKey",
        _("Send a digital access key"),
        _("A key the buyer needs for digital content in this order."),
        fields=("text", "file"),
        max_characters=400,
    ),
    Kind(
        "invoice",
        _("Send the invoice"),
        _("At least one file, at most five."),
        fields=("file",),
        required=("file",),
    ),
    Kind(
        "warranty",
        _("Send the warranty"),
        _("The warranty's documents, and from when to when it holds."),
        fields=("file", "starts_at", "ends_at"),
        required=("file", "starts_at", "ends_at"),
    ),
    Kind(
        "legalDisclosure",
        _("Send documents required by law"),
        _("A critical message, only for documents that you must by law give to the buyer."),
        fields=("file",),
        required=("file",),
    ),
    Kind(
        REVIEW,
        _("Request a review"),
        _("Amazon asks the buyer for a review and seller feedback, in its own words and once per order."),
        fields=(),
        required=(),
        api=SOLICITATIONS,
        group="solicitations",
    ),
)
KINDS: Mapping[str, Kind] = {kind.name: kind for kind in _KINDS}


def body_of(kind: Kind, *, values: Mapping[str, str], files: tuple[OutgoingFile, ...]) -> dict[str, Any]:
    """The body of a message without its files. Raises ReplyRefused naming what is missing or too much."""
    body: dict[str, Any] = {}
    if "text" in kind.fields:
        body["text"] = _text(kind, values.get("text", ""))
    if "starts_at" in kind.fields:
        starts_at, ends_at = _moment(values, "starts_at"), _moment(values, "ends_at")
        if ends_at < starts_at:
            raise ReplyRefused(_("The end is before the beginning."))
        body |= {"coverageStartDate": _written(starts_at), "coverageEndDate": _written(ends_at)}
    if files and "file" not in kind.fields:
        raise ReplyRefused(_("Amazon takes no files with this message."))
    if "file" in kind.required and not files:
        raise ReplyRefused(_("At least one file is needed."))
    if len(files) > MOST_FILES:
        raise ReplyRefused(_("Amazon takes at most five files with one message."))
    return body


def _text(kind: Kind, written: str) -> str:
    text = storable(written).strip()
    if not text:
        raise ReplyRefused(_("The text is empty."))
    if len(text) > kind.max_characters:
        raise ReplyRefused(TOO_LONG % {"count": len(text), "most": kind.max_characters})
    if _ADDRESS.search(text) or _TAG.search(text):
        raise ReplyRefused(_("Amazon takes neither e-mail addresses nor HTML in this message."))
    return text


def _moment(values: Mapping[str, str], name: str) -> datetime:
    """A date or date-time as a form gives it; UTC where it says no offset."""
    try:
        found = datetime.fromisoformat(values.get(name, ""))
        return found if found.tzinfo else found.replace(tzinfo=UTC)
    except ValueError as error:
        raise ReplyRefused(_("Both dates are needed.")) from error


def _written(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds")
