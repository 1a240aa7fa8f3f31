"""Why something was not done: kept as which error it was with its values, and said in the language of whoever reads.

Rows of before that, and those whose error is not there any more, say it as it was said then.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from inbox.errors import InboxError

Reason = Mapping[str, Any] | str
"""{"error": the name of its class, "values": its attributes, "said": as it was said then}, or only what was said."""
LONGEST = 300


def reason_of(error: InboxError) -> Reason:
    """What to keep of it."""
    said, values = str(error)[:LONGEST], vars(error)
    try:
        return {"error": type(error).__name__, "values": json.loads(json.dumps(values)), "said": said}
    except TypeError:
        return said


def words_of(reason: Reason) -> str:
    """In the active language."""
    if isinstance(reason, str):
        return reason
    found = next((kind for kind in _kinds(InboxError) if kind.__name__ == reason["error"]), None)
    if found is None:
        return str(reason["said"])
    error = found.__new__(found)
    vars(error).update(reason["values"])
    try:
        return str(error)
    except (AttributeError, KeyError, TypeError, ValueError):
        # The class has other values by now.
        return str(reason["said"])


def _kinds(kind: type[InboxError]) -> Iterator[type[InboxError]]:
    for one in kind.__subclasses__():
        yield one
        yield from _kinds(one)
