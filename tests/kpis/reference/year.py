"""A year of three shops at three marketplaces, made up: reopened, merged and erased tickets, answers given elsewhere,
refusals, claims, much of it around the two nights on which the clocks change, and exactly where days and limits end.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from connectors.models import Account
from connectors.registry import connectors
from inbox.models import (
    Buyer,
    ClaimKind,
    EventKind,
    MessageDirection,
    ResponseCycle,
    SurveyAnswer,
    Ticket,
    TicketEvent,
    User,
)
from inbox.models.survey import BY_SURVEY
from inbox.ratings.forms import FORMS
from kpis.figures.question import day_begins
from kpis.rollup.open_hours import lay_out_open_hours
from templates_app.models import TemplateVersion
from tests.make import (
    make_account,
    make_buyer,
    make_calendar,
    make_claim,
    make_feedback,
    make_message,
    make_order,
    make_template,
    make_ticket,
    make_user,
)

NEW_YEAR = datetime(2026, 1, 1, tzinfo=UTC)
NOW = datetime(2027, 1, 2, 12, 0, 30, tzinfo=UTC)
CLOCKS_CHANGE = (datetime(2026, 3, 28, 20, tzinfo=UTC), datetime(2026, 10, 24, 20, tzinfo=UTC))
EDGES = (
    *(date(2026, 3, 29), date(2026, 3, 30), date(2026, 6, 10), date(2026, 6, 11), date(2026, 6, 13), date(2026, 6, 17)),
    *(date(2026, 10, 25), date(2026, 10, 26)),
)
"""Days as which begin in Paris something happens; some of them are a day, three days or a week apart."""
HOUR = timedelta(hours=1)
_LIMITS = (3, 8, 9, 24, 30, 48, 72, 168)
"""Hours after which something is late, or older."""
ENDS = (
    *("answered",) * 12,
    *("answered_outside", "call", "no_answer_needed", "thanks", "solved", "merged", "spam", "claim_ended"),
)


class Year:
    """What is made at random refers to these."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)  # noqa: S311
        self.accounts: Sequence[Account] = [make_account(marketplace=slug) for slug in list(connectors())[:3]]
        self.buyers: Sequence[Sequence[Buyer]] = [
            [make_buyer(account=account) for _ in range(3)] for account in self.accounts
        ]
        self.people: Sequence[User | None] = [make_user(), make_user(team="soir"), None]
        slots = [{"weekday": day, "from": "09:00", "to": "18:00"} for day in range(1, 6)]
        slots.append({"weekday": 5, "from": "22:00", "to": "02:00"})
        spec = {"zone": "Europe/Paris", "slots": slots, "closures": [{"from": "2026-08-03", "to": "2026-08-14"}]}
        self.calendar = make_calendar(spec).versions.get()
        self.template: TemplateVersion | None = make_template().published

    def make(self, tickets: int) -> None:
        for account in self.accounts:
            for number in range(12):
                channel = self.random.choice(["", "fr", "de"])
                make_order(account=account, external_id=f"o{number}", placed_at=self.moment(), channel=channel)
        for _ in range(tickets):
            self.ticket()
        for _ in range(tickets // 3):
            self.opinion()
        lay_out_open_hours(NOW)

    def moment(self) -> datetime:
        """Any of the year; one in six near a change of the clocks, one in six as a day begins."""
        where = self.random.random()
        if where < 1 / 6:
            return day_begins(self.random.choice(EDGES), "Europe/Paris")
        if where < 2 / 6:
            return self.random.choice(CLOCKS_CHANGE) + timedelta(seconds=self.random.randrange(8 * 3600))
        return NEW_YEAR + timedelta(seconds=self.random.randrange(366 * 24 * 3600))

    def ticket(self) -> Ticket:
        pick, place = self.random.choice, self.random.randrange(3)
        began = self.moment()
        status = pick(["open", "waiting", "solved", "solved", "solved", "spam", "merged"])
        ticket = make_ticket(
            account=self.accounts[place],
            buyer=pick(self.buyers[place]),
            status=status,
            solved_at=began + self.length() if status == "solved" else None,
            created_at=began,
            channel=pick(["", "fr", "de"]),
            language=pick(["", "fr", "it"]),
            topic=pick(["", "refund", "delivery"]),
            level=pick([None, 1, 2]),
            kind=pick(["message", "message", "message", "claim"]),
            item_id=pick(["", "shoe", "lamp"]),
            order_id=pick(["", "o1", "o2", "o3"]),
            assignee=pick(self.people),
            resolution=pick(["", "", "refund", "partial_refund", "replacement"]),
        )
        self.waits(ticket, began)
        self.log(ticket, began)
        if self.random.random() < 0.3:
            self.claim(ticket, began)
        return ticket

    def length(self) -> timedelta:
        """Half a minute to eleven days; one in four exactly as long as a limit."""
        if self.random.random() < 1 / 4:
            return self.random.choice(_LIMITS) * HOUR
        return timedelta(seconds=int(10 ** self.random.uniform(1.5, 6)))

    def waits(self, ticket: Ticket, began: datetime) -> None:
        at = began
        for number in range(1, self.random.randrange(4) + 1):
            at = self.wait(ticket, at, number)
            if at > NOW - HOUR:
                return
            at += self.length()

    def wait(self, ticket: Ticket, at: datetime, number: int) -> datetime:
        """One wait with its messages; returns when it ended, or the end of time."""
        pick = self.random.choice
        ended_at, end = at + self.length(), pick(ENDS)
        is_open = ended_at > NOW or self.random.random() < 0.05
        seen_at = at + pick([0, 0, 0, 30]) * HOUR
        question = make_message(ticket, written_at=at, fetched_at=seen_at)
        answer = None
        if not is_open and end in ("answered", "answered_outside"):
            answer = self.reply(ticket, ended_at, from_here=end == "answered")
        if self.random.random() < 0.1:
            make_message(ticket, direction=MessageDirection.OUT, delivery="refused", written_at=at + HOUR)
        due_at = pick([None, at + 24 * HOUR, at + 48 * HOUR])
        answered = end in ("answered", "answered_outside", "call")
        ResponseCycle.objects.create(
            ticket=ticket,
            number=number,
            target="first" if number == 1 else "next",
            opened_at=at,
            opened_by=question,
            due_at=due_at,
            company_due_at=pick([None, at + 3 * HOUR, at + 30 * HOUR]),
            company_calendar=pick([None, self.calendar]),
            late_at_arrival=due_at is not None and seen_at > due_at,
            marketplace_ended_at=None if is_open else pick([None, at + (ended_at - at) / 2]),
            answered_at=ended_at if answered and not is_open else None,
            answered_by=answer,
            ended_at=None if is_open else ended_at,
            end_reason="" if is_open else end,
        )
        return NOW if is_open else ended_at

    def reply(self, ticket: Ticket, at: datetime, *, from_here: bool) -> Any:
        pick = self.random.choice
        if self.random.random() < 0.2:
            make_message(ticket, direction=MessageDirection.OUT, automatic=True, written_at=at, attempted_at=at)
        if not from_here:
            return make_message(ticket, direction=MessageDirection.OUT, written_at=at)
        by_template = {"template_version": self.template, "template_edited": pick([True, False])}
        return make_message(
            ticket,
            direction=MessageDirection.OUT,
            user=pick(self.people),
            written_at=at - timedelta(seconds=20),
            accepted_at=at,
            attempted_at=at,
            **(by_template if pick([True, False]) else {}),
        )

    def log(self, ticket: Ticket, began: datetime) -> None:
        at = began
        kinds = [EventKind.ASSIGNED, EventKind.SOLVED, EventKind.SOLVED, EventKind.STATUS, EventKind.REOPENED]
        kinds += [EventKind.HANDED_OVER, EventKind.FORWARDED, EventKind.MENTIONED, EventKind.ANSWER_NEEDED]
        for _ in range(self.random.randrange(7)):
            at += self.random.choice([self.length(), self.length(), timedelta(0)])
            kind = self.random.choice(kinds)
            before = {"value": self.random.choice(["solved", "open"])} if kind == EventKind.STATUS else None
            after = {"value": self.random.choice([None, 1])} if kind == EventKind.ASSIGNED else None
            if at < NOW:
                TicketEvent.objects.create(ticket=ticket, kind=kind, at=at, before=before, after=after)

    def claim(self, ticket: Ticket, began: datetime) -> None:
        pick, at = self.random.choice, began + self.length()
        make_claim(
            ticket,
            opened_at=at,
            kind=pick(ClaimKind.values),
            reason=pick(["", "broken"]),
            item_id=pick(["", "shoe"]),
            order_id=pick(["", "o1", "o2"]),
            state=pick(["seller", "won", "lost", "closed"]),
            amount=pick([None, Decimal("12.34"), Decimal(200)]),
            currency=pick(["EUR", "GBP"]),
            ended_at=pick([None, at + self.length()]),
        )

    def opinion(self) -> None:
        pick, account = self.random.choice, self.random.choice(self.accounts)
        ticket = pick([None, *Ticket.objects.filter(account=account)])
        make_feedback(account=account, ticket=ticket, rating=pick([None, 1, 3, 5]), written_at=self.moment())
        at, source = self.moment(), pick([BY_SURVEY, *FORMS])
        values = {"account": account, "ticket": ticket, "answered_at": at, "changed_at": at + self.length()}
        for _ in range(pick([1, 1, 2])):
            name = str(SurveyAnswer.objects.count())
            SurveyAnswer.objects.create(source=source, external_id=name, rating=pick([1, 4, 5]), **values)
