"""What our rules say about mails to carriers and suppliers. The text is written for an agent."""

from django.utils.translation import gettext as _

from inbox.errors import InboxError
from inbox.words.file_sizes import file_size


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
    """size and limit in bytes, of all files of the mail together."""

    field = "along"

    def __init__(self, *, size: int, limit: int) -> None:
        super().__init__(size, limit)
        self.size, self.limit = size, limit

    def __str__(self) -> str:
        words = {"limit": file_size(self.limit), "size": file_size(self.size)}
        return _("By mail at most %(limit)s of files go at once, these are %(size)s: choose fewer.") % words


class NotForwardable(InboxError):
    def __str__(self) -> str:
        return _("This buyer was erased: there is nothing left to forward.")
