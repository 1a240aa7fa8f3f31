"""Make text from outside safe to store: PostgreSQL takes neither NUL nor half a surrogate pair."""

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


_SENTENCES: set[str] = set()


def marked(text: str) -> str:
    """Mark a text of a connector for translation (imported as `_`); the pages translate it.

    One with %(name)s in it is filled in where it is said and stored in English; the pages know it again by its words
    (sentences_with_values). So it stands at the top of its module, where importing it is enough. Values named `words`
    are somebody else's and stay as they are, those named `sentence` are sentences themselves.
    """
    if "%(" in text:
        _SENTENCES.add(text)
    return text


def sentences_with_values() -> frozenset[str]:
    """Every marked text with %(name)s in it, of all modules that have been imported."""
    return frozenset(_SENTENCES)


def storable(text: str) -> str:
    """Return `text` with NUL characters and lone surrogates replaced by U+FFFD, line ends as \\n."""
    if text.isascii() and "\x00" not in text and "\r" not in text:
        return text
    paired = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return paired.replace("\x00", REPLACEMENT).replace("\r\n", "\n").replace("\r", "\n")


def is_storable(text: str) -> bool:
    """Whether nothing of the text would have to be replaced; line ends do not count."""
    return storable(text).count(REPLACEMENT) == text.count(REPLACEMENT)
