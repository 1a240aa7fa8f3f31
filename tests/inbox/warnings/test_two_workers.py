"""Two workers at the same time: nobody is told twice, nothing is left out."""

from collections.abc import Callable
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.core.mail import EmailMessage
from django.db import connection, transaction
from pytest_django.fixtures import Settings

from inbox.alerts import going_out
from inbox.alerts.wishes import Wishes, keep
from inbox.models import Alert, Ticket, WarningRound
from inbox.warnings.looking import look
from tests.inbox.arrive import arrive, buyer_message
from tests.make import DAY, HOUR, NINE, make_account, make_user

pytestmark = pytest.mark.django_db(transaction=True)

DUE = NINE + DAY
WORKERS = 4


def at_once(work: Callable[[], object]) -> None:
    """Let several workers do this at the same moment."""
    barrier = Barrier(WORKERS)

    def run() -> None:
        try:
            barrier.wait()
            work()
        finally:
            connection.close()

    threads = [Thread(target=run) for _ in range(WORKERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@pytest.fixture
def waiting(transactional_db: None) -> Ticket:
    account = make_account(created_at=NINE)
    look(NINE)
    with transaction.atomic():
        arrive(account, buyer_message("m1", at=NINE))
    return Ticket.objects.get()


def test_workers_who_look_at_once_warn_once(waiting: Ticket) -> None:
    make_user()
    at_once(lambda: look(DUE - HOUR))
    at_once(lambda: look(DUE - HOUR + timedelta(minutes=1)))
    assert Alert.objects.count() == 1


def test_workers_who_mail_at_once_mail_once(
    waiting: Ticket, mailoutbox: list[EmailMessage], settings: Settings
) -> None:
    settings.EMAIL_HOST = "mail.test"
    keep(make_user(), Wishes(by_mail=frozenset({"near"}), quiet=None))
    look(DUE - HOUR)
    at_once(lambda: going_out.send_due(DUE - HOUR))
    assert len(mailoutbox) == 1


def test_a_ticket_that_is_just_being_answered_is_looked_at_later(waiting: Ticket) -> None:
    def elsewhere() -> None:
        look(DUE - HOUR)
        connection.close()

    make_user()
    look(DUE - 5 * HOUR)
    with transaction.atomic():
        Ticket.objects.select_for_update().get(pk=waiting.pk)
        other = Thread(target=elsewhere)
        other.start()
        other.join()
    assert not Alert.objects.exists()
    assert WarningRound.objects.get().looked_at == DUE - HOUR
    look(DUE - HOUR + timedelta(seconds=15))
    assert Alert.objects.count() == 1
