"""What is known of the buyer and need not be repeated to him."""

from connectors.policy.addresses.emails import emails
from connectors.policy.facts import ReplyFacts
from connectors.policy.finding import Hit
from connectors.policy.folded import Folded, folded
from connectors.policy.numbers.atoms import runs
from connectors.policy.numbers.payments import payment_numbers
from connectors.policy.numbers.phones import phones
from connectors.policy.streets import streets

_SHORTEST = 5
_SHOWN = 40
LONGEST = 4000
"""Characters of a buyer's message that are looked at."""


def personal_data_in(text: str) -> tuple[str, ...]:
    """What somebody tells of himself in a message, as he wrote it: where he lives, how he is reached, his account."""
    seen = folded(text[:LONGEST])
    paid = payment_numbers(seen)
    spans = [mailbox.span for mailbox in emails(seen.text)]
    spans += [*streets(seen.text), *phones(seen.text, runs(seen.text, [(hit.start, hit.end) for hit in paid]))]
    spans += [(hit.start, hit.end) for hit in paid]
    return tuple(seen.written(start, end) for start, end in spans)


def personal_hits(text: Folded, facts: ReplyFacts) -> list[Hit]:
    """Every place where the buyer's own data stand, however they are written in capitals or accents."""
    hits = []
    for written in facts.buyer_data:
        wanted = folded(written.strip()).text
        at = text.text.find(wanted) if len(wanted) >= _SHORTEST else -1
        while at >= 0:
            hits.append(Hit("personal_data", *text.span(at, at + len(wanted)), about=(("name", written[:_SHOWN]),)))
            at = text.text.find(wanted, at + len(wanted))
    return hits
