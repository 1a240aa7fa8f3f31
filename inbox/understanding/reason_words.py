"""Reasons in words, in the reader's language."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from inbox.tickets.topics import name_of_topic
from inbox.understanding.classification import Reason, Sign
from inbox.words.languages import language_name

_WORDS: Final[Mapping[Sign, str | Promise]] = {
    Sign.LANGUAGE: gettext_lazy("Language: %(what)s, as the text is written."),
    Sign.LANGUAGE_BEFORE: gettext_lazy("Language: %(what)s, the buyer's or his channel's; the text does not tell."),
    Sign.TOPIC: gettext_lazy("Topic “%(what)s”: the buyer writes “%(seen)s”."),
    Sign.LEARNT: gettext_lazy("Topic “%(what)s”, as learnt from your tickets: “%(seen)s”."),
    Sign.LEVEL_OF_TOPIC: gettext_lazy("Level %(what)s: usual for the topic “%(seen)s”."),
    Sign.LEVEL: gettext_lazy("Level %(what)s: the buyer writes “%(seen)s”."),
    Sign.WITHDRAWN: gettext_lazy("Withdrawal: the buyer writes “%(seen)s”."),
    Sign.CHASER: gettext_lazy("Chaser: the buyer writes “%(seen)s”."),
    Sign.ANGER: gettext_lazy("Anger: the buyer writes “%(seen)s”."),
    Sign.LEGAL: gettext_lazy("Legal threat: the buyer writes “%(seen)s”."),
    Sign.SHOUTING: gettext_lazy("Anger: everything is in capitals, with exclamation marks."),
    Sign.THANKS: gettext_lazy("Thanks: every word of it is courtesy."),
    Sign.ORDER: gettext_lazy("Order number: “%(seen)s”."),
}


def reason_words(reason: Reason) -> str:
    """One sentence: what was seen, and what it stands for."""
    what, seen = reason.what, reason.seen
    if reason.sign in (Sign.LANGUAGE, Sign.LANGUAGE_BEFORE):
        what = language_name(what)
    if reason.sign in (Sign.TOPIC, Sign.LEARNT):
        what = name_of_topic(what)
    if reason.sign == Sign.LEVEL_OF_TOPIC:
        seen = name_of_topic(seen)
    return str(_WORDS[reason.sign]) % {"what": what, "seen": seen}
