"""Which folders of a mailbox are read when nobody has chosen: the inbox, and where sent mails are kept."""

import re
from collections.abc import Iterable

INBOX = "INBOX"
SENT = {
    "en": "sent,sent items,sent mail,sent messages",
    "fr": "envoyés,éléments envoyés,messages envoyés,courrier envoyé",
    "de": "gesendet,gesendete elemente,gesendete objekte,gesendete nachrichten",
    "it": "inviata,posta inviata,inviati,messaggi inviati",
    "es": "enviados,elementos enviados,mensajes enviados",
    "nl": "verzonden,verzonden items,verzonden berichten",
    "pt": "enviadas,enviados,itens enviados,mensagens enviadas",
    "pl": "wysłane,elementy wysłane",
}
_NAMES = frozenset(",".join(SENT.values()).split(","))
_SEPARATOR = re.compile(r"[/.\\]")


def usual_folders(names: Iterable[str]) -> tuple[str, ...]:
    """The inbox, and the folder with a name for sent mails that lies highest, if there is one.

    names: all folders, as the server calls them ("INBOX.Sent", "[Gmail]/Sent Mail").
    """
    sent = [name for name in names if _SEPARATOR.split(name)[-1].strip().casefold() in _NAMES]
    return (INBOX, *sorted(sent, key=lambda name: (len(_SEPARATOR.split(name)), name))[:1])
