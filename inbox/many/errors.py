"""Why one action on many tickets does not begin, leaves a ticket alone, or is not undone. Written for an agent."""

from django.utils.translation import gettext as _

from inbox.errors import InboxError
from inbox.words.languages import language_name


class NothingChosen(InboxError):
    field = "ids"

    def __str__(self) -> str:
        return _("No ticket is chosen, or you may not see any of them. Nothing was changed.")


class TooMany(InboxError):
    def __init__(self, *, limit: int) -> None:
        super().__init__(limit)
        self.limit = limit

    def __str__(self) -> str:
        return _("These are more than %(limit)d tickets: narrow the list down first. Nothing was changed.") % {
            "limit": self.limit
        }


class NoSuchAction(InboxError):
    field = "action"

    def __str__(self) -> str:
        return _("There is no such action. Nothing was changed.")


class BadWish(InboxError):
    """What the action needs to know is missing or wrong. field: which part of it."""

    def __init__(self, field: str, words: str) -> None:
        super().__init__(field, words)
        self.field, self.words = field, words

    def __str__(self) -> str:
        return self.words


class SoAlready(InboxError):
    def __str__(self) -> str:
        return _("It is so already.")


class NotForClosed(InboxError):
    def __str__(self) -> str:
        return _("It is solved, spam or merged.")


class NotSpoken(InboxError):
    """language: of the buyer."""

    def __init__(self, *, language: str) -> None:
        super().__init__(language)
        self.language = language

    def __str__(self) -> str:
        return _("The template has no words in the buyer’s language (%(language)s).") % {
            "language": language_name(self.language)
        }


class FactsMissing(InboxError):
    """labels: what the template says and nobody knows of the ticket, in words."""

    def __init__(self, *, labels: str) -> None:
        super().__init__(labels)
        self.labels = labels

    def __str__(self) -> str:
        return _("Not known on this ticket: %(labels)s.") % {"labels": self.labels}


class NotSeenByAssignee(InboxError):
    def __init__(self, *, name: str) -> None:
        super().__init__(name)
        self.name = name

    def __str__(self) -> str:
        return _("%(name)s may not see this ticket.") % {"name": self.name}


class StaysItself(InboxError):
    def __str__(self) -> str:
        return _("The others are merged into it.")


class AloneOfItsBuyer(InboxError):
    def __str__(self) -> str:
        return _("No other chosen ticket is by the same buyer at the same shop.")


class NotSeen(InboxError):
    def __str__(self) -> str:
        return _("You may not see this ticket any more.")


class Stopped(InboxError):
    def __str__(self) -> str:
        return _("Stopped before its turn came.")


class ChangedSince(InboxError):
    def __str__(self) -> str:
        return _("Somebody has changed it since.")


class NothingToRepeat(InboxError):
    def __str__(self) -> str:
        return _("Nothing went wrong here, so there is nothing to try again.")


class TooLateToUndo(InboxError):
    def __str__(self) -> str:
        return _("It is too late to undo this. Nothing was changed.")


class StartedAlready(InboxError):
    def __str__(self) -> str:
        return _("This has begun already. Nothing was done twice.")
