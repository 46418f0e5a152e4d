"""Whole cycles over an embedded workspace: how long an idle one takes, and how many calls each makes."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.measure import Figure, seconds
from benchmarks.organisation import organisation
from jobs.runner.cycle import CycleReport
from jobs.runner.unchanged import NOTE, run_if_changed
from sheets_schema.questionnaires.consents import CONSENT_FORMS

LETTERS = "почта: запись"
IDLE = {2: 0.08, 500: 0.3, 2000: 0.8}
"""Mentees → seconds at most."""
FORMS = 1
"""The call for all forms, beyond the budget."""
OPENING = 4 * len(CONSENT_FORMS)
"""The forms of consents open in an organisation's first cycle, once they know its name: each is read, worded, opened
and shared."""


def figures() -> Iterator[Figure]:
    for asking, budget in IDLE.items():
        yield from _idle(asking, budget)
    few, many = _calls_of_a_working_cycle(60, 24), _calls_of_a_working_cycle(2000, 700)
    yield Figure("Обращений за первый рабочий цикл, 60 наставляемых", few, "", 8 + FORMS + OPENING)
    yield Figure("Обращений за первый рабочий цикл, 2000 наставляемых", many, "", few)


def _idle(asking: int, budget: float) -> Iterator[Figure]:
    """A cycle that finds nothing to do, and one where nothing has happened since."""
    with organisation(asking=asking, offering=-(-asking // 3)) as college, tempfile.TemporaryDirectory() as folder:
        while (report := college.cycle()).wrote:
            pass  # until there is nothing left to do
        idle = seconds(college.cycle)

        def look() -> CycleReport:
            # Later than anything that the workspace, which has the machine's clock, was told to change.
            now = datetime.now(UTC) + timedelta(minutes=1)
            return run_if_changed(college.google, college.spreadsheet, now=now, note=Path(folder) / NOTE)

        while look().jobs:
            pass
        unchanged, calls = seconds(look), look().calls.total()
    yield Figure(f"Холостой цикл, наставляемых: {asking}", idle, "с", budget)
    yield Figure("— обращений, анкеты в том числе", report.calls.total(), "", 6)
    yield Figure("— когда с прошлого цикла ничего не изменилось", unchanged, "с", 0.05)
    yield Figure("— обращений", calls, "", 2)


def _calls_of_a_working_cycle(asking: int, offering: int) -> int:
    """Calls of a cycle that validates and matches everyone, beyond one for each letter."""
    with organisation(asking=asking, offering=offering) as college:
        report = college.cycle()
    assert report.changed["Подбор"] >= asking // 2, report.changed
    return sum(count for kind, count in report.calls.items() if kind != LETTERS)
