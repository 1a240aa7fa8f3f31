"""What a reply says, whatever words it chooses: asking for stars, for money elsewhere, refusing a withdrawal …"""

from connectors.policy.facts import ReplyFacts
from connectors.policy.finding import Hit
from connectors.policy.folded import Folded
from connectors.policy.packs import Pack
from connectors.policy.wording.matching import Matcher
from connectors.policy.wording.reading import phrasebook
from connectors.policy.wording.sentences import sentences

_ANNOUNCES_AN_ANSWER = "automatic"


def wording_hits(text: Folded, pack: Pack, facts: ReplyFacts) -> list[Hit]:
    """Every pattern of words in every sentence. An acknowledgement may say that the answer will follow."""
    matcher = _matcher(pack)
    hits = []
    for sentence in sentences(text.text):
        for rule, start, end in matcher.found(sentence):
            if not (facts.acknowledges and rule == _ANNOUNCES_AN_ANSWER):
                hits.append(Hit(rule, *text.span(start, end)))
    return hits


_MATCHERS: dict[str, Matcher] = {}


def _matcher(pack: Pack) -> Matcher:
    """One per marketplace: its own name and those of the others are words, too."""
    if pack.marketplace not in _MATCHERS:
        _MATCHERS[pack.marketplace] = Matcher(phrasebook(), here=pack.names, elsewhere=pack.others)
    return _MATCHERS[pack.marketplace]
