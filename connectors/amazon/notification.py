"""What kind of mail it is: first by Amazon's own header, then by sender and structure, since the header may be missing.

Decided by the single mail, never by its conversation: threads mix buyers and notices. The relay is looked at before
Amazon's other addresses, because its domain is one of `amazon.<tld>` too.
Source of header values and senders: mails published by others, 2024-2026.
"""

import re
from enum import StrEnum

from connectors.amazon import wrapper
from connectors.amazon.relay import buyer_of, is_amazons, relay_from, relays_in
from connectors.amazon.reply_copies import is_copy_subject
from connectors.mail.mail import Mail

HEADER = "X-Space-Notification-Type"
OPT_OUT_NOTICE = "BUYER_OPTED_OUT_BSM_MESSAGES"


class Kind(StrEnum):
    """What a mail is to us."""

    BUYER_MESSAGE = "buyer_message"
    REPLY_COPY = "reply_copy"
    NOT_DELIVERED = "not_delivered"
    RETURN = "return"
    REFUND = "refund"
    CANCELLATION = "cancellation"
    CLAIM_OPENED = "claim_opened"
    CLAIM_DECIDED = "claim_decided"
    NOTICE = "notice"


_BY_HEADER = {
    "BBC_MESSAGE_SENT_TO_MERCHANT": Kind.BUYER_MESSAGE,
    "BBC_MESSAGE_CONFIRMATION_TO_MERCHANT": Kind.REPLY_COPY,
    OPT_OUT_NOTICE: Kind.NOT_DELIVERED,
    "RETURN_REQUEST": Kind.RETURN,
    "REFUND_ISSUED": Kind.REFUND,
    "BRC_SELLER_NOTIFICATION": Kind.CANCELLATION,
}
_DECIDED = re.compile(r"CLOSE|DECI|RESOL|GRANT|DENI")
_DECISION_SUBJECT = re.compile(
    r"decision|decided|closed|resolved|outcome|décision|clôtur|résolu|entscheid|abgeschlossen|decisi|resuelt|cerrad"
    r"|chius|risolt",
    re.IGNORECASE,
)
_NOT_DELIVERED = re.compile(
    r"unable to deliver|could not (be )?deliver|pas pu (être )?(livr|remett|transm)|nicht zugestellt|no (se )?ha podido"
    r" entregar|impossibile (consegnare|recapitare)",
    re.IGNORECASE,
)


def kind_of(mail: Mail) -> Kind:
    """What kind of mail it is. A mail that is not from Amazon is a notice, whatever its header says."""
    if mail.report is not None:
        return Kind.NOT_DELIVERED if _is_about_us(mail) else Kind.NOTICE
    if not is_amazons(mail) or failed_authentication(mail):
        return Kind.NOTICE
    announced = mail.header(HEADER).strip().upper()
    if announced.startswith("A_Z_CLAIM"):
        return Kind.CLAIM_DECIDED if _DECIDED.search(announced) else Kind.CLAIM_OPENED
    kind = _BY_HEADER.get(announced)
    if kind is Kind.BUYER_MESSAGE:
        return kind if buyer_of(mail) else Kind.NOTICE
    return kind or _by_sender(mail)


def failed_authentication(mail: Mail) -> bool:
    """Whether the receiving server says that the mail is forged. That it says nothing is normal.

    DMARC decides where it has a result: it passes on SPF alone, and then a broken signature means nothing.
    """
    dmarc = mail.authentication.get("dmarc", "").lower()
    return dmarc == "fail" or (dmarc != "pass" and mail.authentication.get("dkim", "").lower() == "fail")


def _is_about_us(mail: Mail) -> bool:
    """Whether a mail server's report is about a mail to a buyer, as far as it names one."""
    report = mail.report
    if report is None:
        return False
    return relay_from(report.recipient) is not None if report.recipient else bool(report.message_id)


def _by_sender(mail: Mail) -> Kind:
    if any(relay_from(address.email) for address in mail.sender):
        return Kind.BUYER_MESSAGE
    local = mail.sender[0].email.partition("@")[0].lower()
    if local.startswith("atoz-guarantee"):
        return Kind.CLAIM_DECIDED if _DECISION_SUBJECT.search(mail.subject) else Kind.CLAIM_OPENED
    if _NOT_DELIVERED.search(f"{mail.subject}\n{mail.text}") and any(relays_in(f"{mail.text}\n{mail.html}")):
        return Kind.NOT_DELIVERED
    if wrapper.is_wrapped(mail):
        return Kind.BUYER_MESSAGE if buyer_of(mail) else _copy_or_notice(mail)
    return Kind.REPLY_COPY if is_copy_subject(mail.subject) else Kind.NOTICE


def _copy_or_notice(mail: Mail) -> Kind:
    """A wrapped text that comes from no buyer is what the seller wrote, unless it comes from a shared buyer address."""
    shared = any("@marketplace." in address.email.lower() for address in mail.sender)
    return Kind.NOTICE if shared else Kind.REPLY_COPY
