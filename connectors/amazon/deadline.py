"""By when Amazon wants an answer, as a mail says it: a date, or a number of days.

A date means the end of that day in the marketplace's zone, since "by 24 November" includes the 24th. A number of days
counts from the moment the mail was sent, to the same time of day: whether Amazon counts to midnight is not known, and
a deadline shown too early costs haste, one shown too late the claim. Business days are counted as calendar days for
the same reason. Nothing is computed where the mail names neither.
"""

import re
from datetime import date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from babel.dates import get_month_names

LANGUAGES = ("en", "fr", "de", "it", "es", "nl", "pl", "pt", "sv", "tr")
LONGEST_DAYS = 14
LONGEST_AHEAD = timedelta(days=60)
_LAST_MINUTE = time(23, 59, 59)

_WORDS = {
    2: "two|deux|zwei|due|dos|twee|dwóch|dois|två|iki",
    3: "three|trois|drei|tre|tres|drie|trzech|três|üç",
    4: "four|quatre|vier|quattro|cuatro|czterech|quatro|fyra|dört",
    5: "five|cinq|fünf|cinque|cinco|vijf|pięciu|fem|beş",
    7: "seven|sept|sieben|sette|siete|zeven|siedmiu|sete|sju|yedi",
    10: "ten|dix|zehn|dieci|diez|tien|dziesięciu|dez|tio",
}
_NUMBER = rf"(?P<n>[0-9]{{1,2}}|{'|'.join(_WORDS.values())})(?:\s*\(\s*[0-9]{{1,2}}\s*\))?"
_WITHIN = (
    r"within|in|dans (?:les|un délai de)|sous|innerhalb (?:von|der nächsten)|binnen|entro"
    r"|en (?:un plazo de|los próximos)|dentro de|w ciągu|em até|(?:no|dentro do) prazo de|inom"
)
_DAYS = (
    r"(?:calendar|business|working)?[ -]?days|jours?(?: calendaires| ouvrables)?|(?:kalender|werk|arbeits)?tagen?"
    r"|giorni(?: di calendario| solari| lavorativi)?|días(?: naturales| hábiles)?|(?:kalender|werk)?dagen"
    r"|dni(?: kalendarzowych| roboczych)?|dias(?: corridos| úteis| de calendário)?|(?:kalender)?dagar"
)
_IN_DAYS = re.compile(rf"\b(?:{_WITHIN})\s+{_NUMBER}\s+(?:{_DAYS})\b", re.IGNORECASE)
_DAYS_FIRST = re.compile(rf"\b{_NUMBER}\s?(?:takvim günü|gün|暦日|日)(?:以内|\s+içinde)", re.IGNORECASE)
_BY = re.compile(
    r"(?:\bby|\bbefore|no later than|\buntil|avant le|au plus tard le|d['’]ici (?:le|au)|jusqu['’]au|\bbis(?: zum)?"
    r"|spätestens(?: am)?|entro(?: il)?|antes del?|a más tardar el|hasta el|\bvóór|uiterlijk(?: op)?|\bdo dnia"
    r"|\baté(?: o dia)?|\bsenast(?: den)?)\s+(?P<rest>[^\n]{6,40})",
    re.IGNORECASE,
)
_ISO = re.compile(r"(\d{4})[-/年](\d{1,2})[-/月](\d{1,2})")
_NUMERIC = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})")
_DAY_MONTH = re.compile(r"(\d{1,2})(?:\.|st|nd|rd|th|er|º)?\s+(?:de\s+)?([^\W\d]+)\.?,?\s+(?:de\s+)?(\d{4})")
_MONTH_DAY = re.compile(r"([^\W\d]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})")


def respond_by(text: str, *, sent_at: datetime, zone: str) -> datetime | None:
    """The moment a text asks for an answer by; None if it asks for none.

    sent_at: aware. zone: of the marketplace, e.g. "Europe/Paris".
    """
    there = ZoneInfo(zone)
    today = sent_at.astimezone(there).date()
    if day := _date_in(text, after=today, month_first=zone == "America/Los_Angeles"):
        return datetime.combine(day, _LAST_MINUTE, there).astimezone(sent_at.tzinfo)
    if days := _days_in(text):
        return (sent_at.astimezone(there) + timedelta(days=days)).astimezone(sent_at.tzinfo)
    return None


def _days_in(text: str) -> int | None:
    """The first number of days to answer in; longer ones belong to other things, such as returns."""
    spoken = " ".join(text.split())
    for found in (*_IN_DAYS.finditer(spoken), *_DAYS_FIRST.finditer(spoken)):
        number = _number(found["n"].lower())
        if 0 < number <= LONGEST_DAYS:
            return number
    return None


def _number(said: str) -> int:
    return int(said) if said.isdigit() else next(n for n, words in _WORDS.items() if said in words.split("|"))


def _date_in(text: str, *, after: date, month_first: bool) -> date | None:
    """The first date behind a word such as "by", unless it is over: then it is of something else, such as the order."""
    for found in _BY.finditer(text):
        day = _read_date(found["rest"], month_first=month_first)
        if day and after <= day <= after + LONGEST_AHEAD:
            return day
    return None


def _read_date(text: str, *, month_first: bool) -> date | None:
    try:
        if found := _ISO.search(text):
            return date(int(found[1]), int(found[2]), int(found[3]))
        if found := _NUMERIC.search(text):
            day, month = (found[2], found[1]) if month_first else (found[1], found[2])
            return date(int(found[3]), int(month), int(day))
        if (found := _DAY_MONTH.search(text)) and (month_number := _months().get(found[2].lower())):
            return date(int(found[3]), month_number, int(found[1]))
        if (found := _MONTH_DAY.search(text)) and (month_number := _months().get(found[1].lower())):
            return date(int(found[3]), month_number, int(found[2]))
    except ValueError:
        return None
    return None


@cache
def _months() -> dict[str, int]:
    """Names of months, long and short, in the languages of Amazon's mails."""
    return {
        name.lower().rstrip("."): number
        for width in ("abbreviated", "wide")
        for language in LANGUAGES
        for number, name in get_month_names(width, locale=language).items()
    }
