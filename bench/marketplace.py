"""A simulated marketplace in a process of its own, filled with conversations or claims, for measuring pulls."""

import argparse
import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from connectors.registry import simulators
from connectors.simulation import BuyerOrders, BuyerWrites, Happening, Happens, Simulator

SELLER = "bench_shop"
SPAN = timedelta(days=25)
CLAIMS = (Happening.RETURN_ASKED, Happening.CANCELLATION_ASKED, Happening.CLAIM_OPENED)
WORDS = (
    "bonjour commande colis livraison retard suivi numéro article reçu cassé remboursement échange "
    "taille couleur merci réponse toujours attente semaine transporteur adresse facture retour "
    "étiquette produit neuf défaut garantie"
).split()


@dataclass(frozen=True)
class Filling:
    """What is in it: so many conversations of so many messages each, or so many claims.

    name: what rows of tables call it. stream: the one that brings it.
    """

    slug: str
    conversations: int = 0
    messages: int = 0
    claims: int = 0

    @property
    def name(self) -> str:
        return f"{self.slug}-claims" if self.claims else self.slug

    @property
    def stream(self) -> str:
        return "claims" if self.claims else "messages"

    @property
    def entries(self) -> int:
        return self.claims or self.conversations * self.messages


@dataclass(frozen=True)
class Served:
    """Where it is, and how to connect."""

    environment: dict[str, str]
    credentials: dict[str, Any]


@contextmanager
def served(filling: Filling) -> Iterator[Served]:
    """Run the simulator, filled."""
    numbers = map(str, (filling.conversations, filling.messages, filling.claims))
    command = [sys.executable, "-m", "bench.marketplace", filling.slug, *numbers]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stdin=subprocess.PIPE, text=True) as process:
        assert process.stdout and process.stdin
        facts: dict[str, Any] = json.loads(process.stdout.readline())
        try:
            yield Served(facts["environment"], facts["credentials"])
        finally:
            process.stdin.close()
            process.terminate()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("slug")
    for name in ("conversations", "messages", "claims"):
        parser.add_argument(name, type=int)
    filling = Filling(**vars(parser.parse_args()))
    simulator = simulators()[filling.slug]()
    simulator.start()
    credentials = dict(simulator.add_seller(SELLER))
    end = datetime.now(UTC) - timedelta(minutes=5)
    for number in range(filling.conversations):
        begin = end - SPAN * (1 - number / filling.conversations)
        _converse(simulator, number, messages=filling.messages, begin=begin, end=end)
    for number in range(filling.claims):
        _claim(simulator, number, at=end - SPAN * (1 - number / filling.claims))
    print(json.dumps({"environment": dict(simulator.environment()), "credentials": credentials}), flush=True)
    threading.Thread(target=sys.stdin.read, daemon=True).start()
    threading.Event().wait()


def _converse(simulator: Simulator, number: int, *, messages: int, begin: datetime, end: datetime) -> None:
    thread_id = ""
    for turn in range(messages):
        at = min(begin + turn * timedelta(minutes=20), end)
        text = " ".join(WORDS[(number * 7 + turn * 13 + i * 5) % len(WORDS)] for i in range(30)) + f" {number}"
        if turn % 2 and thread_id:
            simulator.seller_writes(seller=SELLER, thread_id=thread_id, text=text, at=at)
        else:
            item_id = f"4059{number:08d}"
            written = simulator.buyer_writes(
                BuyerWrites(SELLER, f"buyer{number}", text, thread_id=thread_id, item_id=item_id, at=at)
            )
            thread_id = written.thread_id


def _claim(simulator: Simulator, number: int, *, at: datetime) -> None:
    """An order, and what the buyer claims about it."""
    buyer, item_id, title = f"buyer{number}", f"4059{number:08d}", WORDS[number % len(WORDS)]
    kinds = [kind for kind in CLAIMS if kind in simulator.happenings]
    order_id = f"27-{number // 100000:05d}-{number % 100000:05d}"
    ordered_at = at - timedelta(days=4)
    simulator.places_order(
        BuyerOrders(SELLER, buyer, order_id, item_id=item_id, item_title=title, price=Decimal("19.90"), at=ordered_at)
    )
    simulator.happens(
        Happens(
            kinds[number % len(kinds)],
            SELLER,
            buyer=buyer,
            order_id=order_id,
            item_id=item_id,
            item_title=title,
            amount=Decimal("19.90"),
            at=at,
        )
    )


if __name__ == "__main__":
    main()
