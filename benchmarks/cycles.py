"""Whole cycles over an embedded workspace: how long an idle one takes, and how many calls each makes."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.measure import Figure, seconds
from benchmarks.organisation import organisation

LETTERS = "почта: запись"
FORMS = 1
"""The call for all forms, beyond the budget."""


def figures() -> Iterator[Figure]:
    with organisation(asking=500, offering=170) as college:
        while college.cycle().wrote:
            pass  # until there is nothing left to do
        idle = seconds(college.cycle)
        calls = college.cycle().calls.total()
    yield Figure("Холостой цикл, 500 наставляемых", idle, "с", 0.5)
    yield Figure("Обращений за холостой цикл, анкеты в том числе", calls, "", 6)
    few, many = _calls_of_a_working_cycle(60, 24), _calls_of_a_working_cycle(2000, 700)
    yield Figure("Обращений за рабочий цикл, 60 наставляемых", few, "", 8 + FORMS)
    yield Figure("Обращений за рабочий цикл, 2000 наставляемых", many, "", few)


def _calls_of_a_working_cycle(asking: int, offering: int) -> int:
    """Calls of a cycle that validates and matches everyone, beyond one for each letter."""
    with organisation(asking=asking, offering=offering) as college:
        report = college.cycle()
    assert report.changed["Подбор"] >= asking // 2, report.changed
    return sum(count for kind, count in report.calls.items() if kind != LETTERS)
