"""What the seller may send about an order besides a reply: the typed messages and the request for a review.

Amazon says order by order what it allows. None of these can answer a buyer's message, be recalled or be read back.
Source: Messaging model of 2026-01-30 and Solicitations model of 2025-02-26; the project's fact sheet, sections 2 and 3.
"""

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote

from connectors.abilities import OrderAction
from connectors.amazon.marketplaces import Marketplace
from connectors.amazon.spapi import fields
from connectors.amazon.spapi.client import SpApiClient
from connectors.amazon.spapi.kinds import KINDS, REVIEW, Kind, body_of
from connectors.amazon.spapi.rates import MESSAGING, SOLICITATIONS
from connectors.amazon.spapi.refusals import Refused
from connectors.amazon.spapi.uploads import upload
from connectors.errors import ReplyRefused, TryLater, UnexpectedAnswer
from connectors.outgoing import OutgoingFile
from connectors.text import marked as _

REFUSED = _("Amazon refused: %(words)s")


NOT_OFFERED = _("Amazon does not offer this for this order now.")
NO_MESSAGES = _("The application lacks the role Buyer Communication, so Amazon shows no messages for orders.")
NO_REVIEWS = _("The application lacks the role Buyer Solicitation, so Amazon lets it ask for no reviews.")


class Actions:
    """The actions on one order, on the site it was placed on."""

    def __init__(self, client: SpApiClient, *, order_id: str, marketplace: Marketplace) -> None:
        self.client = client
        self.order_id = order_id
        self.query = {"marketplaceIds": marketplace.id}

    def all(self) -> tuple[OrderAction, ...]:
        """Every action, those not allowed now with the reason."""
        messages, no_messages = self._allowed(MESSAGING, NO_MESSAGES)
        reviews, no_reviews = self._allowed(SOLICITATIONS, NO_REVIEWS)
        locale = self._locale_for(messages & KINDS.keys())
        return tuple(
            kind.action(
                no_reviews if kind.name == REVIEW else no_messages,
                offered=kind.name in messages | reviews,
                locale=locale,
            )
            for kind in KINDS.values()
        )

    def act(self, kind: Kind, *, values: Mapping[str, str], files: tuple[OutgoingFile, ...]) -> None:
        """Upload the files, then send once. Raises ReplyRefused, TryLater, SignInAgain or OutcomeUnknown."""
        body = body_of(kind, values=values, files=files)
        path = f"{self._path(kind.api)}/{kind.path}"
        try:
            if "file" in kind.fields and files:
                body["attachments"] = [upload(self.client, file, resource=path, query=self.query) for file in files]
            options = {"json": body} if kind.fields else {}
            self.client.send_once(f"{kind.api}.{kind.name}", path, params=self.query, **options)
        except Refused as error:
            if error.complaint.is_role_missing:
                raise ReplyRefused(NO_REVIEWS if kind.name == REVIEW else NO_MESSAGES) from error
            raise ReplyRefused(REFUSED % {"words": error.complaint}) from error

    def buyer_locale(self) -> str:
        """The language the buyer wants to be written to in, e.g. `fr-FR`; "" if Amazon does not say."""
        try:
            content = self.client.read(
                f"{MESSAGING}.GetAttributes", "GET", f"{self._path(MESSAGING)}/attributes", params=self.query
            )
        except Refused:
            return ""
        return fields.text(fields.part(content, "buyer"), "locale")

    def _locale_for(self, messages: Iterable[str]) -> str:
        """The buyer's language where a text can be written; empty if Amazon cannot tell now: the rest works without."""
        if not any("text" in KINDS[name].fields for name in messages):
            return ""
        try:
            return self.buyer_locale()
        except (TryLater, UnexpectedAnswer):
            return ""

    def _allowed(self, api: str, role_missing: str) -> tuple[frozenset[str], str]:
        """Names of what Amazon offers now, and why it offers nothing else."""
        try:
            content = self.client.read(f"{api}.actions", "GET", self._path(api), params=self.query)
        except Refused as error:
            if error.complaint.is_role_missing:
                return frozenset(), role_missing
            return frozenset(), str(error.complaint)
        return names_in(content), NOT_OFFERED

    def _path(self, api: str) -> str:
        return f"/{api}/v1/orders/{quote(self.order_id, safe='')}"


def names_in(content: Mapping[str, Any]) -> frozenset[str]:
    """The actions an answer names: each link under `_links.actions`; unknown names are kept, links are not followed.

    `_links.self.href` is a text in the model and was seen as a list; it is not looked at.
    """
    links = content.get("_links")
    if not isinstance(links, dict) or not isinstance(links.get("actions"), list):
        raise UnexpectedAnswer(_("Amazon's answer has no list of actions"))
    return frozenset(filter(None, (fields.text(link, "name") for link in fields.objects(links, "actions"))))
