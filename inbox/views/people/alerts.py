"""The page of alerts, the newest first."""

from dataclasses import dataclass
from itertools import groupby

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from inbox.alerts.counting import mark_read
from inbox.alerts.wording import AlertWords, with_all, worded
from inbox.models import Alert, AlertKind, Ticket
from inbox.people.permissions import allowed, may_answer
from inbox.views.marks import Mark, mark_of
from inbox.views.request import Request, back_to, no_cache
from inbox.words.times import day_heading, exact, moment

MOST = 100
ICONS = {
    AlertKind.WARNING: "clock",
    AlertKind.LATE: "alarm-clock",
    AlertKind.DIGEST: "list",
    AlertKind.ASSIGNED: "user-round-plus",
    AlertKind.HANDED_OVER: "arrow-right-left",
    AlertKind.MENTIONED: "at-sign",
    AlertKind.FORWARD_ANSWERED: "mail",
    AlertKind.FORWARD_FAILED: "circle-x",
    AlertKind.REPLY_REFUSED: "circle-x",
    AlertKind.REPLY_UNSURE: "circle-question-mark",
    AlertKind.ACCOUNT: "store",
    AlertKind.RULE: "workflow",
    AlertKind.DISCONTENT: "frown",
}


@dataclass(frozen=True)
class AlertLine:
    """One line. tickets: of a digest, the numbers of those that still wait, the most urgent first."""

    id: int
    icon: str
    words: AlertWords
    mark: Mark | None
    at: str
    exact: str
    is_unread: bool
    is_loud: bool
    tickets: list[Ticket]


@allowed(may_answer)
@require_GET
def alerts(request: Request) -> HttpResponse:
    now = timezone.now()
    mine = with_all(Alert.objects.visible_to(request.user)).order_by("-at", "-id")[:MOST]
    lines = [_line(words) for words in worded(list(mine), now=now)]
    days = [
        (heading, list(group))
        for heading, group in groupby(lines, lambda one: day_heading(one.words.alert.at, now=now))
    ]
    return no_cache(render(request, "inbox/alerts.html", {"days": days, "title": _("Alerts")}))


@allowed(may_answer)
@require_POST
def read(request: Request) -> HttpResponse:
    """Mark one as read and go where it leads, or all without "alert"."""
    given = request.POST.get("alert", "")
    mark_read(request.user, [int(given)] if given.isdecimal() else None, now=timezone.now())
    return back_to(request, "alerts") if given else redirect("alerts")


def _line(words: AlertWords) -> AlertLine:
    alert = words.alert
    account = alert.ticket.account if alert.ticket else alert.account
    open_ones = sorted(words.open_warnings, key=lambda one: one.due_at)
    return AlertLine(
        id=alert.pk,
        icon=ICONS[AlertKind(alert.kind)],
        words=words,
        mark=mark_of(account.marketplace) if account else None,
        at=moment(alert.at, now=timezone.now()),
        exact=exact(alert.at),
        is_unread=alert.read_at is None,
        is_loud=any(one.is_late for one in open_ones),
        tickets=[one.ticket for one in open_ones] if alert.kind == AlertKind.DIGEST else [],
    )
