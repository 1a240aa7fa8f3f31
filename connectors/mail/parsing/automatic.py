"""Whether a machine wrote a mail, and whether it went to many (RFC 3834, RFC 2369, and what programs do instead)."""

import re
from collections.abc import Mapping

_ANSWERING_MACHINE = ("x-autoreply", "x-autorespond", "x-autoresponder", "x-mail-autoreply", "x-autoreply-from")
_BY_SUBJECT = re.compile(
    r"(?:re: ?|aw: ?)?(?:auto(?:matic)?[ -]?(?:reply|response)|out of (?:the )?office"
    r"|automatische antwort|abwesenheitsnotiz"
    r"|réponse automatique|absence du bureau|risposta automatica|respuesta automática|automatisch antwoord"
    r"|resposta automática|autoodpowiedź|odpowiedź automatyczna|autosvar)\b",
    re.IGNORECASE,
)
_LISTS = ("list-id", "list-unsubscribe", "list-post", "x-mailing-list")


def is_automatic(headers: Mapping[str, str], *, subject: str, is_report: bool) -> bool:
    """headers: the first value of each, by lower-case name."""
    submitted = headers.get("auto-submitted", "").lower()
    if is_report or (submitted and not submitted.startswith("no")):
        return True
    if any(name in headers for name in _ANSWERING_MACHINE):
        return True
    if headers.get("precedence", "").lower().strip() in ("auto_reply", "auto-reply"):
        return True
    if headers.get("return-path", "?").strip() == "<>":
        return True
    if headers.get("x-auto-response-suppress", "").strip().lower() not in ("", "none"):
        return True
    return bool(_BY_SUBJECT.match(subject))


def is_bulk(headers: Mapping[str, str]) -> bool:
    """headers: the first value of each, by lower-case name."""
    if headers.get("precedence", "").lower().strip() in ("bulk", "list", "junk"):
        return True
    return any(name in headers for name in _LISTS)
