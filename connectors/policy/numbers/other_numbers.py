"""Numbers that are no telephone numbers by their looks: dates, times, money, sizes, tracking and order numbers.

Each pattern is of bounded length. What only the words around tell (an order number, a serial number) is told in
context.py.
"""

import re
from collections.abc import Iterable, Sequence

_NOT_INSIDE = r"(?<![\d./-])"
_NOT_GOING_ON = r"(?![./-]?\d)"
_MONTHS = (
    "jan|fev|feb|mar|avr|apr|abr|mai|may|jui|jun|jul|aou|aug|ago|sep|set|oct|okt|ott|nov|dec|dez|dic|"
    "gen|mag|giu|lug|ene"
)
_UNITS = (
    r"(?:mm|cm|dm|km|m2|m3|m|kg|mg|g|gr|ml|cl|dl|l|mah|ah|kwh|wh|w|kw|v|ma|hz|khz|mhz|ghz|go|mo|to|gb|mb|tb|px|pouces|"
    r"inches|inch|zoll|lumens|lm|db|bar|rpm|%|euros?|eur|usd|gbp|chf|heures|hours|stunden|horas|ore|jours|days|tage|dias|"
    r"giorni|minutes|min|secondes|seconds|sec|ans|years|pieces|pcs|stuck|unidades|pezzi|pages)"
)
_SHAPES = tuple(
    re.compile(shape)
    for shape in (
        rf"{_NOT_INSIDE}\d{{1,2}}[./-]\d{{1,2}}[./-](?:19|20)\d\d{_NOT_GOING_ON}",
        rf"{_NOT_INSIDE}\d{{1,2}}/\d{{1,2}}/\d\d{_NOT_GOING_ON}",
        rf"{_NOT_INSIDE}(?:19|20)\d\d[./-]\d{{1,2}}[./-]\d{{1,2}}(?!\d)",
        rf"(?<!\d)\d{{1,2}}(?:er|st|nd|rd|th|\.)? (?:de )?(?:{_MONTHS})[a-z]{{0,7}}\.?(?: (?:de )?(?:19|20)\d\d)?",
        r"(?<![\d:])\d{1,2} ?[:h] ?\d\d(?::\d\d)?(?!\d)",
        r"[€$£] ?\d{1,3}(?:[ .,']?\d{3}){0,2}(?:[.,]\d\d)?(?!\d)",
        r"(?<![\d.,-])\d{1,3}(?:[ .,']?\d{3}){0,2}(?:[.,]\d{1,2})? ?[€$£]",
        rf"(?<![\d.,-])\d{{1,6}}(?:[.,]\d{{1,3}})? ?{_UNITS}(?![a-z])",
        r"(?<!\d)(?<![x*])(?<![x*] )\d{1,5} ?[x*] ?\d{1,5}(?: ?[x*] ?\d{1,5})?(?!\d)(?! ?[x*] ?\d)",
        r"(?<![a-z\d])[a-z]{2} ?\d{3} ?\d{3} ?\d{3} ?[a-z]{2}(?![a-z\d])",
        r"(?<![a-z\d])\d[a-z] ?\d{3} ?\d{3} ?\d{3} ?\d{2}(?!\d)",
        r"(?<![a-z\d])1z(?: ?[a-z\d]){16}(?![a-z\d])",
        r"(?<![a-z\d])[a-z]{1,6}[-_ ]?\d{4}-\d{3,12}(?![a-z\d])",
        r"(?<![\d-])20\d\d-\d{4,10}(?![\d-])",
    )
)


def other_numbers(text: str, order_ids: Iterable[re.Pattern[str]], own: Sequence[str]) -> list[tuple[int, int]]:
    """Where numbers stand that are known to be something else. text: folded; own: as they were written."""
    spans = [match.span() for shape in (*_SHAPES, *order_ids) for match in shape.finditer(text)]
    for number in {number.strip().lower() for number in own if len(number.strip()) > 3}:
        at = text.find(number)
        while at >= 0:
            spans.append((at, at + len(number)))
            at = text.find(number, at + len(number))
    return spans
