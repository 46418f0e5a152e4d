"""Roadmaps as a whole: what is wrong with a plan, and a plan read from somebody's table. Pure: no I/O.

    >>> from datetime import date
    >>> from automation.deadlines import Period
    >>> from automation.roadmaps import findings, plan_of
    >>> from sheets_schema.roadmaps import load
    >>> year = Period(date(2023, 9, 1), date(2024, 8, 31))
    >>> [one.sentence for one in findings(plan_of(load("ktt"), period=year)) if "никто не назван" in one.sentence][:1]
    ['Ответственные: никто не назван; впишите роли, иначе напоминать некому']

The checks are in `checks`; the table that a plan is imported from is understood in `tables`.
"""

from automation.roadmaps.checks import Finding, Weight, findings
from automation.roadmaps.plan import Entry, Plan, plan_in, plan_of

__all__ = ["Entry", "Finding", "Plan", "Weight", "findings", "plan_in", "plan_of"]
