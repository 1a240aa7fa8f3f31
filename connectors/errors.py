"""What can go wrong at a marketplace, one class per remedy.

A caller chooses by class, never by status code or text. `str(error)` is a sentence an
operator or agent can read; it never holds a token, a message body or a buyer's name.
"""

from datetime import timedelta


class MarketplaceError(Exception):
    """Anything a connector raises on purpose."""


class TryLater(MarketplaceError):
    """The call had no effect; repeat the same call after `wait`, or when convenient if None.

    status: the HTTP status that said so, where there was one (429, 500, 503).
    """

    def __init__(self, reason: str, wait: timedelta | None = None, *, status: int | None = None) -> None:
        super().__init__(reason)
        self.wait = wait
        self.status = status


class SignInAgain(MarketplaceError):
    """The account's authorisation is gone; pause it and ask a person. Other accounts go on."""


class ReplyRefused(MarketplaceError):
    """The marketplace said no to this reply, in its own words. Never repeat it."""


class OutcomeUnknown(MarketplaceError):
    """The request left and no answer came back: it may or may not have been done. Never repeat it."""


class UnexpectedAnswer(MarketplaceError):
    """Something we cannot read. One item: keep it raw as unreadable. A whole answer: stop, cursor unmoved."""


class PartlyRead(UnexpectedAnswer):
    """One part of a stream cannot be read until a person does something; all the rest has been."""
