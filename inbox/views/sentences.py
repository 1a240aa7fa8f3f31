"""Sentences of connectors in the reader's language. They are stored in English, as they were said."""

import re
from functools import cache

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

WITH_VALUES = (
    gettext_noop("%(host)s refuses the log-in: %(words)s"),
    gettext_noop("%(host)s wants a log-in: %(words)s"),
    gettext_noop("%(host)s lets nobody in now: %(words)s"),
    gettext_noop("%(host)s refuses the mail: %(words)s"),
    gettext_noop("%(host)s does not take the mail now: %(words)s"),
    gettext_noop("%(host)s answered with status %(status)s"),
    gettext_noop("no connection to %(host)s"),
    gettext_noop("no connection to %(host)s (%(words)s)"),
    gettext_noop("no answer from %(host)s (%(words)s)"),
    gettext_noop("no answer from %(host)s after the mail had left"),
    gettext_noop("the connection to %(host)s broke after the request had left"),
    gettext_noop("the call limit of %(host)s is used up"),
)
"""What connectors say of servers; see connectors/http.py and connectors/mail."""


def in_own_language(text: str) -> str:
    """Line by line; what no catalogue knows, such as a server's own words, stays as it is."""
    return "\n".join(_line(line) for line in text.splitlines())


def _line(line: str) -> str:
    if not line.strip():
        return line
    translated = _(line)
    if translated != line:
        return translated
    for sentence in WITH_VALUES:
        if found := _pattern(sentence).fullmatch(line):
            return _(sentence) % found.groupdict()
    return line


@cache
def _pattern(sentence: str) -> re.Pattern[str]:
    """What the sentence looks like with its values in it; all but the last word of it are without spaces."""
    pieces = re.split(r"%\((\w+)\)s", sentence)
    values = [rf"(?P<{name}>.+)" if name == "words" else rf"(?P<{name}>\S+)" for name in pieces[1::2]]
    return re.compile("".join(re.escape(said) + value for said, value in zip(pieces[::2], [*values, ""], strict=True)))
