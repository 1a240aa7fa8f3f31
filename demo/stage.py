"""The simulated marketplaces as one stage: lets a buyer or a colleague say the next turn there."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from random import Random

from connectors.simulation import BuyerWrites, Happening, Happens, ReceivedReply, Simulator
from demo.casting import Cast, cast
from demo.catalogue import load_catalogue
from demo.happenings import OPINIONS, happenings_after
from demo.memory import Memory, Performance
from demo.phrases import notice_html, notices, usual_answers
from demo.purchases import purchases
from demo.scripts import Script, load_scripts
from demo.wording import fill


@dataclass(frozen=True)
class Venue:
    """A marketplace. label: its name in texts."""

    label: str
    simulator: Simulator


class Stage:
    """venues: by slug; every shop of the catalogue must be a seller at each of them."""

    def __init__(self, venues: Mapping[str, Venue], *, memory: Memory, seed: int) -> None:
        self.venues = venues
        self.memory = memory
        self.seed = seed
        memory.forget_all_but(load_scripts())

    def marketplace_for(self, number: int, *, language: str = "") -> str:
        """The slug where performance `number` takes place: they take turns, each as often as its share says.

        language: what its buyer speaks; empty = no matter. Nobody goes where only others are spoken.
        """
        shares = {
            slug: venue.simulator.share
            for slug, venue in sorted(self.venues.items())
            if not language or not venue.simulator.languages or language in venue.simulator.languages
        }
        turns = [slug for turn in range(max(shares.values())) for slug, share in shares.items() if share > turn]
        return turns[number % len(turns)]

    def notifier_for(self, number: int) -> str:
        """The slug of the marketplace that sends notice `number`."""
        slugs = [slug for slug in sorted(self.venues) if self.venues[slug].simulator.has_notices]
        return slugs[number % len(slugs)]

    def cast(self, performance: Performance) -> Cast:
        return cast(
            script_of(performance),
            catalogue=load_catalogue(),
            seed=self.seed,
            number=performance.number,
            at=performance.opened_at,
            marketplace=self.venues[performance.marketplace].label,
            order_shape=self.venues[performance.marketplace].simulator.order_shape,
        )

    def say_next(self, performance: Performance, *, at: datetime | None = None) -> Performance:
        """Say the next turn, once and for all, and return the performance after it.

        at: when it was said; None = now. Nothing is said if the first turn was lost in a crash,
        since the thread is then not known.
        """
        script = script_of(performance)
        if performance.position >= len(script.turns):  # an upgrade has made it shorter
            return self.memory.move(performance, due_at=None)
        turn = script.turns[performance.position]
        is_opening = performance.position == 0
        after = self.memory.move(performance, position=performance.position + 1, due_at=None)
        if not is_opening and not performance.thread_id:
            return self.memory.move(after, position=len(script.turns))
        cast = self.cast(performance)
        simulator = self.venues[performance.marketplace].simulator
        text = fill(turn.text or usual_answers()[script.language][script.topic], cast.values)
        if turn.is_the_shops:
            simulator.seller_writes(seller=cast.shop.seller, thread_id=after.thread_id, text=text, at=at)
            self.let_happen(after, position=performance.position, at=at)
            return after
        if is_opening:
            self.place_orders(performance)
        picture = simulator.picture_url(f"{script.id}-{performance.number}") if _shows_it(script, after) else ""
        message = _message(script, cast, text=text, thread_id=after.thread_id, at=at)
        written = simulator.buyer_writes(replace(message, pictures=(picture,) if picture else ()))
        known = after if after.thread_id else self.memory.move(after, thread_id=written.thread_id)
        self.let_happen(known, position=performance.position, at=at)
        return known

    def place_orders(self, performance: Performance) -> None:
        """Let the buyer have bought what the performance is about."""
        simulator, number = self.venues[performance.marketplace].simulator, performance.number
        script, shape = script_of(performance), simulator.order_shape
        for order in purchases(script, self.cast(performance), seed=self.seed, number=number, order_shape=shape):
            simulator.places_order(order)

    def happen(
        self,
        what: Happening,
        performance: Performance,
        *,
        at: datetime | None,
        topic: str = "",
        answer_by: datetime | None = None,
    ) -> None:
        """Let one thing come about. topic: the script's own unless given; answer_by: the marketplace's deadline."""
        script = script_of(performance)
        event = _happening(what, self.cast(performance), thread_id=performance.thread_id, at=at)
        told = replace(event, topic=topic or script.topic, language=script.language, answer_by=answer_by)
        self.venues[performance.marketplace].simulator.happens(told)

    def let_happen(self, performance: Performance, *, position: int, at: datetime | None = None) -> None:
        """Whatever comes about when turn `position` has been said, as far as the marketplace knows such things."""
        script, simulator = script_of(performance), self.venues[performance.marketplace].simulator
        note = f"claim:{performance.number}"
        dice = Random(f"{self.seed}:happening:{performance.number}")
        claimed = self.memory.note(note) == "open"
        for what in happenings_after(script, position=position, dice=dice, claimed=claimed):
            if what not in simulator.happenings:
                continue
            if what not in OPINIONS:
                self.memory.write_note(note, "open" if what is Happening.CLAIM_OPENED else "over")
            self.happen(what, performance, at=at)

    def write_notice(self, number: int, *, at: datetime | None, now: datetime) -> None:
        """Let a marketplace send its notice `number` (they come round again)."""
        slug = self.notifier_for(number)
        happens = self.venues[slug].simulator.happenings
        fitting = [notice for notice in notices() if not (notice.about_buyer and happens)]
        notice = fitting[number % len(fitting)]
        stand_in = Performance(number=-1 - number, script=_any_french(), marketplace=slug, opened_at=at or now)
        cast = self.cast(stand_in)
        subject, html = fill(notice.subject, cast.values), notice_html(notice, cast.values)
        self.venues[slug].simulator.marketplace_writes(seller=cast.shop.seller, subject=subject, html=html, at=at)

    def new_replies(self) -> list[tuple[str, ReceivedReply]]:
        """What the sellers wrote since this was last asked, with the marketplace's slug."""
        found = []
        for slug, venue in sorted(self.venues.items()):
            seen = int(self.memory.note(f"replies:{slug}", "0"))
            replies = venue.simulator.replies(after=seen)
            if replies:
                self.memory.write_note(f"replies:{slug}", seen + len(replies))
            found += [(slug, reply) for reply in replies]
        return found


