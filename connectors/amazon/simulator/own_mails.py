"""What Amazon itself mails to a seller: copies, opt-outs, returns, refunds, cancellations, claims and notices."""

import html
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from babel.numbers import format_currency

from connectors.amazon.simulator.names import identifier, place, ses_id, watermark
from connectors.amazon.simulator.state import Case
from connectors.amazon.simulator.texts import long_day, words
from connectors.mail.simulation.written import WrittenMail, written
from connectors.simulation import Happening

DAYS_TO_ANSWER = 3
NOBODY = "donotreply@amazon.com"
TYPES = {
    Happening.RETURN_ASKED: "RETURN_REQUEST",
    Happening.REFUNDED: "REFUND_ISSUED",
    Happening.CANCELLATION_ASKED: "BRC_SELLER_NOTIFICATION",
    Happening.CLAIM_OPENED: "A_Z_CLAIM_RESPONDENT_NOTIFY",
    Happening.CLAIM_WON: "A_Z_CLAIM_RESPONDENT_CLOSE",
    Happening.CLAIM_LOST: "A_Z_CLAIM_RESPONDENT_CLOSE",
}
KEYS = {
    Happening.RETURN_ASKED: "return",
    Happening.REFUNDED: "refund",
    Happening.CANCELLATION_ASKED: "cancel",
    Happening.CLAIM_OPENED: "claim",
    Happening.CLAIM_WON: "won",
    Happening.CLAIM_LOST: "lost",
}
CLAIMS = frozenset({Happening.CLAIM_OPENED, Happening.CLAIM_WON, Happening.CLAIM_LOST})


@dataclass(frozen=True)
class Envelope:
    """to: the seller's address. key: makes the mail's names; the same in copies of one mail, which `copy` counts."""

    to: str
    key: str
    at: datetime
    copy: int = 0


@dataclass(frozen=True)
class OrderEvent:
    """What happened to an order. amount None = not told."""

    what: Happening
    case: Case
    amount: Decimal | None = None
    currency: str = "EUR"


def about_order(event: OrderEvent, envelope: Envelope) -> bytes:
    """The mail that tells of a return, refund, cancellation or claim: HTML only, the facts in a table."""
    case, phrase, key = event.case, words(event.case.wrapping), KEYS[event.what]
    market = place(case.country)
    facts = {"buyer": case.buyer, "order": case.order_id}
    lines = [phrase[f"{key}_text"].format(**facts)]
    if event.what is Happening.CLAIM_OPENED:
        day = (envelope.at + timedelta(days=DAYS_TO_ANSWER)).astimezone(ZoneInfo(market.zone)).date()
        lines.append(phrase["claim_days"].format(days=DAYS_TO_ANSWER, day=long_day(day, case.wrapping)))
    claim = event.what in CLAIMS
    subject = phrase[f"{key}_subject"].format(**facts)
    sender = f"atoz-guarantee-no-reply@amazon.{market.domain}" if claim else NOBODY
    page = _page(lines, _rows(event))
    return _mail(envelope, sender=sender, kind=TYPES[event.what], market_id=market.id, subject=subject, page=page)


def copy_of_reply(case: Case, text: str, envelope: Envelope) -> bytes:
    """What Seller Central mails of a reply written there: HTML only; no relay address, no case."""
    phrase = words(case.wrapping)
    begin, end = f"------------- {phrase['begin']}  -------------", f"------------- {phrase['end']} -------------"
    order = f"<p># {case.order_id}</p>" if case.order_id else ""
    page = (
        f"<html><body><p>{phrase['copy_intro']}</p>{order}<p>{begin}</p>"
        f"<pre>{html.escape(text)}</pre><p>{end}</p><p>{_mark(envelope)}</p></body></html>"
    )
    return _mail(
        envelope,
        sender=NOBODY,
        kind="BBC_MESSAGE_CONFIRMATION_TO_MERCHANT",
        market_id=place(case.country).id,
        subject=phrase["copy"].format(buyer=case.buyer),
        page=page,
    )


def opted_out(case: Case, envelope: Envelope) -> bytes:
    """Amazon's word that a reply was not passed on; always in English."""
    market = place(case.country)
    buyer = f"{case.alias}@marketplace.amazon.{market.domain}"
    order = f" about order {case.order_id}" if case.order_id else ""
    text = (
        f"We were unable to deliver the message you sent{order}.\n\n"
        "The buyer has opted out of messages that are not critical. To reach him, answer his original message and "
        "include it, or put [Important] into the subject if the matter is critical to the order.\n\n"
        f"Buyer: mailto:{buyer}\n\n{_mark(envelope)}\n"
    )
    mail = WrittenMail(
        sender=("Amazon", "auto-communication@amazon.com"),
        to=("", envelope.to),
        subject=f"Your message could not be delivered{order}",
        message_id=ses_id(envelope.key, str(envelope.copy)),
        at=envelope.at,
        text=text,
        headers=_headers("BUYER_OPTED_OUT_BSM_MESSAGES", market.id),
    )
    return written(mail)


def notice(subject: str, page: str, envelope: Envelope, *, kind: str = "") -> bytes:
    """An account notice, policy mail or advertisement. kind: empty = without a type, as many are."""
    return _mail(envelope, sender=NOBODY, kind=kind, market_id="", subject=subject, page=page)


def _rows(event: OrderEvent) -> list[tuple[str, str]]:
    case, phrase = event.case, words(event.case.wrapping)
    rows = [
        (phrase["order"], case.order_id),
        (phrase["item"], f"{case.title} [ASIN: {case.asin}]" if case.title else ""),
    ]
    if event.what in (Happening.RETURN_ASKED, Happening.REFUNDED):
        rows.append((phrase["reason"], phrase[f"{KEYS[event.what]}_reason"]))
    if event.what is Happening.RETURN_ASKED:
        number = identifier("return", case.id)
        rows += [("RMA", number[:11]), (phrase["carrier"], "Transpost"), (phrase["tracking"], f"TP{number[-11:]}")]
    if event.amount is not None:
        locale = "en_GB" if case.wrapping == "en" else case.wrapping
        rows.append((phrase["amount"], str(format_currency(event.amount, event.currency, locale=locale))))
    return [(label, value) for label, value in rows if value]


def _page(lines: Sequence[str], rows: Sequence[tuple[str, str]]) -> str:
    told = "".join(f"<p>{html.escape(line)}</p>" for line in lines)
    table = "".join(f"<tr><td>{html.escape(label)}</td><td>{html.escape(value)}</td></tr>" for label, value in rows)
    return f"<html><body>{told}<table>{table}</table></body></html>"


def _mail(envelope: Envelope, *, sender: str, kind: str, market_id: str, subject: str, page: str) -> bytes:
    mail = WrittenMail(
        sender=("Amazon", sender),
        to=("", envelope.to),
        subject=subject,
        message_id=ses_id(envelope.key, str(envelope.copy)),
        at=envelope.at,
        html=page.replace("</body>", f"<p>{_mark(envelope)}</p></body>"),
        headers=_headers(kind, market_id),
    )
    return written(mail)


def _headers(kind: str, market_id: str) -> dict[str, str]:
    headers = {"X-Space-Notification-Type": kind, "X-Marketplace-ID": market_id}
    if kind == "REFUND_ISSUED":
        headers["List-Unsubscribe"] = "<https://sellercentral.amazon.com/notifications/preferences>"
    return {name: value for name, value in headers.items() if value}


def _mark(envelope: Envelope) -> str:
    return watermark(envelope.key, str(envelope.copy))
