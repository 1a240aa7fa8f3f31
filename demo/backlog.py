"""What already lies at the marketplaces when the demo begins: a queue of every age.

A plan is made from the seed and the moment of the first start; it says for each conversation
which turns lie in the past, and when they were said.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count, islice
from random import Random

from demo.programme import script_for
from demo.scripts import Script, Turn, Who

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)

# How long the buyer has been waiting, oldest first; the usual clock runs out after 24 hours.
OVERDUE = (50 * HOUR, 33 * HOUR, 28 * HOUR, 25.5 * HOUR, 24 * HOUR + 40 * MINUTE, 24 * HOUR + 6 * MINUTE)
SOON = tuple(24 * HOUR - hours * HOUR for hours in (0.15, 0.5, 0.9, 1.6, 2.5, 3.3, 4.5, 6, 7.5))
LATER_HOURS = (15, 13.2, 12, 10.5, 9.4, 8.3, 7.2, 6.5, 5.4, 4.6, 3.9, 3, 2.2, 1.6, 1.1, 0.7, 0.4, 0.2)
LATER = tuple(hours * HOUR for hours in LATER_HOURS)
WAITING = OVERDUE + SOON + LATER
ANSWERED = tuple(2 * HOUR + 12 * DAY * (n / 35) ** 1.6 for n in range(36))
LONG_AGO = tuple((31 + 1.7 * n) * DAY for n in range(16)) + tuple((352 + 1.2 * n) * DAY for n in range(24))
"""Answered, too: in the period before the last thirty days, and in the same days of last year."""
NOTICES = tuple(hours * HOUR for hours in (280, 211, 160, 98, 51, 27)) + tuple(n * DAY / 18 for n in range(18, 0, -1))
"""How long ago the two marketplaces that do so, in turn, wrote to the seller: on the last day nine times each."""
FOLLOW_UPS = 8
CHASED = 0.25
MAY_GO_ON_WITHIN = 36 * HOUR


@dataclass(frozen=True)
class PastTurn:
    """Turn `position` of performance `number` was said at that time."""

    said_at: datetime
    number: int
    position: int


@dataclass(frozen=True)
class PastConversation:
    """said: the turns that lie in the past; skipped ones (nobody had to chase) are not among them.

    goes_on: something may still happen in it now.
    """

    number: int
    script: Script
    said: tuple[PastTurn, ...]
    goes_on: bool

    @property
    def opened_at(self) -> datetime:
        return self.said[0].said_at


def plan_backlog(*, seed: int, now: datetime) -> list[PastConversation]:
    """Waiting conversations first, longest wait first, then answered ones, latest first, then those of long ago."""
    numbered = [(number, script_for(number, seed=seed)) for number in range(len(WAITING) + len(ANSWERED))]
    answerable = [pair for pair in numbered if pair[1].is_answered]
    older = _answerable_from(len(numbered), seed=seed, most=len(LONG_AGO))
    never = [pair for pair in numbered if not pair[1].is_answered]
    answered, waiting = answerable[: len(ANSWERED)], answerable[len(ANSWERED) :] + never
    dice = Random(f"{seed}:backlog")
    followed_up = set(dice.sample(range(len(WAITING)), FOLLOW_UPS))
    plan = [
        _waiting(number, script, since=now - age, now=now, follow_up=slot in followed_up)
        for slot, ((number, script), age) in enumerate(zip(waiting, WAITING, strict=True))
    ]
    for (number, script), age in zip(answered, ANSWERED, strict=True):
        answered_at = now - age * dice.uniform(0.95, 1.05)
        plan.append(_answered(number, script, answered_at=answered_at, now=now, chased=dice.random() < CHASED))
    for (number, script), age in zip(older, LONG_AGO, strict=True):
        plan.append(_answered(number, script, answered_at=now - age, now=now, chased=dice.random() < CHASED))
    return plan


def _answerable_from(number: int, *, seed: int, most: int) -> list[tuple[int, Script]]:
    pairs = ((one, script_for(one, seed=seed)) for one in count(number))
    return list(islice((pair for pair in pairs if pair[1].is_answered), most))


def _waiting(number: int, script: Script, *, since: datetime, now: datetime, follow_up: bool) -> PastConversation:
    """The buyer waits since then: for the first answer, or for one to his reaction."""
    asks = _reaction(script) if follow_up else 0
    before = _without_chasers(script, until=asks)
    times = _times_back(script, before, last_at=since - script.turns[asks].after if before else since)
    said_at = since
    for position in range(asks, len(script.turns)):
        turn = script.turns[position]
        if position > asks:
            said_at += turn.after
        if turn.is_the_shops or said_at >= now:
            break
        times.append((position, said_at))
    return _past(number, script, times, goes_on=True)


def _answered(number: int, script: Script, *, answered_at: datetime, now: datetime, chased: bool) -> PastConversation:
    """Everything up to the shop's last answer. chased: the buyer had to ask twice."""
    last = max(position for position, turn in enumerate(script.turns) if turn.is_the_shops)
    positions = list(range(last)) if chased else _without_chasers(script, until=last)
    times = _times_back(script, [*positions, last], last_at=answered_at)
    return _past(number, script, times, goes_on=now - answered_at < MAY_GO_ON_WITHIN)


def _past(number: int, script: Script, times: list[tuple[int, datetime]], *, goes_on: bool) -> PastConversation:
    said = tuple(PastTurn(said_at=said_at, number=number, position=position) for position, said_at in times)
    return PastConversation(number, script, said, goes_on)


def _reaction(script: Script) -> int:
    """Where the buyer first comes back after an answer; 0 if he never does."""
    for position, (before, turn) in enumerate(zip(script.turns, script.turns[1:], strict=False)):
        if before.is_the_shops and turn.who is Who.BUYER:
            return position + 1
    return 0


def _without_chasers(script: Script, *, until: int) -> list[int]:
    return [position for position in range(until) if script.turns[position].who is not Who.CHASER]


def _times_back(script: Script, positions: list[int], *, last_at: datetime) -> list[tuple[int, datetime]]:
    """The given turns with their times, the last of them at that moment."""
    turns: list[Turn] = [script.turns[position] for position in positions]
    times = [last_at - sum((turn.after for turn in turns[index + 1 :]), timedelta()) for index in range(len(turns))]
    return list(zip(positions, times, strict=True))
