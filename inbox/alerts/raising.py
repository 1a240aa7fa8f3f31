"""Alerts come into being: the rows, when each goes out by which way, the number at the bell."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from connectors.models import Account
from inbox.alerts.counting import recount
from inbox.alerts.groups import GROUP_OF, Group
from inbox.alerts.wishes import Wishes, wishes_of
from inbox.changes import bump_lists_on_commit
from inbox.models import Alert, AlertKind, DeadlineWarning, Ticket, User


@dataclass(frozen=True)
class NewAlert:
    """Something that a person is to be told; see Alert."""

    user: User
    kind: AlertKind
    ticket: Ticket | None = None
    account: Account | None = None
    by: User | None = None
    note: str = ""
    warnings: tuple[DeadlineWarning, ...] = ()

    @property
    def group(self) -> Group:
        if self.kind == AlertKind.DIGEST:
            return Group.LATE if any(one.is_late for one in self.warnings) else Group.NEAR
        return GROUP_OF[self.kind]


def raise_alerts(alerts: Sequence[NewAlert], *, now: datetime) -> None:
    """Tell them. It is in the page at once; what a person's quiet hours hold back rings when they end."""
    if not alerts:
        return
    wishes = wishes_of({alert.user.pk: alert.user for alert in alerts}.values())
    with transaction.atomic():
        rows = [_row(alert, wishes[alert.user.pk], now) for alert in alerts]
        Alert.objects.bulk_create(rows, batch_size=500)
        links = [
            Alert.warnings.through(alert_id=row.pk, deadlinewarning_id=warning.pk)
            for row, alert in zip(rows, alerts, strict=True)
            for warning in alert.warnings
        ]
        Alert.warnings.through.objects.bulk_create(links, batch_size=1000)
        recount(alert.user.pk for alert in alerts)
        bump_lists_on_commit()


def _row(alert: NewAlert, wishes: Wishes, now: datetime) -> Alert:
    goes_out_at = wishes.goes_out_at(alert.user, now=now)
    return Alert(
        user=alert.user,
        kind=alert.kind,
        at=now,
        ticket=alert.ticket,
        account=alert.account,
        by=alert.by,
        note=alert.note,
        mail_at=goes_out_at if alert.group in wishes.by_mail else None,
        push_at=goes_out_at if alert.group in wishes.by_push else None,
    )
