"""Deadlines written by people, for people, as dates.

    >>> from datetime import date
    >>> from automation.deadlines import Period, parse, state
    >>> plan = Period(date(2023, 9, 1), date(2026, 8, 31))
    >>> deadline = parse("КТ – май 2025 г., далее – ежемесячно", period=plan)
    >>> deadline.checkpoint, deadline.start, deadline.due
    (True, datetime.date(2025, 5, 1), datetime.date(2025, 5, 31))
    >>> deadline.occurrences(date(2025, 7, 31))
    [datetime.date(2025, 5, 31), datetime.date(2025, 6, 30), datetime.date(2025, 7, 31)]
    >>> str(state(deadline, today=date(2025, 5, 10), done=False, soon_days=14).state)
    'в работе'

`in_words` goes the other way, and `moved` rewrites a deadline for the next plan. What a phrase may look like is in
`grammar`, its words in `vocabulary`, what it means in `meaning`; all are pure.
"""

from automation.deadlines.deadline import Deadline, Distance, Kind
from automation.deadlines.meaning import is_checkpoint, parse, resolved
from automation.deadlines.moving import Moved, moved
from automation.deadlines.state import Standing, State, occurrences, state, timetable
from automation.deadlines.vocabulary import Unit
from automation.deadlines.words import in_words
from automation.deadlines.working_days import RUSSIA, Calendar
from sheets_schema.roadmaps import Period

__all__ = [
    "RUSSIA",
    "Calendar",
    "Deadline",
    "Distance",
    "Kind",
    "Moved",
    "Period",
    "Standing",
    "State",
    "Unit",
    "in_words",
    "is_checkpoint",
    "moved",
    "occurrences",
    "parse",
    "resolved",
    "state",
    "timetable",
]
