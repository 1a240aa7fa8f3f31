"""Why two tickets cannot be one, or one not two. Nothing was changed then; the text is written for an agent."""

from django.utils.translation import gettext as _

from inbox.errors import InboxError


class OtherShop(InboxError):
    field = "into"

    def __str__(self) -> str:
        return _("The two tickets are of different accounts: each is answered from its own. Link them instead.")


class OtherBuyer(InboxError):
    field = "into"

    def __str__(self) -> str:
        return _("The two tickets are of different buyers: an answer could reach the wrong one. Link them instead.")


class OtherChannel(InboxError):
    field = "into"

    def __str__(self) -> str:
        return _("The two tickets are of different sales channels, with deadlines of their own. Link them instead.")


class ClaimStaysAlone(InboxError):
    def __str__(self) -> str:
        return _("A claim keeps its own ticket, as the marketplace decides it apart. Merge into it, or link them.")


class NotOpenedThere(InboxError):
    def __str__(self) -> str:
        return _("The marketplace does not know this conversation yet. Try again once the first message has arrived.")


class OverAlready(InboxError):
    """One of them is spam or merged."""

    def __str__(self) -> str:
        return _("One of the tickets is spam, or was merged already.")


class HoldsOthers(InboxError):
    def __str__(self) -> str:
        return _("Other tickets were merged into this one. Merge the other way round.")


class MailsComeBack(InboxError):
    def __str__(self) -> str:
        return _("Mails to others left from this ticket, and their answers come back to it. Merge the other way round.")


class ReplyOnItsWay(InboxError):
    def __str__(self) -> str:
        return _("A reply is on its way, or nobody knows yet whether it arrived. Try again once that is settled.")


class LegalDeadlineRuns(InboxError):
    def __str__(self) -> str:
        return _("A legal deadline runs on this ticket. Merge the other way round, so that it is kept.")


class SomebodyWrites(InboxError):
    def __str__(self) -> str:
        return _("Somebody has begun a reply on both tickets. Send or discard one of the two first.")


class NotMerged(InboxError):
    def __str__(self) -> str:
        return _("This ticket is not merged into another.")


class GoneOn(InboxError):
    """Something was answered or ended since the merge."""

    def __str__(self) -> str:
        return _("The buyer was answered since the merge, so it stays. Split off what belongs elsewhere.")


class NothingToSplit(InboxError):
    field = "messages"

    def __str__(self) -> str:
        return _("Choose at least one message of the buyer, all from the same conversation.")


class NothingLeft(InboxError):
    field = "messages"

    def __str__(self) -> str:
        return _("Nothing of the buyer would be left on this ticket. Leave at least one message of his.")
