"""Two thousand mails from a real mailbox into PostgreSQL, while the worker is killed twice."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.db import connection
from django.utils import timezone

from connectors import accounts
from connectors.mail.servers import Server
from connectors.models import Account, RawItem
from inbox.models import Message, Ticket
from launcher.project import ROOT
from tests.connectors.mail.dovecot import Dovecot
from tests.connectors.mail.letters import mail

pytestmark = [pytest.mark.fault, pytest.mark.slow, pytest.mark.timeout(600), pytest.mark.django_db(transaction=True)]

MAILS = 2000


@contextmanager
def worker() -> Iterator[subprocess.Popen[bytes]]:
    """A process of its own that pulls everything into the database of this test."""
    url = urlsplit(os.environ["DATABASE_URL"])
    database = urlunsplit(url._replace(path=f"/{connection.settings_dict['NAME']}"))
    process = subprocess.Popen(
        [sys.executable, "manage.py", "pull"],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": database},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait(timeout=20)


def kill_after(process: subprocess.Popen[bytes], messages: int) -> None:
    """Kill it without warning once so many messages are stored."""
    until = time.monotonic() + 180
    while Message.objects.count() < messages:
        assert process.poll() is None, (process.stderr.read() if process.stderr else b"").decode()[-2000:]
        assert time.monotonic() < until
        time.sleep(0.01)
    os.kill(process.pid, signal.SIGKILL)
    process.wait(timeout=20)


def test_every_mail_arrives_exactly_once(dovecot: Dovecot, user: str, server: Server) -> None:
    dovecot.fill(user, (mail(number) for number in range(MAILS)), at=timezone.now() - timedelta(days=1))
    group = {"host": server.host, "port": server.port, "security": "none", "user": user, "password": server.password}
    credentials = {"mailbox": group, "smtp": {"host": "127.0.0.1", "port": 1, "security": "none"}, "sender": user}
    account = accounts.connect("email", name="Shop", credentials=credentials, now=timezone.now())
    Account.objects.filter(id=account.id).update(identity={"folders": ["INBOX"]})

    with worker() as first:
        kill_after(first, messages=1)
    after_first = Message.objects.count()
    with worker() as second:
        kill_after(second, messages=after_first + 1)
    after_second = Message.objects.count()
    with worker() as third:
        _, complaints = third.communicate(timeout=120)

    assert third.returncode == 0, complaints.decode()[-2000:]
    assert 0 < after_first < after_second < MAILS
    assert Message.objects.count() == Ticket.objects.count() == MAILS
    keys = Counter(RawItem.objects.filter(kind="mail").values_list("key", flat=True))
    assert len(keys) == keys.total() == MAILS
    assert Message.objects.values("external_id").distinct().count() == MAILS
