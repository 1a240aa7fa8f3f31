"""Rules worked off by several workers at the same time, each with its own connection to the database."""

from threading import Barrier, Thread

import pytest
from django.db import connection, transaction

from inbox.models import Message, RuleRun, Ticket
from inbox.rules.working import work_off
from inbox.sending.automatic import MOST_A_DAY
from templates_app import versions
from templates_app.versions import About, Content
from tests.inbox.arrive import arrive, buyer_message
from tests.make import NINE, make_account, make_rule

pytestmark = pytest.mark.django_db(transaction=True)

WORKERS = 4
CONVERSATIONS = 4 * MOST_A_DAY


def work_off_by_several() -> None:
    barrier = Barrier(WORKERS)

    def work() -> None:
        try:
            barrier.wait()
            work_off(NINE)
        finally:
            connection.close()

    workers = [Thread(target=work) for _ in range(WORKERS)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()


def test_a_buyer_with_many_conversations_gets_no_more_than_the_days_automatic_replies(transactional_db: None) -> None:
    template = versions.make(About("Reçu"), Content({"fr": "Bonjour, nous l’avons reçu."}), by=None, now=NINE)
    versions.publish(versions.newest(template))
    make_rule({"do": "acknowledge", "value": {"template": str(template.pk), "minutes": 5}})
    account = make_account(created_at=NINE)
    with transaction.atomic():
        arrive(account, *(buyer_message(f"m{number}", thread_id=f"t{number}") for number in range(CONVERSATIONS)))
    assert Ticket.objects.values("buyer").distinct().count() == 1
    work_off_by_several()
    assert RuleRun.objects.count() == CONVERSATIONS
    assert Message.objects.filter(automatic=True).count() == MOST_A_DAY
