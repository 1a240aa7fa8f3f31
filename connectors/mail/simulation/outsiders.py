"""Carriers and suppliers whom a shop may write to on a simulated mail server: they answer, or cannot be reached.

By the name before the “@”: nobody@ does not exist, robot@ has only a machine that says it got the mail, lost@ answers
without naming the mail but under the same subject, anybody else answers as people do. All texts are ours.
"""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

from connectors.language import detect
from connectors.mail.simulation.received import ReceivedMail, received
from connectors.mail.simulation.reports import Undelivered, report_of
from connectors.mail.simulation.written import WrittenMail, written

HOSTS = {"transport.example": "Transport Express", "fournisseur.example": "Fournisseur"}
"""Domains, and how whoever answers there is called."""
ANSWERS = {
    "fr": "Bonjour,\n\nLe colis est retrouvé à notre agence. Il repart ce soir et sera livré demain.\n\nCordialement",
    "en": "Hello,\n\nThe parcel was found at our Lyon depot. It leaves tonight and will arrive tomorrow.\n\nRegards",
}
RECEIVED = {
    "fr": ("Accusé de réception", "Votre demande est enregistrée. Merci de ne pas répondre à ce message."),
    "en": ("We got your request", "Your request has been recorded. Please do not answer this mail."),
}


def is_outsider(address: str) -> bool:
    return address.rpartition("@")[2].casefold() in HOSTS


def answers_to(sender: str, recipients: Sequence[str], raw: bytes, *, at: datetime) -> list[bytes]:
    """The mails that come back to the sender."""
    mail = received(raw)
    return [_answer(mail, to=sender, address=address, at=at) for address in recipients if is_outsider(address)]


def _answer(mail: ReceivedMail, *, to: str, address: str, at: datetime) -> bytes:
    local, _, host = address.casefold().partition("@")
    name = sha256(f"{mail.message_id} {address}".encode()).hexdigest()[:24]
    message_id = f"<{name}@{host}>"
    if local == "nobody":
        reason = "550 5.1.1 The mailbox does not exist"
        return report_of(Undelivered(f"mx.{host}", to, address, mail.message_id, message_id, at, reason))
    language = detect(mail.whole_text) if detect(mail.whole_text) in ANSWERS else "en"
    headers = {"In-Reply-To": mail.message_id, "References": " ".join((*mail.references, mail.message_id))}
    if local == "robot":
        subject, text = RECEIVED[language]
        headers["Auto-Submitted"] = "auto-replied"
        return written(WrittenMail((HOSTS[host], address), ("", to), subject, message_id, at, text, headers=headers))
    quoted = "\n".join(f"> {line}".rstrip() for line in mail.whole_text.strip().split("\n"))
    text = f"{ANSWERS[language]}\n{HOSTS[host]}\n\n{quoted}\n"
    headers = {} if local == "lost" else headers
    subject = f"Re: {mail.subject}"
    return written(WrittenMail((HOSTS[host], address), ("", to), subject, message_id, at, text, headers=headers))
