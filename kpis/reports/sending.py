"""Send the reports that are due: each is a row, claimed before it is sent, so that no restart sends it twice."""

import logging
from datetime import datetime, timedelta
from smtplib import SMTPException

from django.conf import settings

from inbox.alerts.mail import is_set_up
from inbox.models import User
from inbox.people.permissions import may_see_figures
from inbox.people.zones import zone_of
from kpis.figures.question import day_begins
from kpis.models import Report, ReportWish
from kpis.reports.mail import message_of
from kpis.reports.schedule import due, end_of

AGAIN_AFTER = timedelta(minutes=10)
MOST_ATTEMPTS = 8
A_TICK = 10

log = logging.getLogger(__name__)


def send_due(now: datetime) -> int:
    """Return how many went out; without a mail server none are made."""
    if not is_set_up():
        return 0
    _note_due(now)
    waiting = Report.objects.filter(claimed_at=None, next_at__lte=now).order_by("next_at")
    return sum(send(pk, now) for pk in waiting.values_list("pk", flat=True)[:A_TICK])


def send(report_id: int, now: datetime) -> bool:
    """Send it unless somebody else does, or did."""
    if not Report.objects.filter(pk=report_id, claimed_at=None).update(claimed_at=now):
        return False
    report = Report.objects.select_related("user").get(pk=report_id)
    try:
        message_of(report, now=now).send()
    except (SMTPException, OSError) as error:
        _put_back(report, now, error)
        return False
    Report.objects.filter(pk=report_id).update(sent_at=now)
    return True


def _note_due(now: datetime) -> None:
    """Not before the last day is over in the shop's zone, whose days the figures are."""
    for wish in ReportWish.objects.select_related("user").filter(user__is_active=True):
        user: User = wish.user
        if may_see_figures(user):
            for one in due(wish, now, zone=zone_of(user)):
                if day_begins(end_of(one.span, one.since), settings.SHOP_ZONE) <= now:
                    Report.objects.get_or_create(user=user, span=one.span, since=one.since, defaults={"next_at": now})


def _put_back(report: Report, now: datetime, error: Exception) -> None:
    """The mail server did not take it: again later, a few times."""
    log.warning("report %s was not sent: %s", report.pk, type(error).__name__)
    attempts = report.attempts + 1
    is_over = attempts >= MOST_ATTEMPTS
    Report.objects.filter(pk=report.pk).update(
        attempts=attempts, claimed_at=now if is_over else None, next_at=now + AGAIN_AFTER * attempts
    )
