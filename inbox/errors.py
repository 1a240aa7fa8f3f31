"""Rules of the inbox that a person or program can run into. The text is written for an agent."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from inbox.words.file_sizes import file_size


class InboxError(Exception):
    """Any of our own rules said no; nothing was changed. field: the part of what was sent that it is about, if one."""

    field = ""


class OneOfMany(InboxError):
    """One of many reasons that a class has. sentence: its English, a msgid; values: what stands in it."""

    def __init__(self, sentence: str, **values: str) -> None:
        super().__init__(sentence, values)
        self.sentence, self.values = sentence, values

    def __str__(self) -> str:
        return _(self.sentence) % self.values


class Unexpected(InboxError):
    """A fault of ours, not a rule; the log of the server has the rest. what: its class."""

    def __init__(self, *, what: str) -> None:
        super().__init__(what)
        self.what = what

    def __str__(self) -> str:
        return _("Something went wrong here (%(what)s); nothing was changed. You may try again.") % {"what": self.what}


class EmptyReply(InboxError):
    field = "body"

    def __str__(self) -> str:
        return _("There is nothing to send: the reply is empty.")


class PlaceLeftOpen(InboxError):
    """A text made from a template still has a mark where something is missing."""

    field = "body"

    def __str__(self) -> str:
        return _("Something is still missing where ⟦…⟧ stands. Nothing was sent; your text is kept.")


class ViewNameTaken(InboxError):
    field = "name"

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name

    def __str__(self) -> str:
        return _("There is a view called “%(name)s” already.") % {"name": self.name}


class NotAConversation(InboxError):
    def __str__(self) -> str:
        return _("A claim takes no reply from here: answer it on the marketplace's own page.")


class MergedInto(InboxError):
    """The ticket is merged: work goes on in the other one."""

    def __init__(self, *, number: int) -> None:
        super().__init__(number)
        self.number = number

    def __str__(self) -> str:
        return _("This ticket was merged into #%(number)d. Go on there.") % {"number": self.number}


class WrongConversation(InboxError):
    field = "conversation"

    def __str__(self) -> str:
        return _("No conversation of that number is on this ticket. Nothing was sent; your text is kept.")


class ReplyTooLong(InboxError):
    """characters and limit as the marketplace counts."""

    field = "body"

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


class TooManyFiles(InboxError):
    """More files than the taker takes with one reply; limit 0 = it takes none."""

    def __init__(self, *, taker: str, files: int, limit: int) -> None:
        super().__init__(taker, files, limit)
        self.taker, self.files, self.limit = taker, files, limit

    def __str__(self) -> str:
        if not self.limit:
            return _("%(taker)s takes no files with a reply.") % {"taker": self.taker}
        return ngettext(
            "%(taker)s takes at most %(limit)d file at once: here are %(files)d.",
            "%(taker)s takes at most %(limit)d files at once: here are %(files)d.",
            self.limit,
        ) % {"taker": self.taker, "limit": self.limit, "files": self.files}


class FilesTooLarge(InboxError):
    """size and limit in bytes, of all files of the reply together."""

    def __init__(self, *, taker: str, size: int, limit: int) -> None:
        super().__init__(taker, size, limit)
        self.taker, self.size, self.limit = taker, size, limit

    def __str__(self) -> str:
        return _("%(taker)s takes files of at most %(limit)s at once: these are %(size)s.") % {
            "taker": self.taker,
            "limit": file_size(self.limit),
            "size": file_size(self.size),
        }


class FileTypeRefused(InboxError):
    """allowed: endings without a dot."""

    def __init__(self, *, taker: str, name: str, allowed: Sequence[str]) -> None:
        super().__init__(taker, name, allowed)
        self.taker, self.name, self.allowed = taker, name, allowed

    def __str__(self) -> str:
        return _("%(taker)s does not take the file %(name)s. It takes: %(allowed)s.") % {
            "taker": self.taker,
            "name": self.name,
            "allowed": ", ".join(self.allowed),
        }


class FileGone(InboxError):
    def __init__(self, *, name: str) -> None:
        super().__init__(name)
        self.name = name

    def __str__(self) -> str:
        return _("The file %(name)s is not there any more: attach it again.") % {"name": self.name}


class AlreadyLeft(InboxError):
    def __str__(self) -> str:
        return _("Too late to take it back: the reply is already on its way.")


class NotSettled(InboxError):
    def __str__(self) -> str:
        return _("This reply is not waiting for a decision any more. Nothing was changed.")


class NotAnswerable(InboxError):
    """A public opinion that takes no answer from here."""

    def __init__(self, *, marketplace: str) -> None:
        super().__init__(marketplace)
        self.marketplace = marketplace

    def __str__(self) -> str:
        return _("%(marketplace)s takes no answer to this feedback. Nothing was sent.") % {
            "marketplace": self.marketplace
        }


class AnsweredAlready(InboxError):
    def __str__(self) -> str:
        return _("This feedback has its answer already; there can be only one. Nothing was sent.")


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


class NothingToClose(InboxError):
    """The marketplace has no conversations that are open or closed, or this ticket is about a claim alone."""

    def __init__(self, *, marketplace: str) -> None:
        super().__init__(marketplace)
        self.marketplace = marketplace

    def __str__(self) -> str:
        return _(
            "%(marketplace)s has no conversation here that could be closed or reopened. "
            "To be done with the ticket, mark it as solved."
        ) % {"marketplace": self.marketplace}


class WrongRecipient(InboxError):
    """allowed: what those are called who may be written to now (English msgids); empty = the buyer only."""

    field = "recipient"

    def __init__(self, *, marketplace: str, allowed: Sequence[str]) -> None:
        super().__init__(marketplace, allowed)
        self.marketplace, self.allowed = marketplace, allowed

    def __str__(self) -> str:
        if not self.allowed:
            return _("On %(marketplace)s a reply goes to the buyer, to nobody else. Nothing was sent.") % {
                "marketplace": self.marketplace
            }
        return _("This reply cannot go there: %(marketplace)s takes one now only for %(allowed)s.") % {
            "marketplace": self.marketplace,
            "allowed": ", ".join(_(name) for name in self.allowed),
        }


class BuyerErased(InboxError):
    def __str__(self) -> str:
        return _("This buyer was erased: nobody can be written to from here any more.")


class ReplyUnderway(InboxError):
    def __str__(self) -> str:
        return _(
            "A reply to this buyer is just being sent, or it is not sure yet whether it arrived. Wait a moment, or "
            "settle it in the outbox; then erase the buyer. Nothing was erased."
        )


class AccountBusy(InboxError):
    def __str__(self) -> str:
        return _("The buyer's account is being read just now. Try again in a moment. Nothing was erased.")


class NothingToOpen(InboxError):
    """No order, no topic, no subject, or a marketplace where the seller cannot write first."""

    def __init__(self, *, marketplace: str) -> None:
        super().__init__(marketplace)
        self.marketplace = marketplace

    def __str__(self) -> str:
        return _("To write first on %(marketplace)s, an order, a topic and a subject are needed. Nothing was sent.") % {
            "marketplace": self.marketplace
        }


class NotOpenedYet(InboxError):
    """The first message of a conversation that we open is on its way, or nobody knows whether it arrived."""

    def __init__(self, *, marketplace: str) -> None:
        super().__init__(marketplace)
        self.marketplace = marketplace

    def __str__(self) -> str:
        return _("Wait until %(marketplace)s shows this conversation: its first message is still on its way.") % {
            "marketplace": self.marketplace
        }


class BadPolicy(InboxError):
    """A deadline policy that cannot be: which field, and a sentence about it."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


class BadFilter(InboxError):
    """What a list is to be narrowed down by cannot be. field: its name."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.field = f"filter.{name}"

    def __str__(self) -> str:
        return _("“%(name)s” is no filter, or cannot have this value. Nothing was changed.") % {"name": self.args[0]}
