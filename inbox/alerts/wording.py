"""What alerts say: the same in the page, in mails and on devices. Of a buyer they say nothing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from connectors.models import AccountState
from connectors.registry import connectors
from inbox.deadlines.open_deadlines import still_open
from inbox.models import AlarmKind, Alert, AlertKind, DeadlineWarning, Waiting
from inbox.words.times import time_left

OF_DEADLINES = (AlertKind.WARNING, AlertKind.LATE, AlertKind.DIGEST)


@dataclass(frozen=True)
class AlertWords:
    """One alert as a reader sees it. path: the page it leads to. is_over: nobody needs to act on it any more.

    open_warnings: of deadlines, those whose wait goes on.
    """

    alert: Alert
    words: str
    about: str
    path: str
    is_over: bool
    open_warnings: Sequence[DeadlineWarning]


def worded(alerts: Sequence[Alert], *, now: datetime) -> list[AlertWords]:
    """Put alerts into the active language and zone. alerts: with_all() loaded."""
    waiting = still_open(warning for alert in alerts for warning in alert.warnings.all())
    return [_worded(alert, waiting, now) for alert in alerts]


def with_all(alerts: models.QuerySet[Alert]) -> models.QuerySet[Alert]:
    """Load what wording needs."""
    return alerts.select_related("user", "ticket__account", "account", "by").prefetch_related("warnings__ticket")


def _worded(alert: Alert, waiting: set[int], now: datetime) -> AlertWords:
    open_ones = [one for one in alert.warnings.all() if one.pk in waiting]
    is_over = alert.kind in OF_DEADLINES and not open_ones
    return AlertWords(alert, _words(alert, open_ones, now), _about(alert), _path(alert), is_over, open_ones)


def _words(alert: Alert, open_ones: Sequence[DeadlineWarning], now: datetime) -> str:
    if alert.kind == AlertKind.DIGEST:
        return _digest(open_ones or list(alert.warnings.all()), now)
    if alert.kind in OF_DEADLINES:
        return _deadline(alert.warnings.all()[0], now)
    return _SAYS[AlertKind(alert.kind)](alert)


def _deadline(warning: DeadlineWarning, now: datetime) -> str:
    left = time_left(warning.due_at, now=now).words
    if warning.waiting == Waiting.CLAIM:
        left = _("claim: %(time_left)s") % {"time_left": left}
    elif warning.waiting not in (Waiting.MARKETPLACE, Waiting.COMPANY):
        left = _("%(waited_for)s: %(time_left)s") % {"waited_for": Waiting(warning.waiting).label, "time_left": left}
    return _("%(time_left)s; it ran out while Guichet was down") % {"time_left": left} if _ran_out(warning) else left


def _digest(warnings: Sequence[DeadlineWarning], now: datetime) -> str:
    late = sum(one.due_at < now for one in warnings)
    near = len(warnings) - late
    down = sum(_ran_out(one) for one in warnings)
    parts = [
        ngettext("%(n)d ticket is late", "%(n)d tickets are late", late) % {"n": late} if late else "",
        ngettext("%(n)d ticket is due soon", "%(n)d tickets are due soon", near) % {"n": near} if near else "",
        ngettext("%(n)d ran out while Guichet was down", "%(n)d ran out while Guichet was down", down) % {"n": down}
        if down
        else "",
    ]
    return ", ".join(filter(None, parts))


def _ran_out(warning: DeadlineWarning) -> bool:
    return warning.while_down and warning.is_late


def _who(alert: Alert) -> str:
    return str(alert.by) if alert.by else _("Guichet")


def _account(alert: Alert) -> str:
    if alert.note == AccountState.SIGN_IN:
        return _("must sign in again; nothing is fetched or sent until then")
    return _("cannot be reached; it tries again by itself, later each time")


def _discontent(alert: Alert) -> str:
    kind, _marketplace, number = alert.note.split(":")
    if kind == AlarmKind.RUN:
        return _("%(n)s bad ratings in a row") % {"n": number}
    if kind == AlarmKind.SHARE:
        return _("only %(n)s %% of the ratings are positive") % {"n": number}
    return _("the buyer, who was asked, gave %(n)s of 5") % {"n": number}


_SAYS: dict[AlertKind, Callable[[Alert], str]] = {
    AlertKind.ASSIGNED: lambda alert: _("%(who)s gave you this ticket") % {"who": _who(alert)},
    AlertKind.HANDED_OVER: lambda alert: _("%(who)s handed this ticket over to you") % {"who": _who(alert)},
    AlertKind.MENTIONED: lambda alert: _("%(who)s mentioned you") % {"who": _who(alert)},
    AlertKind.REPLY_REFUSED: lambda alert: _("your reply was refused; your text is kept"),
    AlertKind.REPLY_UNSURE: lambda alert: _("it is not sure whether your reply has arrived; Guichet is looking"),
    AlertKind.FORWARD_ANSWERED: lambda alert: _("somebody answered the mail that was forwarded"),
    AlertKind.FORWARD_FAILED: lambda alert: _("it is not sure, or not so, that the mail you forwarded has arrived"),
    AlertKind.ACCOUNT: _account,
    AlertKind.DISCONTENT: _discontent,
    AlertKind.RULE: lambda alert: _("the rule “%(name)s” found this ticket") % {"name": alert.note},
}


def _about(alert: Alert) -> str:
    """Number and shop; nothing of the buyer."""
    if alert.kind == AlertKind.DISCONTENT and not alert.ticket_id:
        known = connectors().get(_where(alert))
        return known.label if known else _where(alert)
    account = alert.ticket.account if alert.ticket else alert.account
    shop = account.full_name if account else ""
    return f"#{alert.ticket_id} · {shop}" if alert.ticket_id else shop


def _path(alert: Alert) -> str:
    if alert.ticket_id:
        return reverse("ticket", args=[alert.ticket_id])
    if alert.account_id:
        return reverse("account", args=[alert.account_id])
    if alert.kind == AlertKind.DISCONTENT:
        return f"{reverse('feedback')}?{urlencode({'marketplace': _where(alert), 'answer': 'todo'})}"
    return reverse("queue")


def _where(alert: Alert) -> str:
    """The marketplace of which an alarm is."""
    return alert.note.split(":")[1]
