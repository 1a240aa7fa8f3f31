"""What tests of pulling messages have in common."""

from datetime import timedelta

from connectors.ebay.simulator import EbaySimulator
from connectors.ebay.tests.conftest import Writes
from tests.connectors.tools import NOON


def calls(ebay: EbaySimulator, path: str = "/commerce/message") -> list[str]:
    return [call for call in ebay.calls if path in call]


def write_conversations(writes: Writes, count: int) -> None:
    """`count` conversations of one message each, a minute apart, the last one at noon."""
    for number in range(count):
        at = NOON - timedelta(minutes=count - number)
        writes(f"message {number}", buyer=f"buyer{number}", at=at)


def write_long_thread(ebay: EbaySimulator, writes: Writes, length: int) -> str:
    thread_id = writes("message 0", at=NOON - timedelta(minutes=length)).thread_id
    for number in range(1, length):
        writes(f"message {number}", thread_id=thread_id, at=NOON - timedelta(minutes=length - number))
    return thread_id
