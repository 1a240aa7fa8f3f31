"""Filters that somebody asks for together are rolled up from then on, follow changes, are forgotten in time."""

from dataclasses import replace
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from connectors.models import Account
from inbox.models import Ticket, User
from kpis.figures.ask import Row, ask, rows
from kpis.figures.catalogue import BY_SLUG, FIGURES
from kpis.figures.from_rollup import can_answer
from kpis.figures.known import Known
from kpis.figures.question import Question
from kpis.models import AskedLook, FigureProgress, FigureRow, Mark
from kpis.rollup import looks
from kpis.rollup.looks import note_asked
from kpis.rollup.ticking import follow
from tests.kpis.make import make_wait
from tests.make import DAY, HOUR, NINE, make_message, make_ticket

pytestmark = pytest.mark.django_db
NOW = NINE + 60 * DAY
ANSWERS, BACKLOG = BY_SLUG["answers"], BY_SLUG["backlog"]


@pytest.fixture
def written(account: Account, agent: User) -> list[Ticket]:
    """One each of two topics and two levels, answered by the same person; of each a buyer waits again."""
    found = []
    for topic, level in (("refund", 1), ("refund", 2), ("delivery", 1), ("delivery", 2)):
        ticket = make_ticket(account=account, topic=topic, level=level, created_at=NINE)
        make_message(ticket, direction="out", delivery="accepted", user=agent, written_at=NINE, attempted_at=NINE)
        make_wait(ticket, NINE)
        found.append(ticket)
    follow(lambda: NOW)
    return found


@pytest.fixture
def narrowed(november: Question) -> Question:
    return replace(november, topics=("refund",), levels=(2,))


def of(question: Question, by: str) -> list[Row]:
    """As a page asks."""
    known = Known(NOW, together=FIGURES)
    found = rows(ANSWERS, question, by, known=known)
    ask(BACKLOG, question, known=known)
    note_asked(known)
    return found


def check() -> str:
    said = StringIO()
    call_command("recompute_figures", "--check", stdout=said)
    return said.getvalue()


def test_filters_that_are_asked_for_together_are_in_the_rollup_afterwards(
    written: list[Ticket], narrowed: Question
) -> None:
    from_log = of(narrowed, "agent")
    assert not can_answer(ANSWERS, narrowed, "agent", known=Known(NOW))
    assert set(AskedLook.objects.values_list("figure", "dimensions")) == {
        ("answers", "agent+level+topic"),
        ("backlog", "level+topic"),
    }
    follow(lambda: NOW + HOUR)
    assert can_answer(ANSWERS, narrowed, "agent", known=Known(NOW))
    assert of(narrowed, "agent") == from_log
    assert [row.cases for row in from_log] == [1]
    kept = FigureRow.objects.filter(figure="answers", dimension="agent+level+topic")
    assert kept.filter(grain="d").count() == 4
    assert kept.filter(grain="m").count() == 4
    assert "what the log comes to" in check()


def test_what_was_asked_for_follows_what_changes(written: list[Ticket], narrowed: Question) -> None:
    of(narrowed, "agent")
    follow(lambda: NOW + HOUR)
    Ticket.objects.filter(pk=written[0].pk).update(level=2)
    follow(lambda: NOW + HOUR)
    assert can_answer(BACKLOG, narrowed, "all", known=Known(NOW))
    assert [row.cases for row in of(narrowed, "agent")] == [2]
    assert ask(BACKLOG, narrowed, known=Known(NOW)).cases == 2
    check()


def test_a_wrong_row_of_what_was_asked_for_is_found(written: list[Ticket], narrowed: Question) -> None:
    of(narrowed, "agent")
    follow(lambda: NOW + HOUR)
    FigureRow.objects.filter(dimension="agent+level+topic", grain="d").update(cases=7)
    with pytest.raises(CommandError):
        check()


def test_a_figure_that_is_made_anew_has_what_was_asked_for(written: list[Ticket], narrowed: Question) -> None:
    of(narrowed, "agent")
    follow(lambda: NOW + HOUR)
    FigureProgress.objects.filter(figure="answers").update(digest="another")
    follow(lambda: NOW + 2 * HOUR)
    assert can_answer(ANSWERS, narrowed, "agent", known=Known(NOW))
    assert [row.cases for row in of(narrowed, "agent")] == [1]
    check()


def test_what_nobody_asks_for_any_more_is_forgotten(written: list[Ticket], narrowed: Question) -> None:
    of(narrowed, "agent")
    follow(lambda: NOW + HOUR)
    follow(lambda: NOW + 29 * DAY)
    assert AskedLook.objects.count() == 2
    follow(lambda: NOW + 31 * DAY)
    assert not AskedLook.objects.exists()
    assert not FigureRow.objects.filter(dimension="agent+level+topic").exists()
    assert not Mark.objects.exists()


def test_only_so_many_are_kept(written: list[Ticket], narrowed: Question, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looks, "MOST", 1)
    of(narrowed, "agent")
    follow(lambda: NOW + HOUR)
    assert AskedLook.objects.count() == 1


def test_more_than_four_at_once_are_read_from_the_log(written: list[Ticket], narrowed: Question) -> None:
    everything = replace(narrowed, kinds=("message",), languages=("fr",), channels=("x",))
    of(everything, "agent")
    assert not AskedLook.objects.exists()


def test_a_page_of_a_long_log_says_how_far_counting_has_come_and_then_has_the_numbers(
    client: Client, owner: User, written: list[Ticket], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kpis.views.dashboard.OF_A_PAGE", -2)
    client.force_login(owner)
    asked = {"since": "2026-11-01", "until": "2026-12-01", "topic": "refund", "level": "2"}
    at_first = client.get(reverse("dashboard"), asked)
    assert "0\u00a0% pour l’instant" in at_first.content.decode()
    assert "figure-panel" not in at_first.content.decode()
    still = client.get(reverse("dashboard"), asked, headers={"HX-Request": "true", "HX-Target": "counting"})
    assert still.content.decode().lstrip().startswith("<section")
    follow(timezone.now)
    there = client.get(reverse("dashboard"), asked, headers={"HX-Request": "true", "HX-Target": "counting"})
    assert there.headers["HX-Refresh"] == "true"
    page = client.get(reverse("dashboard"), asked).content.decode()
    assert "pour l’instant" not in page
    assert "figure-panel" in page
    check()
