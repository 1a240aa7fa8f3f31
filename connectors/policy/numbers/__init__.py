"""Numbers in a reply: which of them are telephone numbers, and which must not be written for another reason."""

from connectors.policy.facts import ReplyFacts
from connectors.policy.finding import Hit
from connectors.policy.folded import Folded
from connectors.policy.numbers.atoms import runs
from connectors.policy.numbers.other_numbers import other_numbers
from connectors.policy.numbers.payments import payment_numbers
from connectors.policy.numbers.phones import phones
from connectors.policy.packs import Pack


def number_hits(text: Folded, pack: Pack, facts: ReplyFacts) -> list[Hit]:
    """Telephone numbers, and numbers of cards and bank accounts. What is another number is neither."""
    payments = payment_numbers(text)
    others = other_numbers(text.text, pack.order_ids, facts.own_numbers)
    taken = [*others, *((hit.start, hit.end) for hit in payments)]
    found = phones(text.text, runs(text.text, taken))
    spans = [(hit.rule, *text.span(hit.start, hit.end)) for hit in payments]
    spans += [("phone", *text.span(start, end)) for start, end in found]
    return [Hit(rule, start, end) for rule, start, end in spans]
