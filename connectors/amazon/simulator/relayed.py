"""A buyer's message as Amazon relays it, in today's layout and in the one of 2016."""

import html
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from connectors.amazon.simulator.names import identifier, place, ses_id, signature, watermark
from connectors.amazon.simulator.state import Case
from connectors.amazon.simulator.texts import words
from connectors.mail.mail import MailFile
from connectors.mail.simulation.written import WrittenMail, written

PRE = "font-family: inherit; white-space: pre-wrap; word-wrap: break-word; margin: 0"
RULE = "-" * 13


@dataclass(frozen=True)
class BuyerMessage:
    """key: the message's id in the footer, the same in all copies. subject: the buyer's own, empty = the usual one."""

    key: str
    text: str
    at: datetime
    subject: str = ""
    files: Sequence[MailFile] = ()


def relay_address(case: Case) -> str:
    return f"{case.alias}+{case.id}@marketplace.amazon.{place(case.country).domain}"


def subject_of(case: Case) -> str:
    """What Amazon writes over a buyer's message."""
    phrase = words(case.wrapping)
    order = f" {phrase['for_order']}" if case.order_id else ""
    return (phrase["subject"] + order).format(buyer=case.buyer, order=case.order_id)


def relayed(case: Case, message: BuyerMessage, *, to: str, copy: int = 0) -> bytes:
    """The mail to one of the seller's addresses. copy: 0 for the first; each has names of its own."""
    mail = WrittenMail(
        sender=(f"{case.buyer} - Amazon Marketplace", relay_address(case)),
        to=("", to),
        subject=message.subject or subject_of(case),
        message_id=ses_id(message.key, str(copy)),
        at=message.at,
        headers={
            "Reply-To": relay_address(case),
            "X-Space-Notification-Type": "BBC_MESSAGE_SENT_TO_MERCHANT",
            "X-Marketplace-ID": place(case.country).id,
        },
        files=message.files,
    )
    footer = _old_footer(case, message) if case.old else _footer(case, message)
    mark = watermark(message.key, str(copy))
    text, page = _plain(case, message, footer, mark), _page(case, message, footer, mark)
    return written(replace(mail, text=text, html="" if case.old else page))


def _plain(case: Case, message: BuyerMessage, footer: Sequence[tuple[str, str]], mark: str) -> str:
    phrase = words(case.wrapping)
    before = [phrase["got"], ""]
    if case.order_id:
        before.append(f"# {case.order_id}:")
    if case.title:
        before += [f"1 / {case.title} [ASIN: {case.asin}]", ""]
    begin = f"{RULE}{phrase['old_begin']}{RULE}" if case.old else f"{RULE} {phrase['begin']}  {RULE}"
    end = f"{RULE}{phrase['old_end']}{RULE}" if case.old else f"{RULE} {phrase['end']} {RULE}"
    links = [line for label, url in footer for line in (label, url, "")]
    after = [*links, "-" * 26, f"Copyright {message.at.year} Amazon (simulated). {phrase['keeps']}", mark]
    return "\n".join([*before, begin, "", message.text, "", end, "", *after])


def _page(case: Case, message: BuyerMessage, footer: Sequence[tuple[str, str]], mark: str) -> str:
    phrase = words(case.wrapping)
    order = f"<p># {case.order_id}:</p>" if case.order_id else ""
    item = f"<p>1 / {html.escape(case.title)} [ASIN: {case.asin}]</p>" if case.title else ""
    links = "".join(f'<p><a href="{html.escape(url)}">{html.escape(label)}</a></p>' for label, url in footer)
    return (
        '<html><body><table width="600" cellpadding="8"><tr><td>'
        f"<p>{phrase['got']}</p>{order}{item}<p>{phrase['begin']}</p>"
        f'<pre style="{PRE}">{html.escape(message.text)}</pre></td></tr><tr><td>{links}</td></tr>'
        f"<tr><td><p>Copyright {message.at.year} Amazon (simulated). {phrase['keeps']}</p><p>{mark}</p></td></tr>"
        "</table></body></html>"
    )


def _footer(case: Case, message: BuyerMessage) -> list[tuple[str, str]]:
    phrase, market = words(case.wrapping), place(case.country)
    site = f"https://sellercentral.amazon.{market.domain}/messaging"
    customer = identifier("customer", case.alias)
    signed = f"t={case.thread}&m={message.key}&mp={market.id}&c={customer}&h={signature(message.key)}&s=1"
    return [
        (phrase["survey"], f"{site}/survey?m={message.key}"),
        (phrase["resolve"], f"{site}/no-response-needed?{signed}"),
        (phrase["report"], f"{site}/inbox?fi=caseId&ss={case.id}&cc={case.id}&report=true"),
    ]


def _old_footer(case: Case, message: BuyerMessage) -> list[tuple[str, str]]:
    phrase, market = words(case.wrapping), place(case.country)
    path = f"https://sellercentral.amazon.{market.domain}/gp/communication-manager/no-response-needed.html"
    query = f"msg={message.key}&d={int(message.at.timestamp())}&mp={market.id}&v=1&t={signature(message.key)}"
    return [(phrase["resolve"], f"{path}?{query}"), (f"[commMgrTok:{message.key}]", "")]
