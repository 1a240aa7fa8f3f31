"""Rules about working with tickets that a person or program can run into. The text is written for an agent."""

from datetime import datetime

from django.utils.translation import gettext as _

from inbox.errors import InboxError
from inbox.words.times import at_moment


class NoSuchTopic(InboxError):
    field = "topic"

    def __init__(self, *, topic: str) -> None:
        super().__init__(topic)
        self.topic = topic

    def __str__(self) -> str:
        return _("“%(topic)s” is not among the topics. Nothing was changed.") % {"topic": self.topic[:40]}


class NoSuchLanguage(InboxError):
    field = "language"

    def __init__(self, *, language: str) -> None:
        super().__init__(language)
        self.language = language

    def __str__(self) -> str:
        return _("“%(language)s” is not among the languages. Nothing was changed.") % {"language": self.language[:40]}


class InTheFuture(InboxError):
    field = "at"

    def __str__(self) -> str:
        return _("This moment is still to come. Nothing was written down.")


class NoSuchAmount(InboxError):
    field = "amount"

    def __str__(self) -> str:
        return _("An amount is above zero, in whole cents, with a currency such as EUR. Nothing was changed.")


class NoSuchTicket(InboxError):
    """No other ticket that one may see has this number."""

    field = "ticket"

    def __str__(self) -> str:
        return _("There is no other ticket with this number that you may see. Nothing was changed.")


class NoChecklist(InboxError):
    def __str__(self) -> str:
        return _("There is no list of steps for this topic. Leads write them in the settings.")


class TooManySteps(InboxError):
    field = "steps"

    def __init__(self, *, most: int) -> None:
        super().__init__(most)
        self.most = most

    def __str__(self) -> str:
        return _("A ticket has at most %(most)d steps. Nothing was added.") % {"most": self.most}


class NotInTheFuture(InboxError):
    field = "until"

    def __str__(self) -> str:
        return _("This moment has passed already. Nothing was changed.")


class NothingToSnooze(InboxError):
    """The ticket is solved, spam or merged."""

    def __str__(self) -> str:
        return _("Nobody has anything to do with this ticket now, so it cannot be put aside. Reopen it first.")


class DueTooSoon(InboxError):
    """Somebody must be answered so soon that putting the ticket aside would hide it."""

    def __init__(self, *, due_at: datetime, now: datetime) -> None:
        super().__init__(due_at, now)
        self.due_at, self.now = due_at, now

    def __str__(self) -> str:
        if self.due_at < self.now:
            return _("The answer is late already: it cannot be put aside. Answer, or say that no answer is needed.")
        words = _("An answer is due %(time)s: too soon to put this aside. Answer, or say that no answer is needed.")
        return words % {"time": at_moment(self.due_at, now=self.now)}


class NoSpam(InboxError):
    """A claim is open, or the ticket is a stub."""

    def __str__(self) -> str:
        return _("A ticket with an open claim, or one that was merged, cannot be spam. Nothing was changed.")


class NotByHand(InboxError):
    """A status that only its own action sets."""

    field = "status"

    def __str__(self) -> str:
        return _("A ticket is snoozed, marked as spam and merged by an action of its own. Nothing was changed.")
