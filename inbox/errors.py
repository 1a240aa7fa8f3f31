"""Rules of the inbox that a person or program can run into. The text is written for an agent."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


class InboxError(Exception):
    """Any of our own rules said no; nothing was changed."""


class EmptyReply(InboxError):
    def __str__(self) -> str:
        return _("There is nothing to send: the reply is empty.")


class ReplyTooLong(InboxError):
    """characters and limit as the marketplace counts."""

    def __init__(self, *, marketplace: str, characters: int, limit: int) -> None:
        super().__init__(marketplace, characters, limit)
        self.marketplace, self.characters, self.limit = marketplace, characters, limit

    def __str__(self) -> str:
        over = self.characters - self.limit
        return ngettext(
            "%(marketplace)s takes at most %(limit)d characters: this reply is %(over)d character too long.",
            "%(marketplace)s takes at most %(limit)d characters: this reply is %(over)d characters too long.",
            over,
        ) % {"marketplace": self.marketplace, "limit": self.limit, "over": over}


class AlreadyLeft(InboxError):
    def __str__(self) -> str:
        return _("Too late to take it back: the reply is already on its way.")


class NotSettled(InboxError):
    def __str__(self) -> str:
        return _("This reply is not waiting for a decision any more. Nothing was changed.")


class KeyUsedDifferently(InboxError):
    def __str__(self) -> str:
        return _("This Idempotency-Key was already used for another text on this ticket. Nothing was queued.")


class AccountAway(InboxError):
    """The account is paused or must sign in again: a reply would not leave."""

    def __init__(self, *, account: str) -> None:
        super().__init__(account)
        self.account = account

    def __str__(self) -> str:
        return _("The account %(account)s cannot send now: it is paused or must sign in again.") % {
            "account": self.account
        }
