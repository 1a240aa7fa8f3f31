"""What a buyer's message is about, and why we think so. Plain values: no Django, no database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final


class Topic(StrEnum):
    """What tickets are about. The values are stored, and stay."""

    DELIVERY = "delivery"
    PAYMENT = "payment"
    RETURNS = "returns"
    REFUND = "refund"
    DEFECTIVE = "defective"
    WRONG_ITEM = "wrong_item"
    INVOICE = "invoice"
    CANCELLATION = "cancellation"
    WITHDRAWAL = "withdrawal"
    GUARANTEE = "guarantee"
    PRODUCT_QUESTION = "product_question"
    THANKS = "thanks"
    OTHER = "other"


FORMER_TOPICS: Final[Mapping[str, str]] = {
    "not_received": Topic.DELIVERY,
    "damaged": Topic.DEFECTIVE,
    "order_change": Topic.CANCELLATION,
    "product": Topic.PRODUCT_QUESTION,
}
"""What versions of policies and entries of the log say from before, and what the same is called now."""


class Flag(StrEnum):
    """What a message may be besides. The values name lists of phrases (phrases/*.toml).

    answer: it answers what the shop has written ("ok, it says in preparation"); what it names is not what it asks.
    """

    WITHDRAWN = "withdrawn"
    CHASER = "chaser"
    ANGER = "anger"
    LEGAL = "legal"
    LEVEL2 = "level2"
    ANSWER = "answer"


class Sign(StrEnum):
    """How something was recognised; see reason_words.py for what is said of it."""

    LANGUAGE = "language"
    LANGUAGE_BEFORE = "language_before"
    TOPIC = "topic"
    LEARNT = "learnt"
    LEVEL_OF_TOPIC = "level_of_topic"
    LEVEL = "level"
    WITHDRAWN = "withdrawn"
    CHASER = "chaser"
    ANGER = "anger"
    LEGAL = "legal"
    SHOUTING = "shouting"
    THANKS = "thanks"
    ORDER = "order"


@dataclass(frozen=True)
class Reason:
    """One thing that was seen. what: the topic, language or level it speaks for. seen: words of the text."""

    sign: Sign
    what: str = ""
    seen: str = ""


@dataclass(frozen=True)
class Priors:
    """What is known before the text is read. language: of the buyer, else of his channel. names: of buyer and shop.

    order_forms: how the marketplace's order numbers look (Connector.order_forms).
    """

    language: str = ""
    names: Sequence[str] = ()
    order_forms: Sequence[str] = ()


@dataclass(frozen=True)
class Classification:
    """language: "" = nobody can tell. level: 1 = solved in one go, 2 = acknowledged first. thanks: and nothing else.

    withdrawal: the buyer says that he takes back his purchase, and the law's clock runs. anger: or a legal threat.
    """

    language: str
    topic: str
    level: int
    withdrawal: bool
    chaser: bool
    anger: bool
    thanks: bool
    order_ids: tuple[str, ...]
    reasons: tuple[Reason, ...]

    @property
    def is_sure_of_language(self) -> bool:
        """Whether the text itself tells its language."""
        return any(reason.sign == Sign.LANGUAGE for reason in self.reasons)


@dataclass(frozen=True)
class Scores:
    """How much speaks for each topic, and the words that do, by topic."""

    points: Mapping[str, float] = field(default_factory=dict)
    seen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


SECOND_LEVEL: Final = frozenset({Topic.DEFECTIVE, Topic.WRONG_ITEM, Topic.GUARANTEE, Topic.WITHDRAWAL, Topic.REFUND})
"""Topics that are rarely solved in one go: somebody looks, asks for pictures, waits for a parcel."""
