"""Fill one body with facts."""

import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from liquid.exceptions import LiquidError

from templates_app.filling.blank import CLOSES, MARK, OPENS, has_mark, without_marks
from templates_app.filling.broken import bad_template
from templates_app.filling.environment import Clock, ReplyContext
from templates_app.filling.parsing import parsed
from templates_app.filling.plain import Facts, plain_facts
from templates_app.placeholders import label_of

_MANY_LINES = re.compile(r"\n{3,}")


@dataclass(frozen=True)
class Missing:
    """One place in a filled text where something is missing. path: "order.number"; label: what that is, in words."""

    path: str
    label: str
    start: int
    end: int


@dataclass(frozen=True)
class Filled:
    """text: with a mark at each place of `missing`; only without any can it be sent."""

    text: str
    language: str
    missing: Sequence[Missing]

    @property
    def is_sendable(self) -> bool:
        return not has_mark(self.text)


def fill(
    source: str,
    facts: Facts,
    *,
    language: str,
    labels: Mapping[str, str] = MappingProxyType({}),
    clock: Clock = time.thread_time,
) -> Filled:
    """Fill a body of this language. facts: by root and name, `ask` holds the answers to the template's questions.

    labels: what a mark says of a path where it is not the placeholder's own label: the words of questions.
    Reads nothing but `facts`, prints at most MOST_OUTPUT bytes. Raises BadTemplate; TookTooLong after MOST_SECONDS.
    """
    template = parsed(source)
    context = ReplyContext(template, globals=plain_facts(facts, language))
    context.begin(language, clock)
    buffer = template._get_buffer()
    try:
        template.render_with_context(context, buffer)
    except (LiquidError, RecursionError, ValueError, TypeError, ArithmeticError) as error:
        raise bad_template(error, source) from error
    return _marked(_MANY_LINES.sub("\n\n", buffer.getvalue()).strip(), language, labels)


def _marked(text: str, language: str, labels: Mapping[str, str]) -> Filled:
    """The marks say in words what is missing, in the language of whoever reads the page."""
    parts: list[str] = []
    missing: list[Missing] = []
    end = length = 0
    for place in MARK.finditer(text):
        label = without_marks(labels.get(place[1]) or label_of(place[1]))
        mark = f"{OPENS}{label}{CLOSES}"
        before = text[end : place.start()]
        start = length + len(before)
        missing.append(Missing(place[1], label, start=start, end=start + len(mark)))
        parts += [before, mark]
        length, end = start + len(mark), place.end()
    return Filled("".join([*parts, text[end:]]), language, tuple(missing))
