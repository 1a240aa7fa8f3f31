"""Every page there is, walked from the addresses, so that a page that is added later cannot be forgotten.

In a real Chromium with everything on the pages: no complaint on the console, nothing serious for axe, nothing wider
than the screen, a heading and a title, and on a phone nothing too small for a finger. Without a browser: empty, as
an outside agent, in both languages.
"""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from inbox.models import Role, Ticket, User
from tests.make import make_account, make_buyer, make_calendar, make_ticket, make_user
from tests.pages.fingers import too_small
from tests.pages.test_journeys import log_in, serious
from tests.security.addresses import addresses
from tests.security.test_outside_agents import ORDER, fill, ids_of

NOT_OURS = ("/api/", "/me/reauthenticate", "/me/2fa/recovery", "/me/social", "/me/login/code")
"""The API has its own walk; of allauth's pages those that are switched off or ask for a password first."""
LEAVE = ("/me/logout/", "/me/login/")
WIDE, PHONE = {"width": 1600, "height": 900}, {"width": 360, "height": 740}


@pytest.fixture
def world(transactional_db: None) -> Ticket:
    """A ticket with everything that can hang on one."""
    account = make_account()
    due = timezone.now() + timedelta(hours=3)
    buyer = make_buyer(account=account, handle="zoe_77", name="Zoe Quill")
    waits = {"needs_reply": True, "reply_due_at": due, "queue_at": due}
    ticket = make_ticket(account=account, buyer=buyer, language="de", order_id=ORDER, unread=True, **waits)
    fill(ticket, make_user(first_name="Ann", email="colleague@shop.test"))
    make_calendar({"zone": "Europe/Paris", "slots": [{"weekday": 1, "from": "09:00", "to": "17:00"}]})
    return ticket


def pages(client: Client, ticket: Ticket | None) -> Iterator[tuple[str, str, int]]:
    """(name, address, status) of every whole page that answers this user; no parts of pages, files or redirects."""
    for name, path in addresses(ids_of(ticket) if ticket else {}):
        if path.startswith((*NOT_OURS, *LEAVE)):
            continue
        answer = client.get(path)
        if not answer.streaming and b'<nav class="rail"' in answer.content:
            yield name, path, answer.status_code


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("language", "theme", "size"),
    [
        pytest.param("en", "light", WIDE, id="wide"),
        pytest.param("fr", "dark", PHONE, id="phone", marks=pytest.mark.browser_context_args(has_touch=True)),
    ],
)
def test_no_page_complains_is_too_wide_or_has_something_serious_for_axe(
    watched: Page, live_server: LiveServer, world: Ticket, language: str, theme: str, size: dict[str, int]
) -> None:
    owner = make_user(email="agent@shop.test", role=Role.OWNER, language=language, theme=theme)
    client = Client()
    client.force_login(owner)
    walked = [path for _name, path, status in pages(client, world) if status == 200]
    assert len(walked) > 30
    watched.set_viewport_size(size)  # type: ignore[arg-type]
    log_in(watched, live_server)
    wrong = {}
    for path in walked:
        watched.goto(f"{live_server.url}{path}", wait_until="load")
        problems = serious(watched)
        if watched.evaluate("document.documentElement.scrollWidth") > size["width"]:
            problems.append("too wide")
        if watched.locator("h1").count() != 1 or not watched.title().strip(" ·"):
            problems.append("no heading or no title")
        if size == PHONE:
            problems += [f"too small: {one}" for one in too_small(watched)]
        if problems:
            wrong[path] = problems
    assert wrong == {}


@pytest.mark.django_db
def test_no_page_of_an_empty_installation_fails_and_none_is_blank() -> None:
    """Nothing is there yet: no account, no ticket, no rule."""
    client = Client()
    client.force_login(make_user(role=Role.OWNER, language="en"))
    found = list(pages(client, None))
    assert len(found) > 20
    assert [path for _name, path, status in found if status >= 500] == []
    blank = [path for _name, path, status in found if status == 200 and not _says_something(client, path)]
    assert blank == []


@pytest.mark.django_db
@pytest.mark.parametrize("role", [Role.OUTSIDE, Role.AGENT])
def test_what_is_not_for_a_role_says_so_in_words(role: Role) -> None:
    client = Client()
    client.force_login(make_user(role=role, language="fr"))
    refused = [path for _name, path in addresses() if path.startswith("/people/") or path == "/accounts/connect/"]
    for path in refused:
        answer = client.get(path)
        if answer.status_code == 403:
            assert "Cette page n’est pas ouverte à votre rôle." in answer.content.decode(), path
    assert client.get("/people/").status_code == 403
    missing = client.get("/tickets/999999/")
    assert missing.status_code == 404
    assert 'lang="fr"' in missing.content.decode()


@pytest.mark.django_db
def test_a_form_that_was_too_old_says_what_to_do_in_the_readers_language(agent: User) -> None:
    User.objects.filter(pk=agent.pk).update(language="fr")
    client = Client(enforce_csrf_checks=True)
    client.force_login(agent)
    answer = client.post("/settings/", {}, headers={"Accept-Language": "fr"})
    assert answer.status_code == 403
    assert 'lang="fr"' in answer.content.decode()
    assert "Rien n’a été modifié" in answer.content.decode()


def _says_something(client: Client, path: str) -> bool:
    """Whether there are words in the page beside its title, rail and heading."""
    text = client.get(path).content.decode()
    body = text.split("<main", 1)[-1].split("</main>", 1)[0]
    words = re.sub(r"<(script|style|template)\b.*?</\1>|<[^>]*>", " ", body, flags=re.S).split()
    return len(words) > 4
