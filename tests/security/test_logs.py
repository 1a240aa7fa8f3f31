"""Nothing that is secret and nothing that people wrote is in any log: a whole demo is run and its logs searched."""

import json
import signal
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
import pytest
import requests

from inbox.management.commands.demo_setup import PEOPLE
from launcher.project import PYTHON, ROOT
from tests.launcher.stack import Stack, environment, wait_for

pytestmark = [pytest.mark.fault, pytest.mark.timeout(900)]

OWNER = "camille@guichet.test"
DEMO_PASSWORD = "one-counter-for-all"
WRONG_PASSWORD = "a-wrong-password-that-nobody-has"
ACCEPTED = 202
REPLY = "Bonjour, votre colis est parti mardi avec le numéro de suivi 6A11223344556."
NOTE = "Note interne : rappeler cette cliente jeudi avant midi, elle est fâchée."
SHORTEST_TEXT = 16
ENOUGH_TEXTS = 100
TOLD = """
import json
from connectors.models import Account, Notice, StoredToken
from django.contrib.sessions.models import Session
from inbox.models import BuyerHandle, Message, Ticket
texts = [text for row in Ticket.objects.values_list("subject", "snippet") for text in row]
texts += [*Message.objects.values_list("body_text", flat=True), *Notice.objects.values_list("text", flat=True)]
names = [*BuyerHandle.objects.values_list("handle", flat=True), *Ticket.objects.values_list("buyer_name", flat=True)]
tokens = [row.token for row in StoredToken.objects.all()]
tokens += Session.objects.values_list("session_key", flat=True)
def secrets(group):
    for name, value in group.items():
        if isinstance(value, dict):
            yield from secrets(value)
        elif name in ("client_secret", "refresh_token", "password"):
            yield value
for account in Account.objects.all():
    tokens += secrets(account.credentials)
print(json.dumps({"texts": texts, "names": names, "secrets": tokens}))
"""


@dataclass
class Run:
    """What a demo left: its logs, its own output, and all that must not be in them."""

    logs: dict[str, str] = field(default_factory=dict)
    texts: set[str] = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    secrets: set[str] = field(default_factory=set)

    def found(self, needles: set[str]) -> dict[str, str]:
        """Which of these is in which log, also as Python and JSON would write it."""
        hits = {}
        for needle in needles:
            for written in {needle, json.dumps(needle)[1:-1], ascii(needle)[1:-1]}:
                for name, text in self.logs.items():
                    if written in text:
                        hits[needle] = name
        return hits


def manage(stack: Stack, *arguments: str) -> str:
    answer = subprocess.run(
        [PYTHON, "-m", "launcher", "manage", *arguments],
        cwd=ROOT,
        env=environment(GUICHET_DATA=str(stack.data)),
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert answer.returncode == 0, answer.stderr
    return answer.stdout.strip()


def people_at_work(stack: Stack, token: str) -> None:
    """Log in wrongly and rightly, answer over the API, with a note, a bad call, and PostgreSQL killed meanwhile."""
    url = f"http://127.0.0.1:{stack.port}"
    browser = requests.Session()
    browser.trust_env = False
    for password in (WRONG_PASSWORD, DEMO_PASSWORD):
        browser.get(f"{url}/me/login/")
        fields = {"login": OWNER, "password": password, "csrfmiddlewaretoken": browser.cookies["csrftoken"]}
        browser.post(f"{url}/me/login/", fields, headers={"Referer": f"{url}/me/login/"})
    assert browser.get(f"{url}/").status_code == 200
    api = requests.Session()
    api.trust_env = False
    api.headers["Authorization"] = f"Bearer {token}"

    def answered() -> int:
        """The first ticket on which it may be said; not every marketplace takes every reply on every ticket."""
        for ticket in api.get(f"{url}/api/v1/tickets").json()["items"]:
            path = f"{url}/api/v1/tickets/{ticket['id']}/replies"
            if api.post(path, json={"body": REPLY}, headers={"Idempotency-Key": "key"}).status_code == ACCEPTED:
                return int(ticket["id"])
        return 0

    wait_for(answered)
    ticket = answered()
    for path, fields in (("notes", {"body": NOTE}), ("replies", {"wrong": REPLY})):
        api.post(f"{url}/api/v1/tickets/{ticket}/{path}", json=fields, headers={"Idempotency-Key": "key"})
    stack.kill("postgres")
    for path in ("replies", "notes"):
        api.post(f"{url}/api/v1/tickets/{ticket}/{path}", json={"body": NOTE}, headers={"Idempotency-Key": "later"})
    browser.get(f"{url}/")
    wait_for(lambda: stack.answers("/readyz"))


@pytest.fixture(scope="module")
def run() -> Run:
    stack = Stack("demo", "--pace", "60")
    run = Run()
    try:
        stack.start()
        token = manage(stack, "create_token", OWNER)
        people_at_work(stack, token)
        wait_for(lambda: len(long_lines(written(stack))) > ENOUGH_TEXTS, within=180)
        told = asked(stack)
        secret_files = "\n".join(path.read_text() for path in (stack.data / "secrets").iterdir())
        stack.end(signal.SIGTERM)
        run.logs = {path.name: path.read_text(errors="replace") for path in _files(stack.data / "logs")}
        run.logs["standard output"] = stack.output.replace(f"password {DEMO_PASSWORD}", "password (shown on purpose)")
    finally:
        stack.remove()
    run.texts = long_lines(told["texts"])
    run.names = {name for name in told["names"] if len(name) >= 5} - {first_name for _, first_name, *_ in PEOPLE}
    run.secrets = {token, DEMO_PASSWORD, WRONG_PASSWORD, *told["secrets"], *secret_files.split()}
    return run


def written(stack: Stack) -> list[str]:
    """The messages so far, straight from the database: reading the code for `manage` takes longer than writing them."""
    sockets = str(stack.data / "run" / "pg")
    with psycopg.connect(dbname="guichet", user="guichet", host=sockets, connect_timeout=10) as database:
        return [text for (text,) in database.execute("SELECT body_text FROM inbox_message")]


def asked(stack: Stack) -> dict[str, list[str]]:
    """What is in the database that must not be in a log."""
    told: dict[str, list[str]] = json.loads(manage(stack, "shell", "--no-imports", "-c", TOLD))
    return told


def long_lines(texts: list[str]) -> set[str]:
    """The lines that nobody but a person would write twice."""
    return {line.strip() for text in texts for line in text.splitlines() if len(line) >= SHORTEST_TEXT}


def _files(directory: Path) -> list[Path]:
    return [path for path in directory.rglob("*") if path.is_file()]


def test_the_run_was_long_enough_to_say_something(run: Run) -> None:
    assert len(run.texts) > ENOUGH_TEXTS
    assert REPLY in run.texts
    assert NOTE in run.texts
    assert {"worker.log", "web.log", "postgres.log"} <= {name for name, text in run.logs.items() if text}


def test_nothing_that_people_wrote_is_in_a_log(run: Run) -> None:
    assert run.found(run.texts) == {}


def test_no_buyer_is_named_in_a_log(run: Run) -> None:
    assert run.found(run.names) == {}


def test_no_secret_is_in_a_log(run: Run) -> None:
    assert run.found(run.secrets) == {}
