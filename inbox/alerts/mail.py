"""One mail with everything a person is to be told now. Plain text; of a ticket only its number, shop and time left."""

from collections.abc import Sequence
from datetime import datetime
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from inbox.alerts.errors import CannotTell
from inbox.alerts.wording import AlertWords
from inbox.models import User

MOST_LINES = 50


def is_set_up() -> bool:
    """Whether this installation can send mails at all."""
    return bool(settings.EMAIL_HOST)


def send(user: User, alerts: Sequence[AlertWords], now: datetime) -> None:
    """Raises CannotTell; without a mail server nothing is sent."""
    del now
    if not is_set_up():
        return
    message = EmailMessage(
        _subject(alerts), _body(alerts), to=[user.email], headers={"Auto-Submitted": "auto-generated"}
    )
    try:
        message.send()
    except (SMTPException, OSError) as error:
        raise CannotTell(type(error).__name__) from error


def _subject(alerts: Sequence[AlertWords]) -> str:
    if len(alerts) == 1:
        return f"Guichet: {one_line(alerts[0])}"
    return "Guichet: " + ngettext("%(n)d alert", "%(n)d alerts", len(alerts)) % {"n": len(alerts)}


def _body(alerts: Sequence[AlertWords]) -> str:
    lines = [f"{one_line(one)}\n{settings.PUBLIC_URL}{one.path}" for one in alerts[:MOST_LINES]]
    if more := len(alerts) - len(lines):
        lines.append(_("and %(n)d more") % {"n": more})
    ways = _("What comes by mail, and your quiet hours: %(address)s") % {
        "address": settings.PUBLIC_URL + reverse("alert_ways")
    }
    return "\n\n".join([*lines, f"-- \n{ways}"]) + "\n"


def one_line(alert: AlertWords) -> str:
    return ": ".join(filter(None, (alert.about, alert.words)))
