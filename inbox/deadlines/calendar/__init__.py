"""Working calendars and the arithmetic of deadlines: pure, no database. Import from here.

work_calendar.py     WorkCalendar: what a day is, and when it is open
walking.py           add_working, last_before, working_between, add_days
working_year.py      the open stretches of one year with running totals, so that nothing is walked by the minute
wall_clock.py        a local time of day -> the instant it means, through both changes of the clocks
slots.py             the hours of an ordinary week
closed_days.py       closures and half days
public_holidays.py   which days a country and region keep, and their names
reading.py           the parts of a calendar as the API has them (entries.py), or BadCalendar with a sentence
explaining.py        the steps (steps.py) of a computation, for "why this deadline?"
"""

from inbox.deadlines.calendar.errors import BadCalendar, NeverDue
from inbox.deadlines.calendar.steps import Step, StepCode
from inbox.deadlines.calendar.walking import Due, add_days, add_working, last_before, working_between
from inbox.deadlines.calendar.work_calendar import WorkCalendar

__all__ = [
    "BadCalendar",
    "Due",
    "NeverDue",
    "Step",
    "StepCode",
    "WorkCalendar",
    "add_days",
    "add_working",
    "last_before",
    "working_between",
]
