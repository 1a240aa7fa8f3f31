"""What an order does not let a person or program do. The text is written for an agent."""

from django.utils.translation import gettext as _

from inbox.errors import InboxError


class ActionRefused(InboxError):
    """The marketplace does not let the seller do this on the order now. reason: in its words, or empty."""

    def __init__(self, *, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason

    def __str__(self) -> str:
        if not self.reason:
            return _("This cannot be done on the order now. Nothing was done.")
        return _("Nothing was done: %(reason)s") % {"reason": self.reason}


class ActionTakenAlready(InboxError):
    def __str__(self) -> str:
        return _("This was done already; it is in the conversation. Nothing was done twice.")


class NoSuchOrder(InboxError):
    """What was typed cannot be the number of an order."""

    def __init__(self, *, order_id: str) -> None:
        super().__init__(order_id)
        self.order_id = order_id

    def __str__(self) -> str:
        return _("“%(number)s” cannot be an order number. Nothing was changed.") % {"number": self.order_id[:40]}
