"""Answers of ours that did not reach the buyer: Amazon's own notices, and reports of mail servers.

How Amazon words the bounce to a sender that is not approved is not published; it is told by the words "approved",
"registered" and "authorised" near "sender" or "address".
"""

import re
from datetime import datetime

from connectors.amazon import identity
from connectors.amazon.notification import HEADER, OPT_OUT_NOTICE
from connectors.amazon.relay import relay_from, relays_in
from connectors.amazon.wrapper import without_small_print
from connectors.incoming import IncomingFailure
from connectors.mail.mail import Mail

OPTED_OUT, NOT_DELIVERED, NOT_APPROVED = "opted_out", "not_delivered", "sender_not_approved"
LONGEST_REASON = 500

_UNAPPROVED = re.compile(
    r"\b(not|un|non|nicht)[ -]?(an? |been )?(approved|registered|authori[sz]ed|approuvé|autoris|enregistré|zugelassen)"
    r"|approved senders|expéditeurs? (approuvés?|autorisés?)|mittenti approvati|remitentes (aprobados|autorizados)",
    re.IGNORECASE,
)
_OPT_OUT = re.compile(r"opt(ed)?[ -]?out|désabonn|ne (souhaite|veut) (pas|plus) recevoir|unsolicited", re.IGNORECASE)


def failure_from(mail: Mail, *, received_at: datetime) -> IncomingFailure:
    """Read a failure."""
    written_at = mail.date or received_at
    orders = identity.order_ids(mail.subject, mail.text)
    report = mail.report
    return IncomingFailure(
        external_id=identity.entry_key(mail, written_at=written_at),
        written_at=written_at,
        subject=mail.subject,
        text=without_small_print(mail.text),
        permanent=report.permanent if report else True,
        reason=_reason(mail),
        remedy=_remedy(mail),
        message_id=report.message_id if report else "",
        order_id=orders[0] if orders else "",
        buyer_handle=_buyer(mail),
    )


def _remedy(mail: Mail) -> str:
    said = f"{mail.subject}\n{mail.text}\n{mail.report.reason if mail.report else ''}"
    if mail.header(HEADER).strip().upper() == OPT_OUT_NOTICE:
        return OPTED_OUT
    if _UNAPPROVED.search(said):
        return NOT_APPROVED
    return OPTED_OUT if mail.report is None and _OPT_OUT.search(said) else NOT_DELIVERED


def _reason(mail: Mail) -> str:
    """The server's words, else the beginning of Amazon's."""
    if mail.report and mail.report.reason:
        return mail.report.reason[:LONGEST_REASON]
    text = " ".join(without_small_print(mail.text).split()) or mail.subject
    return text if len(text) <= LONGEST_REASON else f"{text[:LONGEST_REASON]}…"


def _buyer(mail: Mail) -> str:
    """Who should have got it: the report's recipient, else the one buyer's address in the mail."""
    if mail.report and (relay := relay_from(mail.report.recipient)):
        return relay.handle
    handles = {relay.handle for relay in relays_in(f"{mail.text}\n{mail.html}")}
    return handles.pop() if len(handles) == 1 else ""
