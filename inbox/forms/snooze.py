"""Until when a ticket is put aside: a few moments that people mean, or one of their own."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inbox.forms.ticket_work import WorkForm
from inbox.tickets.snooze import COMES_BACK
from inbox.words.times import at_moment, moment

MORNING = time(9)
HOURS = timedelta(hours=3)
BUYER, OWN = "buyer", "own"


def snooze_moments(now: datetime) -> dict[str, datetime]:
    """The moments that are offered, by code, in the zone that is active."""
    today = timezone.localtime(now)
    tomorrow = today.date() + timedelta(days=1)
    week = today.date() + timedelta(days=7)
    monday = week - timedelta(days=today.weekday())
    moments = {"hours": now + HOURS, "tomorrow": _morning(tomorrow, today), "monday": _morning(monday, today)}
    if monday in (tomorrow, week):
        del moments["monday"]
    return moments | {"week": _morning(week, today)}


class SnoozeForm(WorkForm):
    """until: a code; cleaned, a moment or None = until the buyer writes."""

    until = forms.ChoiceField(label=gettext_lazy("Until"), widget=forms.RadioSelect, initial="tomorrow")
    own = forms.DateTimeField(
        required=False,
        label=gettext_lazy("Your own moment"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )

    def prepare(self) -> None:
        names = {"hours": _("in three hours"), "tomorrow": _("tomorrow morning"), "monday": _("Monday morning")}
        names["week"] = _("in a week")
        offered = [(code, f"{names[code]} · {moment(at, now=self.now)}") for code, at in self._moments.items()]
        self.fields["until"].choices = [  # type: ignore[attr-defined]
            *offered,
            (BUYER, _("until the buyer writes")),
            (OWN, _("until another moment")),
        ]

    @property
    def lead(self) -> str:
        due_at = self.ticket.reply_due_at
        if due_at is None:
            return _("A message of the buyer brings it back at once.")
        if due_at - COMES_BACK <= self.now:
            return _(
                "An answer is due %(due)s: too soon to put it aside, unless only the shop’s own clock asks for it."
            ) % {"due": at_moment(due_at, now=self.now)}
        words = _("An answer is due %(due)s: it comes back %(back)s at the latest, and at once if the buyer writes.")
        return words % {
            "due": at_moment(due_at, now=self.now),
            "back": at_moment(due_at - COMES_BACK, now=self.now),
        }

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("until") == OWN and not cleaned.get("own"):
            raise ValidationError({"own": _("Say until when.")})
        return cleaned

    @property
    def moment(self) -> datetime | None:
        """What was chosen; None = until the buyer writes."""
        own: datetime | None = self.cleaned_data["own"]
        chosen = self.cleaned_data["until"]
        return own if chosen == OWN else self._moments.get(chosen)

    @property
    def _moments(self) -> dict[str, datetime]:
        return snooze_moments(self.now)


def _morning(day: Any, here: datetime) -> datetime:
    return datetime.combine(day, MORNING, tzinfo=here.tzinfo)
