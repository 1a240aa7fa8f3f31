"""Doors for Celery: every task may run twice."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from kpis.reports import sending
from kpis.rollup.ticking import follow

_LONGEST = timedelta(seconds=40)


@shared_task
def follow_log() -> None:
    """Bring the figures in line with what has changed; what is left after a while is for the next tick."""
    follow(timezone.now, longest=_LONGEST)


@shared_task
def send_reports() -> None:
    """Send the weekly and monthly reports that are due."""
    sending.send_due(timezone.now())
