"""That one of an account's streams could not be read, as a sentence in English; the pages translate it."""

from connectors.text import marked as _

NOT_READ = {
    "messages": _("Messages could not be read: %(sentence)s"),
    "mail": _("Mails could not be read: %(sentence)s"),
    "orders": _("Orders could not be read: %(sentence)s"),
    "claims": _("Claims could not be read: %(sentence)s"),
    "returns": _("Returns could not be read: %(sentence)s"),
    "feedback": _("Feedback could not be read: %(sentence)s"),
    "notices": _("Notices could not be read: %(sentence)s"),
    "standards": _("Figures about the seller could not be read: %(sentence)s"),
    "indicators": _("Figures about the seller could not be read: %(sentence)s"),
}
OTHER = _("%(name)s could not be read: %(sentence)s")


def not_read(stream: str, reason: str) -> str:
    """reason: of several lines, each is one by itself, and only the first says what could not be read."""
    if stream not in NOT_READ:
        return OTHER % {"name": stream, "sentence": reason}
    return NOT_READ[stream] % {"sentence": reason}
