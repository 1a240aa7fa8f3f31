"""What a message of a buyer is about: one pure function over the text, the phrase lists and what is known before.

The lists of the text's language say what was seen; points decide the topic. Where a model has learnt from the shop's
own tickets and was better than the lists (learning/), it decides the topic instead.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, Protocol

from connectors.language import detect
from inbox.understanding.classification import (
    SECOND_LEVEL,
    Classification,
    Flag,
    Priors,
    Reason,
    Scores,
    Sign,
    Topic,
)
from inbox.understanding.folding import words_of
from inbox.understanding.order_numbers import order_numbers
from inbox.understanding.phrase_lists import Entry, Hit, Strength, book_of, languages
from inbox.understanding.thanks import asks_something, is_bare_thanks

_POINTS: Final = {Strength.SURE: 3.0, Strength.HINT: 1.0, Strength.AGAINST: 3.0}
_ENOUGH: Final = 2.0
"""Less says nothing: one hint alone is no topic."""
_MOST_OF_HINTS: Final = 2.0
_MOST_OF_SURE: Final = 9.0
_BEFORE_OTHERS: Final = (
    Topic.WITHDRAWAL,
    Topic.GUARANTEE,
    Topic.WRONG_ITEM,
    Topic.DEFECTIVE,
    Topic.INVOICE,
    Topic.REFUND,
    Topic.CANCELLATION,
    Topic.RETURNS,
    Topic.PAYMENT,
    Topic.OTHER,
    Topic.PRODUCT_QUESTION,
    Topic.DELIVERY,
)
"""Of topics with as many points the one that asks more of the shop."""
_SHOUTED_LETTERS: Final = 25
_IF_NOBODY_KNOWS: Final = ("fr", "en")


class Learnt(Protocol):
    """A model that has learnt from tickets."""

    def topic(self, words: Sequence[str], scores: Scores, *, language: str) -> tuple[str, tuple[str, ...]] | None:
        """The topic and the words that speak for it most; None where it is not to be asked."""


def classify(
    text: str, priors: Priors, *, own: Mapping[str, tuple[Entry, ...]] | None = None, learnt: Learnt | None = None
) -> Classification:
    """own: phrases of the shop, by language."""
    told = detect(text, expected=priors.language)
    language = told or priors.language
    words, hits = read(text, language, own=own or {})
    scores = scores_of(hits, asks=asks_something(text))
    thanks = is_bare_thanks(text, names=priors.names)
    topic, topic_reason = _topic(words, scores, language=language, thanks=thanks, learnt=learnt)
    flags = {flag: _flag(hits, flag) for flag in Flag}
    shouting = _shouts(text)
    level, level_reason = _level(topic, flags)
    order_ids = order_numbers(text, forms=priors.order_forms)
    language_reason = Reason(Sign.LANGUAGE if told else Sign.LANGUAGE_BEFORE, language) if language else None
    reasons = [
        language_reason,
        topic_reason,
        level_reason,
        *(Reason(sign, seen=flags[flag]) for flag, sign in _FLAG_SIGNS.items() if flags[flag]),
        Reason(Sign.SHOUTING) if shouting else None,
        Reason(Sign.THANKS) if thanks else None,
        *(Reason(Sign.ORDER, seen=number) for number in order_ids),
    ]
    return Classification(
        language=language,
        topic=topic,
        level=level,
        withdrawal=bool(flags[Flag.WITHDRAWN]),
        chaser=bool(flags[Flag.CHASER]),
        anger=bool(flags[Flag.ANGER] or flags[Flag.LEGAL] or shouting),
        thanks=thanks,
        order_ids=order_ids,
        reasons=tuple(reason for reason in reasons if reason),
    )


_FLAG_SIGNS: Final = {
    Flag.WITHDRAWN: Sign.WITHDRAWN,
    Flag.CHASER: Sign.CHASER,
    Flag.ANGER: Sign.ANGER,
    Flag.LEGAL: Sign.LEGAL,
}
_SECOND_LEVEL_FLAGS: Final = (Flag.LEGAL, Flag.ANGER, Flag.WITHDRAWN, Flag.LEVEL2)


def read(text: str, language: str, *, own: Mapping[str, tuple[Entry, ...]]) -> tuple[list[str], list[Hit]]:
    """The words of a text as its book spells them, and what of the book is in it."""
    raw = words_of(text)
    words, hits = raw, []
    for one in (language,) if language in languages() else _IF_NOBODY_KNOWS:
        book = book_of(one, own.get(one, ()))
        words = book.spelling.put_right(raw)
        hits += book.hits(words)
    return words, hits


def scores_of(hits: Iterable[Hit], *, asks: bool) -> Scores:
    """Points for each topic: three for what says it by itself, one for a hint, neither without end.

    asks: there is a question in it, so it is neither a thank-you nor only an answer to the shop.
    """
    heard = [hit for hit in hits if not (asks and hit.entry.about in _NOT_ASKED)]
    found = [hit for hit in heard if hit.entry.about in _TOPICS]
    against = {hit.entry.about for hit in found if hit.entry.strength == Strength.AGAINST}
    if _flag(heard, Flag.ANSWER):
        against |= _TOPICS - {Topic.THANKS}
    sure: dict[str, float] = {}
    hints: dict[str, float] = {}
    seen: dict[str, list[str]] = {}
    for hit in _telling(found):
        about = hit.entry.about
        side, most = (sure, _MOST_OF_SURE) if hit.entry.strength == Strength.SURE else (hints, _MOST_OF_HINTS)
        side[about] = min(side.get(about, 0.0) + _POINTS[hit.entry.strength], most)
        seen.setdefault(about, []).append(hit.seen)
    points = {
        topic: sure.get(topic, 0.0) + hints.get(topic, 0.0) - (_POINTS[Strength.AGAINST] if topic in against else 0.0)
        for topic in {*sure, *hints}
    }
    return Scores(points, {topic: tuple(sorted(set(words), key=len, reverse=True)) for topic, words in seen.items()})


def _telling(hits: Sequence[Hit]) -> Iterator[Hit]:
    """Those that speak for a topic, without those whose words another one has already counted for it.

    "Is it possible" is one hint, not "is it" and "is it possible" two, which would be enough. Of phrases that say a
    topic by themselves, only those with the same words are one.
    """
    counted: dict[str, list[str]] = {}
    for hit in sorted(hits, key=lambda hit: (hit.entry.strength != Strength.SURE, -len(hit.seen))):
        if hit.entry.strength == Strength.AGAINST:
            continue
        before = counted.setdefault(hit.entry.about, [])
        is_hint = hit.entry.strength == Strength.HINT
        if hit.seen in before or (is_hint and any(f" {hit.seen} " in f" {other} " for other in before)):
            continue
        before.append(hit.seen)
        yield hit


_NOT_ASKED: Final = (Topic.THANKS, Flag.ANSWER)
_TOPICS: Final = frozenset(Topic)


def _topic(
    words: Sequence[str], scores: Scores, *, language: str, thanks: bool, learnt: Learnt | None
) -> tuple[str, Reason | None]:
    if thanks:
        return Topic.THANKS, None
    if learnt is not None and (told := learnt.topic(words, scores, language=language)) is not None:
        topic, seen = told
        return topic, Reason(Sign.LEARNT, topic, ", ".join(seen))
    best = best_of(scores.points)
    if best == Topic.OTHER and not _is_said(best, scores.points):
        return best, None
    return best, Reason(Sign.TOPIC, best, scores.seen[best][0])


def best_of(points: Mapping[str, float]) -> Topic:
    """The topic with the most points. Thanks come last: a question that ends in thanks is a question."""
    first = min(_BEFORE_OTHERS, key=lambda topic: -points.get(topic, 0.0))
    most = points.get(first, 0.0)
    if most < _POINTS[Strength.SURE] and points.get(Topic.THANKS, 0.0) >= _ENOUGH:
        return Topic.THANKS
    return first if most >= _ENOUGH else Topic.OTHER


def _is_said(topic: Topic, points: Mapping[str, float]) -> bool:
    """Whether phrases say it, and no other topic as loudly; else it is only what is left."""
    said = points.get(topic, 0.0)
    return said >= _ENOUGH and all(
        others < said for about, others in points.items() if about not in (topic, Topic.THANKS)
    )


def _flag(hits: Sequence[Hit], flag: Flag) -> str:
    """The words that raise it; "" if none do, or others take it back."""
    about = [hit for hit in hits if hit.entry.about == flag]
    if any(hit.entry.strength == Strength.AGAINST for hit in about):
        return ""
    return max((hit.seen for hit in about), key=len, default="")


def _level(topic: str, flags: Mapping[Flag, str]) -> tuple[int, Reason]:
    for flag in _SECOND_LEVEL_FLAGS:
        if flags[flag]:
            return 2, Reason(Sign.LEVEL, "2", flags[flag])
    level = 2 if topic in SECOND_LEVEL else 1
    return level, Reason(Sign.LEVEL_OF_TOPIC, str(level), topic)


def _shouts(text: str) -> bool:
    """Written in capitals from beginning to end, with more than one exclamation mark."""
    letters = [letter for letter in text if letter.isalpha()]
    return len(letters) >= _SHOUTED_LETTERS and text.count("!") > 1 and all(letter.isupper() for letter in letters)
