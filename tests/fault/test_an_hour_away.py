"""All marketplaces side by side, one of them away for an hour: the others do not notice, and it catches up.

The hour passes on a clock that everybody shares, the simulated marketplaces too; all else is real: HTTP, IMAP, SMTP,
PostgreSQL, Valkey.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings

from connectors import accounts
from connectors.models import Account, AccountState
from connectors.simulation import BuyerWrites, Simulator
from inbox.accounts.health import account_health
from inbox.deadlines.calendar import add_working
from inbox.models import Message, MessageDirection, ResponseCycle, Ticket
from inbox.pulling import pull, pull_times
from tests.fault.marketplaces import marketplaces

pytestmark = [pytest.mark.fault, pytest.mark.django_db(transaction=True), pytest.mark.timeout(600)]

SLUGS = tuple(marketplaces())
SELLER = "velo_shop"
MINUTE = timedelta(minutes=1)
BEFORE, AWAY, AFTER, QUIET = 10, 60, 20, 18
"""Minutes. The longest back-off is a quarter of an hour; after quiet ones everybody has looked, also at night."""
WRITES_EVERY = 7


@dataclass
class Clock:
    at: datetime

    def __call__(self) -> datetime:
        return self.at


@dataclass
class Shops:
    """The shop at every marketplace."""

    clock: Clock
    places: dict[str, Simulator]
    shops: dict[str, Account]
    written: dict[str, Counter[str]] = field(default_factory=lambda: {slug: Counter() for slug in SLUGS})
    states: dict[str, Counter[str]] = field(default_factory=lambda: {slug: Counter() for slug in SLUGS})
    longest_lag: dict[str, timedelta] = field(default_factory=lambda: dict.fromkeys(SLUGS, timedelta(0)))

    def minutes(self, count: int, *, busy: bool = True) -> None:
        """Let time pass: buyers write everywhere (if busy), the beat ticks, workers pull what is due, we watch."""
        for _ in range(count):
            self.clock.at += MINUTE
            if busy and self.clock.at.minute % WRITES_EVERY == 0:
                self._buyers_write()
            for account_id, _slug in pull_times.claim_due(self.clock.at):
                pull.pull_claimed(Account.objects.get(pk=account_id), now=self.clock.at)
            self._watch()

    def _buyers_write(self) -> None:
        for slug, place in self.places.items():
            text = f"Où est mon colis numéro {self.clock.at:%H%M} ?"
            place.buyer_writes(BuyerWrites(SELLER, f"buyer{self.clock.at:%H%M}", text, language="fr"))
            self.written[slug][text] += 1

    def _watch(self) -> None:
        for slug, shop in self.shops.items():
            shop.refresh_from_db()
            self.states[slug][shop.state] += 1
            lag = account_health(shop, self.clock.at).lag
            self.longest_lag[slug] = max(self.longest_lag[slug], lag or timedelta(0))

    def stored(self, slug: str) -> Counter[str]:
        mine = Message.objects.filter(account=self.shops[slug], direction=MessageDirection.IN)
        return Counter(mine.values_list("body_text", flat=True))


@pytest.fixture
def everywhere(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shops]:
    clock = Clock(timezone.now().replace(second=0, microsecond=0))
    monkeypatch.setattr(timezone, "now", clock)
    places = {slug: simulator(now=clock) for slug, simulator in marketplaces().items()}
    try:
        for place in places.values():
            place.start()
        settings.MARKETPLACES = {
            slug: {**values, **(places[slug].environment() if slug in places else {})}
            for slug, values in settings.MARKETPLACES.items()
        }
        shops = {
            slug: accounts.connect(slug, name=slug, credentials=place.add_seller(SELLER), now=clock.at)
            for slug, place in places.items()
        }
        yield Shops(clock, places, shops)
    finally:
        for place in places.values():
            place.stop()


@pytest.mark.parametrize("away", SLUGS)
def test_one_marketplace_away_for_an_hour(everywhere: Shops, away: str) -> None:
    others = [slug for slug in SLUGS if slug != away]
    everywhere.minutes(BEFORE)
    port = port_of(everywhere.places[away])
    everywhere.places[away].stop()
    everywhere.minutes(AWAY)
    everywhere.minutes(QUIET, busy=False)
    shop = everywhere.shops[away]

    # The others do not notice; its lag is shown.
    for slug in others:
        assert set(everywhere.states[slug]) == {AccountState.OK}
        assert everywhere.stored(slug) == everywhere.written[slug]
        assert everywhere.longest_lag[slug] < timedelta(minutes=20)
    assert shop.state == AccountState.FAILING
    assert shop.state_reason
    seen = account_health(shop, everywhere.clock.at)
    assert seen.lag is not None
    assert seen.lag > AWAY * MINUTE
    assert not seen.could_look

    # It catches up, without a duplicate or a false alarm.
    everywhere.places[away].start(port=port)
    everywhere.minutes(AFTER)
    everywhere.minutes(QUIET, busy=False)
    for slug in SLUGS:
        assert everywhere.stored(slug) == everywhere.written[slug]
        assert Ticket.objects.filter(account=everywhere.shops[slug]).count() == sum(everywhere.written[slug].values())
    shop.refresh_from_db()
    assert (shop.state, shop.state_reason) == (AccountState.OK, "")
    assert not ResponseCycle.objects.filter(late_at_arrival=True).exists()
    assert not Ticket.objects.overdue(everywhere.clock.at).exists()
    assert {due - wanted for due, wanted in dues()} == {timedelta(0)}


def dues() -> Iterator[tuple[datetime, datetime]]:
    """When each wait is due, and when its marketplace's facts say that it must be."""
    for cycle in ResponseCycle.objects.select_related("ticket__account", "marketplace_calendar"):
        window = cycle.ticket.account.connector_class.reply_window
        calendar = cycle.marketplace_calendar.work_calendar() if cycle.marketplace_calendar else None
        assert cycle.due_at
        assert (calendar is None) == (window.working_days is None)
        yield cycle.due_at, add_working(calendar, cycle.opened_at, window.hard).due_at


def port_of(place: Simulator) -> int:
    """Where it answers over HTTP; 0 if it tells nobody (a mail server takes its old ports by itself)."""
    addresses = [urlsplit(value).port for value in place.environment().values() if value.startswith("http")]
    return next((port for port in addresses if port), 0)
