"""What calendars are called: those that came with Guichet in the reader's language, until somebody renames them."""

from collections.abc import Callable, Mapping
from functools import cache, partial
from typing import Final

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from connectors.registry import connectors
from inbox.models import Calendar

FRANCE: Final = "FR"


def office_hours_name() -> str:
    """In the active language."""
    return _("Office hours (France)")


def working_days_name(country: str) -> str:
    """In the active language."""
    return _("Working days (%(country)s)") % {"country": country}


def name_of_calendar(calendar: Calendar) -> str:
    """As the shop named it; one of ours in the active language."""
    ours = _ours().get(calendar.name)
    return ours() if ours else calendar.name


def name_to_keep(calendar: Calendar, wanted: str) -> str:
    """What is stored if it is to be called so: one of ours stays as it is, in whichever language it was read."""
    ours = _ours().get(calendar.name)
    return calendar.name if ours and ours is _ours().get(wanted) else wanted


@cache
def _ours() -> Mapping[str, Callable[[], str]]:
    """What names a calendar of ours, by each name under which it may have been stored: one for each language."""
    stated = (connector.reply_window.working_days for connector in connectors().values())
    countries = {FRANCE, *(days.country for days in stated if days)}
    names: list[Callable[[], str]] = [
        office_hours_name,
        *(partial(working_days_name, country) for country in countries),
    ]
    found: dict[str, Callable[[], str]] = {}
    for code, _label in settings.LANGUAGES:
        with translation.override(code):
            found |= {name(): name for name in names}
    return found
