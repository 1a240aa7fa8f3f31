"""Warnings before deadlines: which points were reached, once each, and who hears of them.

points.py       at which points of a wait people are warned, and which have been reached; pure
schedules.py    the points of deadlines, from their policies, calendars and pauses
looking.py      look(): the tick, from open deadlines (inbox/deadlines/open_deadlines.py) to alerts
recipients.py   the assignee or the team, and the leads when it is late
"""
