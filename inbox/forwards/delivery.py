"""What a worker does with a queued mail to a carrier or supplier: claim it, send it once, record what became of it.

One whose outcome is unknown is never sent again by itself: its copy in the mailbox, an answer, a report of a mail
server (arriving.py) or a person settles it.
"""

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import F, Q

from connectors.abilities import ForwardsMail
from connectors.accounts import connector_for
from connectors.errors import MarketplaceError, OutcomeUnknown, TryLater, UnexpectedAnswer
from connectors.files import OCTETS
from connectors.outgoing import ForwardedMail, OutgoingFile
from connectors.text import marked
from inbox.clock import RunningClock
from inbox.forwards.marks import key_of
from inbox.forwards.states import move
from inbox.models import Delivery, Forward
from inbox.sending.delivery import FIRST_BACK_OFF, LONGEST_BACK_OFF, MOST_ATTEMPTS
from inbox.sending.reply_states import AWAY

log = logging.getLogger(__name__)

FILE_GONE = marked("not sent: a file of it is not in the storage any more")
_AT_ONCE = 20


def send_due(now: datetime) -> int:
    """Send what is due, the clock going on meanwhile; return how many were tried.

    Once a mail server takes nothing just now, the others of that mailbox wait for the next time.
    """
    clock = RunningClock(now)
    _expire(now)
    due = Forward.objects.filter(delivery=Delivery.QUEUED, send_after__lte=now).exclude(account__state__in=AWAY)
    tried, away = 0, set[int]()
    for forward in due.select_related("account", "ticket", "follows").order_by("send_after", "id")[:_AT_ONCE]:
        if forward.account_id in away or not _claim(forward, clock.now()):
            continue
        tried += 1
        if not _send(forward, clock):
            away.add(forward.account_id)
    return tried


def _expire(now: datetime) -> None:
    """A worker that died while sending leaves its mail unsure."""
    for forward in Forward.objects.filter(delivery=Delivery.SENDING, lease_until__lt=now):
        move(forward, Delivery.UNSURE, out_of=[Delivery.SENDING], by=None, now=now, lease_until=None, reason="")


def _claim(forward: Forward, now: datetime) -> bool:
    """Mark it as being sent; False if another worker has it, or it was taken back."""
    queued = Forward.objects.filter(pk=forward.pk, delivery=Delivery.QUEUED, send_after__lte=now)
    lease = now + settings.SENDING_LEASE
    if not queued.update(
        delivery=Delivery.SENDING, attempted_at=now, lease_until=lease, attempts=F("attempts") + 1, send_after=None
    ):
        return False
    forward.refresh_from_db(fields=["attempts", "attempted_at", "body_text", "subject", "to"])
    return True


def _send(forward: Forward, clock: RunningClock) -> bool:
    """Send it once and record what became of it; False if the mail server takes nothing just now."""
    connector = connector_for(forward.account, send_within=settings.SENDING_LEASE / 2)
    if not isinstance(connector, ForwardsMail):
        raise TypeError(f"{forward.account.marketplace} has no mailbox")
    try:
        sent = connector.forward(_mail_of(forward))
    except FileNotFoundError:
        _record(forward, Delivery.REFUSED, clock.now(), reason=FILE_GONE)
    except TryLater as error:
        _postpone(forward, error, clock.now())
        return False
    except (OutcomeUnknown, UnexpectedAnswer) as error:
        log.info("forward %s: outcome unknown (%s)", forward.pk, type(error).__name__)
        _record(forward, Delivery.UNSURE, clock.now(), reason=str(error))
    except MarketplaceError as error:
        _record(forward, Delivery.REFUSED, clock.now(), reason=str(error))
    else:
        at = clock.now()
        _record(forward, Delivery.ACCEPTED, at, reason="", accepted_at=at, message_id=sent.message_id[:255])
    return True


def _record(forward: Forward, to: Delivery, now: datetime, **columns: object) -> None:
    """Write what became of this attempt, unless it was settled meanwhile."""
    out_of = [Delivery.SENDING] if to == Delivery.UNSURE else [Delivery.SENDING, Delivery.UNSURE]
    move(forward, to, out_of=out_of, by=None, now=now, lease_until=None, **columns)


def _postpone(forward: Forward, error: TryLater, now: datetime) -> None:
    """The call had no effect: queue it again with back-off, a bounded number of times."""
    if forward.attempts >= MOST_ATTEMPTS:
        _record(forward, Delivery.REFUSED, now, reason=str(error))
        return
    back_off = min(FIRST_BACK_OFF * 2 ** (forward.attempts - 1), LONGEST_BACK_OFF)
    send_after = now + max(error.wait or timedelta(0), back_off)
    again = {"send_after": send_after, "lease_until": None, "reason": str(error)}
    move(forward, Delivery.QUEUED, out_of=[Delivery.SENDING], by=None, now=now, **again)


def _mail_of(forward: Forward) -> ForwardedMail:
    """The mail of this attempt. Raises FileNotFoundError if a file of it is gone from storage."""
    answered = forward.follows.external_id if forward.follows else ""
    earlier = _earlier_ids(forward) if forward.follows else ()
    return ForwardedMail(
        to=forward.to,
        subject=forward.subject,
        text=forward.body_text,
        key=key_of(forward.mark, forward.attempts),
        in_reply_to=answered if answered.startswith("<") else "",
        references=earlier,
        files=tuple(_files(forward)),
    )


def _earlier_ids(forward: Forward) -> tuple[str, ...]:
    """What we wrote to this address before, oldest first."""
    earlier = Forward.objects.filter(Q(to__iexact=forward.to), ticket=forward.ticket_id, id__lt=forward.pk)
    return tuple(earlier.exclude(message_id="").order_by("id").values_list("message_id", flat=True))


def _files(forward: Forward) -> list[OutgoingFile]:
    found = []
    for file in (one for one in forward.along if one.file):
        with file.file.open("rb") as stored:
            found.append(OutgoingFile(file.name, file.content_type or OCTETS, stored.read()))
    return found
