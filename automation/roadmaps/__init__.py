"""Roadmaps as a whole: what is wrong with a plan, and a plan read from somebody's table. Pure: no I/O.

    >>> from datetime import date
    >>> from automation.deadlines import Period
    >>> from automation.roadmaps import findings, plan_of
    >>> from sheets_schema.roadmaps import load
    >>> year = Period(date(2023, 9, 1), date(2024, 8, 31))
    >>> [one.sentence for one in findings(plan_of(load("ktt"), period=year)) if "никто не назван" in one.sentence][:1]
    ['Ответственные: никто не назван; впишите роли, иначе напоминать некому']

The checks are in `checks`. A plan is imported in three steps: `automation.grids` finds the tables of a file, `tables`
the measures in them, `importing` brings those to where they are wanted.
"""

from automation.roadmaps.anchors import DayOf, Events, due_day
from automation.roadmaps.checks import Finding, Weight, findings, goes_on
from automation.roadmaps.entry import Entry
from automation.roadmaps.importing import as_yaml, not_there_yet, rows_of
from automation.roadmaps.orders import ABOUT_PAIRS
from automation.roadmaps.plan import Plan, plan_in, plan_of
from automation.roadmaps.tables import Found, Imported, read_tables

__all__ = [
    "ABOUT_PAIRS",
    "DayOf",
    "Entry",
    "Events",
    "Finding",
    "Found",
    "Imported",
    "Plan",
    "Weight",
    "as_yaml",
    "due_day",
    "findings",
    "goes_on",
    "not_there_yet",
    "plan_in",
    "plan_of",
    "read_tables",
    "rows_of",
]
