"""How ordinary people's mails look: quoted history, signatures, HTML, and what machines answer. All texts are ours."""

import html
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from connectors.mail.mail import MailFile
from connectors.mail.simulation.written import WrittenMail, written

MOST_REFERENCES = 10
WROTE = {
    "fr": "Le {at}, {who} <{address}> a écrit :",
    "de": "Am {at} schrieb {who} <{address}>:",
    "es": "El {at}, {who} <{address}> escribió:",
    "it": "Il giorno {at} {who} <{address}> ha scritto:",
    "en": "On {at}, {who} <{address}> wrote:",
}
PHONE = {
    "fr": "Envoyé de mon iPhone",
    "de": "Von meinem iPhone gesendet",
    "es": "Enviado desde mi iPhone",
    "it": "Inviato da iPhone",
    "en": "Sent from my iPhone",
}
AWAY = {
    "fr": ("Absence du bureau", "Je suis absent jusqu'à lundi et lirai votre message à mon retour."),
    "de": ("Abwesenheitsnotiz", "Ich bin bis Montag nicht da und lese Ihre Nachricht nach meiner Rückkehr."),
    "es": ("Fuera de la oficina", "Estoy ausente hasta el lunes y leeré su mensaje a mi regreso."),
    "it": ("Fuori sede", "Sono assente fino a lunedì e leggerò il messaggio al mio ritorno."),
    "en": ("Out of office", "I am away until Monday and will read your message when I am back."),
}


@dataclass(frozen=True)
class Said:
    """One mail of a correspondence, as far as a later one refers to it."""

    message_id: str
    who: str
    address: str
    text: str
    at: datetime


@dataclass(frozen=True)
class Letter:
    """A mail a person writes. before: the correspondence, oldest first. look: 0 plain, 1 HTML, 2 from a phone."""

    name: str
    address: str
    to: str
    subject: str
    text: str
    message_id: str
    at: datetime
    language: str
    before: Sequence[Said] = ()
    files: Sequence[MailFile] = ()
    look: int = 0


def letter(wanted: Letter) -> bytes:
    """The mail as a mail program would send it."""
    own = wanted.text
    if wanted.look == 1:
        own += f"\n\n-- \n{wanted.name}"
    if wanted.look == 2:
        own += f"\n\n{PHONE[wanted.language]}"
    last = wanted.before[-1] if wanted.before else None
    headers = {"User-Agent": "SimulatedMail 1.0"}
    if last:
        named = dict.fromkeys(said.message_id for said in (wanted.before[0], *wanted.before[-MOST_REFERENCES:]))
        headers |= {"In-Reply-To": last.message_id, "References": " ".join(named)}
    mail = WrittenMail(
        sender=(wanted.name, wanted.address),
        to=("", wanted.to),
        subject=f"Re: {wanted.subject}" if last else wanted.subject,
        message_id=wanted.message_id,
        at=wanted.at,
        text=own + (f"\n\n{_quoted(last, wanted.language)}" if last else ""),
        headers=headers,
        files=wanted.files,
    )
    return written(_as_page(mail, _page(own, last, wanted.language)) if wanted.look == 1 else mail)


def away(*, name: str, address: str, to: str, answered: Said, message_id: str, at: datetime, language: str) -> bytes:
    """What an absent person's mailbox answers by itself (RFC 3834)."""
    subject, text = AWAY[language]
    headers = {
        "Auto-Submitted": "auto-replied",
        "X-Auto-Response-Suppress": "All",
        "In-Reply-To": answered.message_id,
        "References": answered.message_id,
    }
    return written(WrittenMail((name, address), ("", to), subject, message_id, at, text, headers=headers))


def newsletter(*, to: str, subject: str, page: str, message_id: str, at: datetime) -> bytes:
    """A mail to many."""
    headers = {
        "List-Unsubscribe": "<https://news.example.com/unsubscribe>",
        "List-Id": "News <news.example.com>",
        "Precedence": "bulk",
    }
    sender = ("Example News", "news@news.example.com")
    return written(WrittenMail(sender, ("", to), subject, message_id, at, html=page, headers=headers))


def _quoted(said: Said, language: str) -> str:
    lines = "\n".join(f"> {line}".rstrip() for line in said.text.split("\n"))
    return f"{_wrote(said, language)}\n\n{lines}\n"


def _wrote(said: Said, language: str) -> str:
    at = f"{said.at:%d/%m/%Y} à {said.at:%H:%M}" if language == "fr" else f"{said.at:%d/%m/%Y} {said.at:%H:%M}"
    return WROTE[language].format(at=at, who=said.who, address=said.address)


def _as_page(mail: WrittenMail, page: str) -> WrittenMail:
    """The same mail with its pictures in the page, where its writer put them."""
    files = tuple(replace(file, inline=True, content_id=f"{file.name}@simulated") for file in mail.files)
    pictures = "".join(f'<p><img src="cid:{html.escape(file.content_id)}" alt=""></p>' for file in files)
    return replace(mail, html=page.replace("</body>", f"{pictures}</body>"), files=files)


def _page(own: str, last: Said | None, language: str) -> str:
    body = f'<div dir="ltr">{_lines(own)}</div>'
    if last:
        body += (
            f'<br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">{html.escape(_wrote(last, language))}<br>'
            f'</div><blockquote class="gmail_quote">{_lines(last.text)}</blockquote></div>'
        )
    return f"<html><body>{body}</body></html>"


def _lines(text: str) -> str:
    return html.escape(text).replace("\n", "<br>\n")
