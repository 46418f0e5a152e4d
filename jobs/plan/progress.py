"""How far the plan has come: what is done, what is late and what is next, in figures and measure by measure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any, Self

import pandas as pd

from automation.workbook.book import Book
from jobs.plan.measures import Measures, measures
from jobs.plan.reported import as_agreed, occurrences_as_agreed, reports
from sheets_schema.columns import shortened
from sheets_schema.tabs.roadmap import Roadmap
from sheets_schema.vocabulary import DONE, IN_PROGRESS, NO_DEADLINE, NOT_STARTED, OVERDUE, SOON

CODES = {
    DONE: "done",
    IN_PROGRESS: "in_progress",
    SOON: "soon",
    OVERDUE: "overdue",
    NOT_STARTED: "not_started",
    NO_DEADLINE: "no_deadline",
}
"""State → what a template calls the number of measures in it."""

_LONGEST_TITLE, _LONGEST_PROOF = 160, 200
_LONGEST_NOTE = 40_000
"""Characters of `Figures.as_text`; a cell takes 50,000."""


@dataclass(frozen=True)
class Figures:
    """How the plan stood on some day, for a later day to be compared with."""

    counts: Mapping[str, int]
    """What a template calls a state → how many measures are in it; and `total`."""
    done: Mapping[str, int]
    """A measure's number → how many of its times were done, of those with any."""

    def as_text(self) -> str | None:
        """The figures as a cell keeps them; None for a plan of so many thousands of measures that none would."""
        text = json.dumps({"counts": self.counts, "done": self.done}, ensure_ascii=False, separators=(",", ":"))
        return text if len(text) <= _LONGEST_NOTE else None

    @classmethod
    def of_text(cls, text: Any) -> Self | None:
        """The figures that a cell keeps; None where it is empty or somebody has changed it."""
        try:
            kept = json.loads(text)
            counts = {name: int(kept["counts"][name]) for name in ("total", *CODES.values())}
            return cls(counts, {str(key): int(times) for key, times in kept["done"].items()})
        except (TypeError, ValueError, KeyError, AttributeError, OverflowError, RecursionError):
            return None


class Progress:
    """The measures of «Дорожная карта» on a day, with what the curator agreed to; each part reckoned on its use."""

    def __init__(self, book: Book, plan: Measures, today: date) -> None:
        self.today = today
        self._book, self._plan = book, plan
        numbered = book[Roadmap][Roadmap.id].notna() & ~book[Roadmap][Roadmap.id].duplicated()
        self._rows = book[Roadmap].index[numbered]

    def __len__(self) -> int:
        return len(self._rows)

    @cached_property
    def measures(self) -> pd.DataFrame:
        """One row a measure that has a number, in the order of the plan: its id, number, measure, responsible, stage
        and proof, and the columns of `automation.deadlines.timetable`."""
        rows = self._book[Roadmap].frame.loc[
            self._rows, [Roadmap.id, Roadmap.number, Roadmap.measure, Roadmap.responsible, Roadmap.stage, Roadmap.proof]
        ]
        reported = {one.measure: one.proof for one in reports(self._book) if one.finished and one.proof}
        # In the curator's words, in those of an accepted report, or what the program sees.
        proofs = (
            rows[Roadmap.proof]
            .fillna(rows[Roadmap.id].map(reported).astype("str"))
            .fillna(self._plan.seen.loc[self._rows])
        )
        dates = as_agreed(self._book, self._plan.timetable(), self.today)
        return rows.assign(proof=proofs).join(dates)

    @cached_property
    def occurrences(self) -> pd.DataFrame:
        """As `automation.deadlines.occurrences` gives them, of these measures."""
        every = occurrences_as_agreed(self._book, self._plan.occurrences(), self.today)
        return every[every["measure"].isin(self._rows)]

    @cached_property
    def figures(self) -> Figures:
        states = self.measures["state"].value_counts()
        counts = {code: int(states.get(state, 0)) for state, code in CODES.items()}
        times = self.measures["times_done"].where(self.measures["times_done"] > 0, self.measures["state"] == DONE)
        done = dict(zip(self.measures[Roadmap.id], times.astype("int64").tolist(), strict=True))
        return Figures({"total": len(self.measures), **counts}, {key: many for key, many in done.items() if many})

    def overdue(self) -> list[dict[str, Any]]:
        """What is late, the longest first."""
        late = self.measures[self.measures["state"] == OVERDUE].sort_values("due", kind="stable")
        return [
            {**_told(row), "due": row["due"].date(), "late": -int(row["days_left"]), "missed": row["times_overdue"]}
            for row in late.to_dict("records")
        ]

    def due_within(self, days: int) -> list[dict[str, Any]]:
        """What is due from today on, within so many days, the soonest first; a measure that recurs, once."""
        first, last = pd.Timestamp(self.today), pd.Timestamp(self.today + timedelta(days=days))
        ahead = self.occurrences[(self.occurrences["state"] != DONE) & self.occurrences["due"].between(first, last)]
        ahead = ahead.sort_values("due", kind="stable").drop_duplicates("measure")
        rows = self.measures.loc[ahead["measure"]].to_dict("records")
        return [
            {**_told(row), "due": due.date(), "left": (due - first).days}
            for row, due in zip(rows, ahead["due"], strict=True)
        ]

    def done_since(self, former: Figures | None) -> list[dict[str, Any]]:
        """What has been done since then, in the order of the plan; all that is done, without anything to compare."""
        before: Mapping[str, int] = {} if former is None else former.done
        now = self.figures.done
        return [
            {**_told(row), "times": row["times"], "times_done": now[row[Roadmap.id]]}
            for row in self.measures.to_dict("records")
            if now.get(row[Roadmap.id], 0) > before.get(row[Roadmap.id], 0)
        ]

    def checkpoint_days(self, first: date) -> list[date]:
        """The days on which checkpoints are due, from one on."""
        days = self.occurrences["due"][self.occurrences["checkpoint"]]
        return sorted({day.date() for day in days if day.date() >= first})

    def checkpoints(self, first: date, last: date) -> list[dict[str, Any]]:
        """The checkpoints due from one day to another, and how they stand."""
        within = self.occurrences["due"].between(pd.Timestamp(first), pd.Timestamp(last))
        found = self.occurrences[self.occurrences["checkpoint"] & within].sort_values("due", kind="stable")
        rows = self.measures.loc[found["measure"]].to_dict("records")
        return [
            {**_told(row), "due": due.date(), "state": state}
            for row, due, state in zip(rows, found["due"], found["state"], strict=True)
        ]


def progress(book: Book, today: date) -> Progress | None:
    """How far the plan has come by `today`; None while it has no period."""
    plan = measures(book, today)
    return Progress(book, plan, today) if plan else None


def _told(row: Mapping[Any, Any]) -> dict[str, Any]:
    return {
        "number": _text(row[Roadmap.number]),
        "title": shortened(_text(row[Roadmap.measure]), _LONGEST_TITLE) or "без названия",
        "responsible": shortened(_text(row[Roadmap.responsible]), _LONGEST_TITLE),
        "proof": shortened(_text(row[Roadmap.proof]), _LONGEST_PROOF),
    }


def _text(value: Any) -> str:
    return "" if pd.isna(value) else str(value)
