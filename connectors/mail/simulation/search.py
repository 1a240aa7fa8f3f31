"""Which mails a SEARCH finds (RFC 3501, 6.4.4): a list of words becomes one predicate."""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime
from email.header import decode_header, make_header

from connectors.mail.simulation.boxes import StoredMail
from connectors.mail.simulation.wire import BadCommand

Predicate = Callable[[StoredMail], bool]
MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
FLAGGED = {
    "ANSWERED": "\\Answered",
    "DELETED": "\\Deleted",
    "DRAFT": "\\Draft",
    "FLAGGED": "\\Flagged",
    "SEEN": "\\Seen",
}
ADDRESSES = ("FROM", "TO", "CC", "BCC", "SUBJECT")


def in_set(text: str, largest: int) -> Callable[[int], bool]:
    """Whether a number is in a set such as "1,5:9,12:*". `*` is the largest there is. Raises BadCommand."""
    ranges = [_range(piece, largest) for piece in text.split(",")]
    return lambda number: any(low <= number <= high for low, high in ranges)


def ranges_of(text: str, largest: int) -> list[tuple[int, int]]:
    """The same as pairs, lower number first. Raises BadCommand."""
    return [_range(piece, largest) for piece in text.split(",")]


def _range(piece: str, largest: int) -> tuple[int, int]:
    try:
        ends = [largest if end == "*" else int(end) for end in piece.split(":")]
    except ValueError:
        raise BadCommand(f"no set: {piece[:40]}") from None
    return min(ends), max(ends)


def predicate(
    words: Sequence[object], *, largest_uid: int, numbers: Callable[[StoredMail], int], count: int
) -> Predicate:
    """All criteria must hold. numbers: a mail's sequence number; count: how many there are. Raises BadCommand."""
    reader = _Reader(iter(words), largest_uid, numbers, count)
    criteria = list(reader.all())
    return lambda mail: all(holds(mail) for holds in criteria)


class _Reader:
    def __init__(
        self, words: Iterator[object], largest_uid: int, numbers: Callable[[StoredMail], int], count: int
    ) -> None:
        self.words = words
        self.largest_uid = largest_uid
        self.numbers = numbers
        self.count = count

    def all(self) -> Iterator[Predicate]:
        for word in self.words:
            yield self.criterion(word)

    def criterion(self, word: object) -> Predicate:
        if isinstance(word, list):
            inner = list(_Reader(iter(word), self.largest_uid, self.numbers, self.count).all())
            return lambda mail: all(holds(mail) for holds in inner)
        name = str(word).upper()
        if name[0].isdigit() or name[0] == "*":
            wanted = in_set(name, self.count)
            return lambda mail: wanted(self.numbers(mail))
        if name in FLAGGED:
            return lambda mail: FLAGGED[name] in mail.flags
        if name.startswith("UN") and name[2:] in FLAGGED:
            return lambda mail: FLAGGED[name[2:]] not in mail.flags
        if name in ADDRESSES:
            return _in_header(name, self.text())
        reader = getattr(self, f"_{name.lower()}", None)
        if reader is None:
            raise BadCommand(f"unknown search key {name[:40]}")
        found: Predicate = reader()
        return found

    def text(self) -> str:
        try:
            return str(next(self.words)).encode("latin-1").decode("utf-8", "replace")
        except StopIteration:
            raise BadCommand("a search key has no value") from None

    def day(self) -> date:
        return _day(self.text())

    def next_criterion(self) -> Predicate:
        return self.criterion(next(self.words, "ALL"))

    def _all(self) -> Predicate:
        return lambda mail: True

    def _uid(self) -> Predicate:
        wanted = in_set(self.text(), self.largest_uid)
        return lambda mail: wanted(mail.uid)

    def _not(self) -> Predicate:
        inner = self.next_criterion()
        return lambda mail: not inner(mail)

    def _or(self) -> Predicate:
        first, second = self.next_criterion(), self.next_criterion()
        return lambda mail: first(mail) or second(mail)

    def _since(self) -> Predicate:
        day = self.day()
        return lambda mail: mail.at.astimezone(UTC).date() >= day

    def _before(self) -> Predicate:
        day = self.day()
        return lambda mail: mail.at.astimezone(UTC).date() < day

    def _on(self) -> Predicate:
        day = self.day()
        return lambda mail: mail.at.astimezone(UTC).date() == day

    def _larger(self) -> Predicate:
        size = int(self.text())
        return lambda mail: len(mail.raw) > size

    def _smaller(self) -> Predicate:
        size = int(self.text())
        return lambda mail: len(mail.raw) < size

    def _header(self) -> Predicate:
        return _in_header(self.text(), self.text())

    def _text(self) -> Predicate:
        wanted = self.text().encode().lower()
        return lambda mail: wanted in mail.raw.lower()

    def _body(self) -> Predicate:
        wanted = self.text().encode().lower()
        return lambda mail: wanted in mail.part.body.lower()

    def _charset(self) -> Predicate:
        self.text()
        return lambda mail: True


def _in_header(name: str, text: str) -> Predicate:
    wanted = text.lower()
    return lambda mail: any(wanted in _readable(value).lower() for value in mail.part.fields.get_all(name, []))


def _readable(value: object) -> str:
    try:
        return str(make_header(decode_header(str(value))))
    except (UnicodeError, LookupError, ValueError):
        return str(value)


def _day(text: str) -> date:
    day, _, rest = text.partition("-")
    month, _, year = rest.partition("-")
    try:
        return datetime(int(year), MONTHS.index(month.lower()) + 1, int(day), tzinfo=UTC).date()
    except ValueError:
        raise BadCommand(f"no date: {text[:40]}") from None
