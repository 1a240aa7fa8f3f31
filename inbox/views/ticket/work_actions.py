"""What an agent can do with a ticket by a form of its own: the menu, the panel and the keys go by this list."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from inbox.forms.merge_forms import MergeForm, SplitForm
from inbox.forms.snooze import SnoozeForm
from inbox.forms.ticket_work import WorkForm
from inbox.forms.work_forms import CallForm, HandOverForm, LinkForm, ResolutionForm
from inbox.models import Resolution, Status, Ticket, User
from inbox.models.ticket import CLAIM, OVER
from inbox.tickets import call, hand_over, links, merge, resolution, snooze, split
from inbox.tickets.call import Caller

Do = Callable[..., Ticket | None]


@dataclass(frozen=True)
class WorkAction:
    """do: carries out a valid form (form, by=, now=) and returns the ticket to go on with, None = the same.

    verb: what the button of the form says. key: the single key that opens it.
    """

    name: str
    title: str | Promise
    verb: str | Promise
    icon: str
    form: type[WorkForm]
    do: Do
    is_offered: Callable[[Ticket], bool]
    key: str = ""


def _snooze(form: SnoozeForm, *, by: User, now: datetime) -> None:
    snooze.snooze(form.ticket, form.moment, by=by, now=now)


def _hand_over(form: HandOverForm, *, by: User, now: datetime) -> None:
    given = form.cleaned_data
    hand_over.hand_over(form.ticket, to=given["to"], note=given["note"], by=by, now=now)


def _call(form: CallForm, *, by: User, now: datetime) -> None:
    given = form.cleaned_data
    call.log_call(form.ticket, caller=Caller(given["caller"]), at=given["at"], note=given["note"], by=by, now=now)


def _resolution(form: ResolutionForm, *, by: User, now: datetime) -> None:
    given = form.cleaned_data
    chosen = Resolution(given["resolution"]) if given["resolution"] else None
    resolution.set_resolution(
        form.ticket, resolution=chosen, amount=given["amount"], currency=given["currency"], by=by, now=now
    )


def _link(form: LinkForm, *, by: User, now: datetime) -> None:
    links.link(form.ticket, links.ticket_numbered(form.cleaned_data["other"], user=by), by=by, now=now)


def _merge(form: MergeForm, *, by: User, now: datetime) -> Ticket:
    into = links.ticket_numbered(form.cleaned_data["other"], user=by)
    merge.merge(form.ticket, into=into, by=by, now=now)
    return into


def _split(form: SplitForm, *, by: User, now: datetime) -> Ticket:
    return split.split(form.ticket, form.cleaned_data["messages"], by=by, now=now)


def _is_conversation(ticket: Ticket) -> bool:
    return ticket.kind != CLAIM and ticket.status != Status.SPAM


def _has_several(ticket: Ticket) -> bool:
    return split.can_be_split(ticket) and ticket.message_count > 1


def _is_in_work(ticket: Ticket) -> bool:
    return ticket.status not in OVER


def _always(ticket: Ticket) -> bool:
    del ticket
    return True


ACTIONS = {
    action.name: action
    for action in (
        WorkAction("snooze", _("Snooze"), _("Snooze"), "alarm-clock-off", SnoozeForm, _snooze, _is_in_work, "s"),
        WorkAction("hand-over", _("Hand over"), _("Hand over"), "hand-helping", HandOverForm, _hand_over, _is_in_work),
        WorkAction("call", _("Log a telephone call"), _("Log the call"), "phone", CallForm, _call, _always),
        WorkAction(
            "resolution", _("Record the outcome"), _("Record"), "badge-check", ResolutionForm, _resolution, _always
        ),
        WorkAction("link", _("Link to another ticket"), _("Link"), "link", LinkForm, _link, _always),
        WorkAction("merge", _("Merge into another ticket"), _("Merge"), "merge", MergeForm, _merge, _is_conversation),
        WorkAction("split", _("Split messages off"), _("Split off"), "split", SplitForm, _split, _has_several),
    )
}


def actions_for(ticket: Ticket) -> list[WorkAction]:
    """Those that can be done with this ticket now."""
    if ticket.status == Status.MERGED or ticket.is_erased:
        return []
    return [action for action in ACTIONS.values() if action.is_offered(ticket)]


def keyed_actions() -> list[WorkAction]:
    """Those that have a key, whatever ticket is open."""
    return [action for action in ACTIONS.values() if action.key]
