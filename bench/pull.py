"""From each marketplace to the ticket, each against a floor of its own in the same run."""

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench import api_pull, mail_pull
from bench.marketplace import Filling
from bench.table import show
from connectors.abilities import ReadsMail
from connectors.registry import connectors, simulators


def run(arguments: Sequence[str], *, write_to: Path) -> None:
    options = _options(arguments)
    measured = [api_pull.measured(filling, rounds=options.rounds) for filling in _fillings(options)]
    lines = [line for one in measured for line in one.lines]
    for slug in simulators():
        if _is_mail(slug):
            lines += mail_pull.measured(slug, mails=options.mails, rounds=options.rounds)
    memory = max(one.memory for one in measured)
    show(
        f"bench pull: {options.messages:,} messages, {options.a_thread} in a conversation, {options.claims:,} claims, "
        f"{options.mails:,} mails, median of {options.rounds} rounds",
        ["what", "entries a second", "share of the floor"],
        lines,
        write_to=write_to,
        facts={**vars(options), "peak_memory_mb": memory},
    )
    print(f"peak memory of the pulling process: {memory} MB")


def _fillings(options: argparse.Namespace) -> Iterator[Filling]:
    """Messages at every marketplace that has them fetched by API, and claims where those come without any message."""
    for slug, simulator in simulators().items():
        if not _is_mail(slug):
            yield Filling(slug, options.messages // options.a_thread, options.a_thread)
        if simulator.claims_stand_alone:
            yield Filling(slug, claims=options.claims)


def _is_mail(slug: str) -> bool:
    return issubclass(connectors()[slug], ReadsMail)


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./guichet bench pull")
    parser.add_argument("--messages", type=int, default=20_000, help="at each marketplace with an API for them")
    parser.add_argument("--a-thread", type=int, default=4, help="messages in one conversation")
    parser.add_argument(
        "--claims", type=int, default=2000, help="returns, inquiries and cancellations, where they stand alone"
    )
    parser.add_argument("--mails", type=int, default=3000, help="in each mailbox, each the first of a conversation")
    parser.add_argument("--rounds", type=int, default=3)
    return parser.parse_args(arguments)
