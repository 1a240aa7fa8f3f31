"""From each marketplace to the ticket, each against a floor of its own in the same run."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from bench import api_pull, mail_pull
from bench.marketplace import Filling
from bench.table import show


def run(arguments: Sequence[str], *, write_to: Path) -> None:
    options = _options(arguments)
    a_thread = options.a_thread
    ebay = api_pull.measured(
        "ebay", Filling("ebay", options.messages // a_thread, a_thread), stream="messages", rounds=options.rounds
    )
    cdiscount = api_pull.measured(
        "cdiscount",
        Filling("cdiscount", options.messages // a_thread, a_thread),
        stream="messages",
        rounds=options.rounds,
    )
    claims = api_pull.measured(
        "ebay-claims", Filling("ebay", claims=options.claims), stream="claims", rounds=options.rounds
    )
    mails = mail_pull.measured(mails=options.mails, rounds=options.rounds)
    show(
        f"bench pull: {options.messages:,} messages, {a_thread} in a conversation, {options.claims:,} claims, "
        f"{options.mails:,} mails, median of {options.rounds} rounds",
        ["what", "entries a second", "share of the floor"],
        [*ebay.lines, *cdiscount.lines, *claims.lines, *mails],
        write_to=write_to,
        facts={**vars(options), "peak_memory_mb": ebay.memory},
    )
    print(f"peak memory of the pulling process after eBay: {ebay.memory} MB")


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./guichet bench pull")
    parser.add_argument("--messages", type=int, default=20_000, help="at eBay, and at Cdiscount")
    parser.add_argument("--a-thread", type=int, default=4, help="messages in one conversation")
    parser.add_argument("--claims", type=int, default=2000, help="returns, inquiries and cancellations at eBay")
    parser.add_argument("--mails", type=int, default=3000, help="for amazon-mail, each the first of a conversation")
    parser.add_argument("--rounds", type=int, default=3)
    return parser.parse_args(arguments)
