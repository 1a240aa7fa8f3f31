"""What our rules say about mails to carriers and suppliers. The text is written for an agent."""

from django.utils.translation import gettext as _

from inbox.errors import InboxError


class NoMailbox(InboxError):
    field = "sender"

    def __str__(self) -> str:
        return _("There is no mailbox that this can leave from: connect one under Accounts.")


class ToTheBuyer(InboxError):
    field = "to"

    def __str__(self) -> str:
        return _("This is the buyer's own address: answer in the conversation instead.")


class ToOurselves(InboxError):
    field = "to"

    def __str__(self) -> str:
        return _("This is the address that it would leave from.")


class NothingToForward(InboxError):
    field = "body"

    def __str__(self) -> str:
        return _("There is nothing to send: the text is empty.")


class FilesTooLargeToMail(InboxError):
    field = "along"

    def __init__(self, *, megabytes: int) -> None:
        super().__init__(megabytes)
        self.megabytes = megabytes

    def __str__(self) -> str:
        return _("By mail at most %(n)d MB of files go at once: choose fewer.") % {"n": self.megabytes}


class NotForwardable(InboxError):
    def __str__(self) -> str:
        return _("This buyer was erased: there is nothing left to forward.")