def script_of(performance: Performance) -> Script:
    return load_scripts()[performance.script]


def _shows_it(script: Script, performance: Performance) -> bool:
    """Every other buyer with something broken or wrong opens with a picture of it."""
    is_first = not performance.thread_id
    return is_first and script.topic in ("defective", "wrong_item") and performance.number % 2 == 0


def _message(script: Script, cast: Cast, *, text: str, thread_id: str, at: datetime | None) -> BuyerWrites:
    return BuyerWrites(
        seller=cast.shop.seller,
        buyer=cast.buyer,
        text=text,
        thread_id=thread_id,
        item_id="" if script.about == "nothing" else cast.product.item_id,
        item_title="" if script.about == "nothing" else cast.product.title,
        order_id=cast.order_id if script.about == "order" else "",
        subject=fill(script.subject, cast.values),
        at=at,
        language=script.language,
        buyer_name=cast.values["buyer"],
    )


def _happening(what: Happening, cast: Cast, *, thread_id: str, at: datetime | None) -> Happens:
    return Happens(
        what,
        seller=cast.shop.seller,
        thread_id=thread_id,
        order_id=cast.order_id,
        amount=cast.product.price,
        at=at,
    )


def _any_french() -> str:
    return next(script.id for script in load_scripts().values() if script.language == "fr")
