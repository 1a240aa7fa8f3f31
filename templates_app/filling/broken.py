"""What Liquid says of a body that it cannot read, in our words and with the place."""

import re
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from liquid.exceptions import LiquidError

from templates_app.filling.errors import BadTemplate

_KNOWN: Final[tuple[tuple[re.Pattern[str], str | Promise], ...]] = (
    (re.compile(r"expected tag (\w+), found"), _("A block is not closed: “%(what)s” is missing.")),
    (re.compile(r"unexpected tag '(\w+)'"), _("“%(what)s” cannot be used here.")),
    (re.compile(r"expected '(}}|%})', found end"), _("“%(what)s” is missing.")),
    (re.compile(r"unknown filter '?(\w+)"), _("There is no filter “%(what)s”.")),
)
"""Source: what python-liquid 2.3.6 raises, tried 2026-11."""


def bad_template(error: Exception, source: str) -> BadTemplate:
    """source: the body."""
    detail = str(error.args[0]) if isinstance(error, LiquidError) and error.args else _("too deeply nested")
    start, end = _place(error, source)
    for shape, words in _KNOWN:
        if found := shape.search(str(detail)):
            return BadTemplate(words % {"what": found[1]}, start=start, end=end)
    words = _("This cannot be read as a template: %(detail)s.") % {"detail": detail}
    return BadTemplate(words, start=start, end=end)


def _place(error: Exception, source: str) -> tuple[int, int]:
    """Where the body ends too early nothing has a place: there it is its last block."""
    token = getattr(error, "token", None)
    if token is not None and token.start_index >= 0:
        return token.start_index, token.start_index + len(token.value)
    start = max(source.rfind("{%"), source.rfind("{{"), 0) if token is not None else 0
    end = next((at + 2 for sign in ("%}", "}}") if (at := source.find(sign, start)) >= 0), start)
    return start, end
