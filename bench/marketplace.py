"""A simulated marketplace in a process of its own, filled with conversations, for measuring pulls."""

import argparse
import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from connectors.registry import simulators
from connectors.simulation import BuyerWrites

SELLER = "bench_shop"
WORDS = (
    "bonjour commande colis livraison retard suivi numéro article reçu cassé remboursement échange "
    "taille couleur merci réponse toujours attente semaine transporteur adresse facture retour "
    "étiquette produit neuf défaut garantie"
).split()


@dataclass(frozen=True)
class Served:
    """Where it is, and how to connect."""

    environment: dict[str, str]
    credentials: dict[str, Any]


@contextmanager
def served(slug: str, *, conversations: int, messages: int) -> Iterator[Served]:
    """Run the simulator of `slug` with so many conversations of so many messages each."""
    command = [sys.executable, "-m", "bench.marketplace", slug, str(conversations), str(messages)]
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
    parser.add_argument("conversations", type=int)
    parser.add_argument("messages", type=int)
    options = parser.parse_args()
    simulator = simulators()[options.slug]()
    simulator.start()
    credentials = dict(simulator.add_seller(SELLER))
    end = datetime.now(UTC) - timedelta(minutes=5)
    for number in range(options.conversations):
        begin = end - timedelta(days=25) * (1 - number / options.conversations)
        thread_id = ""
        for turn in range(options.messages):
            at = begin + turn * timedelta(minutes=20)
            text = " ".join(WORDS[(number * 7 + turn * 13 + i * 5) % len(WORDS)] for i in range(30)) + f" {number}"
            if turn % 2 and thread_id:
                simulator.seller_writes(seller=SELLER, thread_id=thread_id, text=text, at=min(at, end))
            else:
                written = simulator.buyer_writes(
                    BuyerWrites(
                        SELLER,
                        f"buyer{number}",
                        text,
                        thread_id=thread_id,
                        item_id=f"4059{number:08d}",
                        at=min(at, end),
                    )
                )
                thread_id = written.thread_id
    print(json.dumps({"environment": dict(simulator.environment()), "credentials": credentials}), flush=True)
    threading.Thread(target=sys.stdin.read, daemon=True).start()
    threading.Event().wait()


if __name__ == "__main__":
    main()
