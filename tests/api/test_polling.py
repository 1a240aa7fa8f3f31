"""A program that polls for changes misses none, even one whose transaction ends late."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Event

import pytest
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from inbox.models import Ticket
from inbox.models.token import create_token
from tests.api.conftest import ApiClient
from tests.make import make_account, make_ticket, make_user


@pytest.mark.django_db(transaction=True)
def test_a_change_behind_one_that_is_not_through_yet_waits_for_it() -> None:
    client = ApiClient(create_token(make_user()), Client())
    account = make_account()
    slow, quick = make_ticket(account=account), make_ticket(account=account)
    start = timezone.now()
    written, finish = Event(), Event()

    with ThreadPoolExecutor(1) as pool:
        under_way = pool.submit(change_slowly, slow, written, finish)
        written.wait(60)
        Ticket.objects.filter(id=quick.id).update(updated_at=timezone.now() + timedelta(milliseconds=1))
        during = client.get("/tickets", updated_since=start.isoformat()).json()["items"]
        finish.set()
        under_way.result(60)
    after = client.get("/tickets", updated_since=start.isoformat()).json()["items"]

    assert during == []
    assert [item["id"] for item in after] == [slow.id, quick.id]


def change_slowly(ticket: Ticket, written: Event, finish: Event) -> datetime:
    """Change a ticket in a transaction that ends when told."""
    try:
        with transaction.atomic():
            now = timezone.now()
            Ticket.objects.filter(id=ticket.id).update(updated_at=now)
            written.set()
            finish.wait(60)
        return now
    finally:
        connection.close()
