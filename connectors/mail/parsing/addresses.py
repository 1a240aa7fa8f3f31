"""Address headers: mailboxes, groups, and the broken forms that mail programs and web shops write."""

import re
from collections.abc import Iterable

from connectors.mail.mail import Address
from connectors.mail.parsing.charsets import raw_text, repaired
from connectors.mail.parsing.encoded_words import words_decoded

MOST_ADDRESSES = 1_000
LONGEST_LIST = 40_000
LONGEST_NAME = 200

_SIMPLE = re.compile(r'\s*(?:"([^"\\<>]*)"|([^"<>(),;:@\\\[\]]*?))\s*<([^<>\s@,"]+@[^<>\s@,"]+)>\s*')
_BARE = re.compile(r"\s*([^<>\s@,;:\"()\[\]]+@[^<>\s@,;:\"()\[\]]+)\s*")
_TOKEN = re.compile(r'"((?:[^"\\]|\\.)*)"|<([^<>]*)>?|([,;:])|(\()|([^",;:<(]+)|(.)', re.DOTALL)
_FOUND = re.compile(r"[^\s<>\"',;:()\[\]]{1,200}@[^\s<>\"',;:()\[\]]{1,250}")
_ESCAPED = re.compile(r"\\(.)")
_SCHEME = re.compile(r"\b(?:mailto|smtp):", re.IGNORECASE)
_SPACE = re.compile(r"\s+")
_ROUTE = re.compile(r"^@[^:]*:")


def addresses(values: Iterable[bytes], *, charset: str = "") -> tuple[Address, ...]:
    """Every mailbox of these headers, groups resolved, each once. charset: of raw bytes that are no UTF-8."""
    found: dict[tuple[str, str], Address] = {}
    left = LONGEST_LIST
    for value in values:
        text = raw_text(value[:left], charset)
        left -= len(text)
        for address in _of_one(text):
            if len(found) >= MOST_ADDRESSES:
                break
            found.setdefault((address.email.lower(), "" if address.email else address.name), address)
    return tuple(found.values())


def _of_one(text: str) -> list[Address]:
    if match := _SIMPLE.fullmatch(text):
        return [Address(_name(match[1] or match[2] or ""), match[3])]
    if match := _BARE.fullmatch(text):
        return [Address("", match[1])]
    found = [address for address in _taken_apart(text) if address.email or address.name]
    if not any("@" in address.email for address in found) and "=?" in text:
        decoded_text = words_decoded(text)
        if "@" in decoded_text and "=?" not in decoded_text:
            return _of_one(decoded_text)
    return found


def _taken_apart(text: str) -> list[Address]:
    """Walk over quoted strings, <addresses>, comments and separators."""
    found: list[Address] = []
    words: list[str] = []
    comments: list[str] = []
    email: str | None = None
    pending = ""
    position = 0
    text = _SCHEME.sub("", text)
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None:
            break
        position = match.end()
        quoted, angled, separator, opening, plain, other = match.groups()
        if opening:
            comment, position = _comment(text, position)
            comments.append(comment)
        elif angled is not None and (email is None or "@" not in email):
            email = angled
        elif quoted is not None:
            words.append(_ESCAPED.sub(r"\1", quoted))
        elif plain or (other and other not in "<>"):
            words.append(plain or other)
        elif separator == ":":
            words = [] if email is None and "@" not in "".join(words) else words
        elif separator:
            address = _made(words, comments, email, pending)
            pending = ""
            if separator == "," and email is None and "@" not in address.email and 0 < len(address.name) < LONGEST_NAME:
                pending = address.name
            else:
                found.append(address)
            words, comments, email = [], [], None
    found.append(_made(words, comments, email, pending))
    return found


def _made(words: list[str], comments: list[str], email: str | None, pending: str) -> Address:
    """pending: words before an unquoted comma, as in `Doe, Jane <jane@…>`."""
    text = _SPACE.sub(" ", " ".join(word.strip() for word in words)).strip(" <>")
    if email is not None and "@" in email:
        name = f"{pending}, {text}" if pending and text else pending or text
        return Address(_name(name or _first(comments)), _email(email))
    if match := _FOUND.search(text):
        before = text[: match.start()].rstrip(" [(<\"'")
        name = ", ".join(piece for piece in (pending, before) if piece)
        return Address(_name(name or _first(comments)), _email(match[0]))
    rest = ", ".join(piece for piece in (pending, text) if piece)
    return Address(_name(rest or _first(comments)), _email(email or ""))


def _comment(text: str, position: int) -> tuple[str, int]:
    """The comment that begins at `position`, and where the text goes on."""
    depth, start = 1, position
    while position < len(text) and depth:
        character = text[position]
        position += 2 if character == "\\" else 1
        depth += (character == "(") - (character == ")")
    return text[start : position - 1] if not depth else text[start:position], position


def _first(comments: list[str]) -> str:
    return next((comment.strip() for comment in comments if comment.strip()), "")


def _name(text: str) -> str:
    name = repaired(words_decoded(_SPACE.sub(" ", text).strip()))
    if "=?" not in text:
        return name.strip("'\"") if name[:1] == name[-1:] and name[:1] in "'\"" else name
    return _SPACE.sub(" ", name).strip().strip('"').strip()


def _email(text: str) -> str:
    email = _ROUTE.sub("", _SPACE.sub("", words_decoded(text)).strip("'\"<>"))
    return _SCHEME.sub("", email)
