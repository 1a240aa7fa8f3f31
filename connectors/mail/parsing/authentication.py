"""What the receiving mail server found out about who sent a mail (RFC 8601)."""

import re

_RESULT = re.compile(r"\b(dkim|spf|dmarc|arc)\s{0,9}=\s{0,9}([a-z]{3,12})\b", re.IGNORECASE)
_COMMENT = re.compile(r"\([^()]{0,500}\)")
_METHODS = 40


def results(headers: list[str]) -> dict[str, str]:
    """Method to result, from the topmost Authentication-Results and those below it by the same server.

    Headers of other servers came with the mail and prove nothing. Of several signatures one that passes counts.
    """
    found: dict[str, str] = {}
    server = _server(headers[0]) if headers else ""
    for header in headers:
        if _server(header) != server:
            break
        for method, result in _RESULT.findall(_COMMENT.sub(" ", header[:8_000]))[:_METHODS]:
            if found.get(method.lower()) != "pass":
                found[method.lower()] = result.lower()
    return found


def _server(header: str) -> str:
    return header.partition(";")[0].strip().lower()
