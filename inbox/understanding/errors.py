"""What can be wrong with a correction or a phrase. The text is written for an agent."""

from django.utils.translation import gettext as _

from inbox.errors import InboxError


class NoSuchReading(InboxError):
    """Of a message that was not read, or a value that does not exist."""

    def __str__(self) -> str:
        return _("This cannot be said of this message. Nothing was changed.")


class BadPhrase(InboxError):
    """A phrase that cannot be read; `part`: what of it, "" = it says nothing."""

    def __init__(self, phrase: str, part: str) -> None:
        super().__init__(phrase, part)
        self.phrase, self.part = phrase, part

    def __str__(self) -> str:
        words = {"phrase": self.phrase[:60], "part": self.part[:40] or "…"}
        return _("“%(phrase)s” cannot be read: “%(part)s”. Nothing was kept.") % words
