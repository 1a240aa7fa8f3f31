"""Phrases that a shop adds to the lists: checked, kept, and read with from the next message on."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from connectors.language import LANGUAGES
from inbox.models import OwnPhrases, User
from inbox.understanding.classification import Flag, Topic
from inbox.understanding.errors import BadPhrase
from inbox.understanding.patterns import WrongPhrase, phrase_of
from inbox.understanding.phrase_lists import Strength, groups_of

MOST = 300
LONGEST = 200
ABOUT: Sequence[str] = (*Topic, *Flag)


def keep_phrases(
    language: str, about: str, *, strength: str, phrases: Iterable[str], by: User | None, now: datetime
) -> None:
    """Keep these in place of the shop's own of this list; none = no list any more.

    Raises BadPhrase naming the one that cannot be read, or what is not known.
    """
    if language not in LANGUAGES or about not in ABOUT or strength not in set(Strength):
        raise BadPhrase(language, about)
    kept = list(dict.fromkeys(filter(None, (phrase.strip() for phrase in phrases))))
    for phrase in kept:
        _check(phrase, language)
    if len(kept) > MOST:
        raise BadPhrase(kept[MOST], str(MOST))
    rows = OwnPhrases.objects.filter(language=language, about=about, strength=strength)
    if not kept:
        rows.delete()
        return
    written = {"phrases": kept, "changed_at": now, "changed_by": by}
    OwnPhrases.objects.update_or_create(language=language, about=about, strength=strength, defaults=written)


def _check(phrase: str, language: str) -> None:
    if len(phrase) > LONGEST:
        raise BadPhrase(phrase, str(LONGEST))
    try:
        phrase_of(phrase, groups_of(language))
    except WrongPhrase as error:
        raise BadPhrase(phrase, error.part) from error
