"""Finding a person in texts that are not his: by his names as whole words, and by the numbers of his orders."""

import json
import re

from django.db.models import Q

from inbox.erasure.person import Person

_SHORTEST = 4
"""Letters; something shorter stands in too many words that have nothing to do with him."""


def mentioned_in(person: Person, *columns: str) -> Q:
    """Rows in which one of these text columns mentions him."""
    found = Q(pk=None)
    for pattern in _patterns(person):
        for column in columns:
            found |= Q(**{f"{column}__iregex": pattern})
    return found


def mentions(person: Person, content: bytes) -> bool:
    """Whether bytes as they came mention him, in letters that no encoding has changed."""
    said = content.decode("utf-8", "replace")
    return any(re.search(pattern, said, re.IGNORECASE) for pattern in _patterns(person))


def spellings(person: Person) -> list[str]:
    """How he may stand in stored ASCII JSON, in lower case."""
    said = {*(form for text in _texts(person) for form in (text, text.lower(), text.upper())), *person.thread_ids}
    return sorted({json.dumps(text)[1:-1].lower() for text in said if len(text) >= _SHORTEST})


def _texts(person: Person) -> set[str]:
    return {text for text in (*person.names, *person.full_names, *person.order_numbers) if len(text) >= _SHORTEST}


def _patterns(person: Person) -> list[str]:
    return [rf"(^|\W){_escaped(text)}($|\W)" for text in sorted(_texts(person))]


def _escaped(text: str) -> str:
    return re.sub(r"([^\w\s])", r"\\\1", text)
