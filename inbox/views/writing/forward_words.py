"""What became of a mail to a carrier or supplier, in words, and what a person may do about it."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from inbox.models import Delivery, Forward
from inbox.views.sentences import in_own_language
from inbox.words.times import at_moment, clock_time, exact


@dataclass(frozen=True)
class ForwardState:
    """state: for colour; words: the same in words; acts: (verb, what its button says, icon).

    exact: the instant in the words, "" if there is none.
    """

    state: str
    words: str
    detail: str = ""
    acts: tuple[tuple[str, str, str], ...] = ()
    exact: str = ""


def forward_state(forward: Forward, *, now: datetime) -> ForwardState:
    cancel = ("cancel", _("Take back"), "undo-2")
    reason = in_own_language(forward.reason)
    match forward.delivery:
        case Delivery.QUEUED if forward.attempts and forward.send_after:
            words = _("not sent yet: next try %(time)s") % {"time": at_moment(forward.send_after, now=now)}
            return ForwardState("queued", words, reason, (cancel,), exact(forward.send_after))
        case Delivery.QUEUED if forward.send_after and forward.send_after > now:
            words = _("leaves at %(time)s") % {"time": clock_time(forward.send_after)}
            return ForwardState("queued", words, acts=(cancel,), exact=exact(forward.send_after))
        case Delivery.QUEUED:
            return ForwardState("queued", _("leaving now"), acts=(cancel,))
        case Delivery.SENDING:
            return ForwardState("sending", _("sending"))
        case Delivery.UNSURE:
            words = _("not sure: looking for it in the mailbox; it is not sent again by itself")
            acts = (("was-sent", _("It was sent"), "check"), ("was-not-sent", _("It was not sent"), "x"))
            return ForwardState("unsure", words, reason, acts)
        case Delivery.REFUSED:
            words = _("not delivered: %(reason)s") % {"reason": reason} if reason else _("not delivered")
            again, leave = ("again", _("Send again"), "rotate-cw"), ("leave", _("Leave it"), "x")
            return ForwardState("refused", words, acts=() if forward.settled_at else (again, leave))
        case _:
            at = forward.accepted_at or forward.written_at
            words = _("taken by the mail server at %(time)s") % {"time": clock_time(at)}
            return ForwardState("accepted", words, exact=exact(at))
