"""What can be wrong with a calendar."""

from collections.abc import Sequence
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from inbox.errors import InboxError


class BadCalendar(InboxError):
    """A calendar that cannot be.

    field: the part that is wrong. sentence: what is wrong, lazily translated, with blanks for `values`.
    """

    def __init__(self, field: str, sentence: Promise | str, **values: Any) -> None:
        super().__init__(field, sentence, values)
        self.field, self.sentence, self.values = field, sentence, values

    def __str__(self) -> str:
        return str(self.sentence) % self.values


class NeverDue(InboxError):
    """A calendar opens so seldom that a length does not fit into the years that are looked at."""

    field = "minutes"

    def __str__(self) -> str:
        return _("This calendar opens too seldom: so much working time does not come together in a hundred years.")


class CalendarNameTaken(InboxError):
    """Two calendars of one name could not be told apart where one is chosen."""

    field = "name"

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name

    def __str__(self) -> str:
        return _("There is a calendar named “%(name)s” already.") % {"name": self.name}


class NamelessCalendar(InboxError):
    field = "name"

    def __str__(self) -> str:
        return _("Give the calendar a name.")


class CalendarChangedMeanwhile(InboxError):
    """Somebody else kept another version since this one was begun."""

    def __str__(self) -> str:
        return _(
            "Somebody has changed this calendar meanwhile, and nothing of yours was kept yet. "
            "Look at theirs in the list of versions; keep again to put yours over it."
        )


class CalendarInUse(InboxError):
    """users: what goes by the calendar, by name."""

    def __init__(self, users: Sequence[str]) -> None:
        super().__init__(users)
        self.users = users

    def __str__(self) -> str:
        names = ", ".join(self.users)
        return _("This calendar is in use and stays: %(names)s. Give them another one first.") % {"names": names}
