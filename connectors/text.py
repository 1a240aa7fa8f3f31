"""Make text from outside safe to store: PostgreSQL takes neither NUL nor half a surrogate pair."""

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


_SENTENCES: set[str] = set()
_ENTRY_LINES: set[str] = set()


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


def entry_line(text: str) -> str:
    """Mark a line of a marketplace's entry (IncomingClaim.text) for translation (imported as `_`), like `marked`.

    Lines are kept apart, because an entry may also be words of people or a mail, where nothing else is to be changed.
    """
    _ENTRY_LINES.add(text)
    return text


def entry_lines() -> frozenset[str]:
    """Every marked line of entries, of all modules that have been imported."""
    return frozenset(_ENTRY_LINES)


def storable(text: str) -> str:
    """Return `text` with NUL characters and lone surrogates replaced by U+FFFD, line ends as \\n."""
    if text.isascii() and "\x00" not in text and "\r" not in text:
        return text
    paired = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return paired.replace("\x00", REPLACEMENT).replace("\r\n", "\n").replace("\r", "\n")


def is_storable(text: str) -> bool:
    """Whether nothing of the text would have to be replaced; line ends do not count."""
    return storable(text).count(REPLACEMENT) == text.count(REPLACEMENT)
