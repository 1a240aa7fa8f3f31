"""The player: lays the backlog, then lets buyers write, chase, and react to what the shop answers.

Everything happens in step(now), one thing at a time, so that tests need no waiting. On stage an
hour of a script lasts a minute (at pace 1), since nobody watches a demo for a day.
"""

import logging
from datetime import UTC, datetime, timedelta
from random import Random

from connectors.simulation import ReceivedReply
from demo.backlog import NOTICES, PastConversation, plan_backlog
from demo.claim_stories import lay_claims
from demo.escalations import lay_escalations
from demo.memory import Performance
from demo.programme import script_for
from demo.scripts import Turn, Who
from demo.stage import Stage, script_of
from demo.surveys import answer_if_asked

log = logging.getLogger("demo")

COMPRESSION = 60
SHORTEST = timedelta(seconds=3)
BETWEEN_CONVERSATIONS = timedelta(seconds=24)
BETWEEN_ANY_TWO = timedelta(seconds=0.5)
FOLLOW_UPS_BEGIN, FOLLOW_UPS_END = timedelta(seconds=40), timedelta(minutes=15)
CONVERSATIONS_PER_NOTICE = 7


class Player:
    """One demo run. pace: how many times faster than usual."""

    def __init__(self, stage: Stage, *, pace: float) -> None:
        self.stage = stage
        self.memory = stage.memory
        self.pace = pace

    def lay_backlog(self, now: datetime) -> None:
        """Write what lies in the past. Does nothing if that is done, goes on if it was interrupted."""
        if self.memory.note("backlog") == "laid":
            return
        begun_at = self._begun_at(now)
        plan = plan_backlog(seed=self.stage.seed, now=begun_at)
        by_number = {past.number: past for past in plan}
        for turn in sorted((turn for past in plan for turn in past.said), key=lambda turn: (turn.said_at, turn.number)):
            self._say_past(by_number[turn.number], position=turn.position, said_at=turn.said_at)
        for count, age in enumerate(NOTICES):
            if int(self.memory.note("notices", "0")) <= count:
                self.memory.write_note("notices", count + 1)
                self.stage.write_notice(count, at=begun_at - age, now=now)
        lay_escalations(self.stage, plan, begun_at=begun_at)
        claims = lay_claims(self.stage, begun_at=begun_at)
        for past in plan:
            self._let_go_on(past, begun_at=begun_at, now=now)
        self.stage.new_replies()
        self.memory.write_note("opening_at", (now + self._interval(0)).isoformat())
        self.memory.write_note("backlog", "laid")
        log.info("backlog: %d conversations, %d notices and %d claims lie there", len(plan), len(NOTICES), claims)

    def step(self, now: datetime) -> datetime:
        """Do what is due, at most one message; return when to be called again at the latest."""
        for slug, reply in self.stage.new_replies():
            self._hear(slug, reply, now=now)
        performance = self.memory.next_due()
        opening_at = datetime.fromisoformat(self.memory.note("opening_at", now.isoformat()))
        due_at = performance.due_at if performance else None
        if performance and due_at and due_at <= min(now, opening_at):
            self._go_on(performance, now=now)
        elif opening_at <= now:
            self._open(now)
        else:
            return min(due_at, opening_at) if due_at else opening_at
        return now + BETWEEN_ANY_TWO / self.pace

    def _open(self, now: datetime) -> None:
        number = self.memory.next_number()
        script = script_for(number, seed=self.stage.seed)
        self.memory.write_note("opening_at", (now + self._interval(number)).isoformat())
        slug = self.stage.marketplace_for(number, language=script.language)
        performance = self.memory.save(Performance(number, script.id, slug, opened_at=now))
        self._schedule(self.stage.say_next(performance), now=now)
        log.info("%s: new conversation %d, %s (%s)", slug, number, script.id, script.topic)
        if number % CONVERSATIONS_PER_NOTICE == 0:
            count = int(self.memory.note("notices", "0"))
            self.memory.write_note("notices", count + 1)
            self.stage.write_notice(count, at=None, now=now)
            log.info("%s: a notice", self.stage.notifier_for(count))

    def _go_on(self, performance: Performance, *, now: datetime) -> None:
        self._schedule(self.stage.say_next(performance), now=now)
        log.info("%s: conversation %d goes on", performance.marketplace, performance.number)

    def _hear(self, slug: str, reply: ReceivedReply, *, now: datetime) -> None:
        """A reply counts as the answer when the buyer has said all he had to say; a survey is answered at once."""
        if answer_if_asked(reply.text):
            return
        performance = self.memory.in_thread(slug, reply.thread_id)
        if performance is None:
            return
        turns = script_of(performance).turns
        if performance.position >= len(turns) or turns[performance.position].who is Who.BUYER:
            return
        position = _after_answer(turns, performance.position)
        moved = self.memory.move(performance, position=position)
        self._schedule(moved, now=now)
        if position > 0 and turns[position - 1].is_the_shops:
            self.stage.let_happen(moved, position=position - 1)
        log.info("%s: conversation %d was answered", slug, performance.number)

    def _schedule(self, performance: Performance, *, now: datetime) -> None:
        """Set when the player goes on with it by itself; never, if the shop's answer is next."""
        turns = script_of(performance).turns
        over = performance.position >= len(turns)
        waits = over or turns[performance.position].who is Who.SELLER
        due_at = None if waits else now + self._delay(turns[performance.position].after)
        self.memory.move(performance, due_at=due_at)

    def _say_past(self, past: PastConversation, *, position: int, said_at: datetime) -> None:
        performance = self.memory.performance(past.number)
        if performance is None:
            slug = self.stage.marketplace_for(past.number, language=past.script.language)
            performance = Performance(past.number, past.script.id, slug, opened_at=past.opened_at)
        if performance.position > position:
            return
        self.stage.say_next(self.memory.move(performance, position=position), at=said_at)

    def _let_go_on(self, past: PastConversation, *, begun_at: datetime, now: datetime) -> None:
        performance = self.memory.performance(past.number)
        turns = past.script.turns
        if performance is None or not past.goes_on or performance.position >= len(turns):
            return
        turn = turns[performance.position]
        if turn.who is Who.CHASER:
            left = past.said[-1].said_at + turn.after - begun_at
            self.memory.move(performance, due_at=now + self._delay(left))
        elif turn.who is Who.BUYER:
            dice = Random(f"{self.stage.seed}:follow-up:{past.number}")
            span = FOLLOW_UPS_BEGIN + dice.random() * (FOLLOW_UPS_END - FOLLOW_UPS_BEGIN)
            self.memory.move(performance, due_at=now + span / self.pace)
        else:
            self._schedule(performance, now=now)

    def _begun_at(self, now: datetime) -> datetime:
        noted = self.memory.note("begun_at")
        if not noted:
            self.memory.write_note("begun_at", now.astimezone(UTC).isoformat())
        return datetime.fromisoformat(noted) if noted else now

    def _delay(self, scripted: timedelta) -> timedelta:
        return max(SHORTEST, scripted / COMPRESSION) / self.pace

    def _interval(self, number: int) -> timedelta:
        """Buyers come irregularly: a third to twice the usual time after the last one."""
        return BETWEEN_CONVERSATIONS * Random(f"{self.stage.seed}:interval:{number}").uniform(0.35, 1.65) / self.pace


def _after_answer(turns: tuple[Turn, ...], position: int) -> int:
    """The turn after the shop's next one; the end if there is none."""
    for later in range(position, len(turns)):
        if turns[later].is_the_shops:
            return later + 1
    return len(turns)
