"""What the two of a pair said of each other after the trial meeting, and which pairs had better be changed."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from automation.matching.reasons import Reason, Side
from automation.workbook.book import Book
from automation.workbook.planned import awaited
from jobs.pair_life.register import working
from jobs.runner.facts import fact
from sheets_schema.tabs.compatibility import Compatibility
from sheets_schema.tabs.mentors import Mentors
from sheets_schema.tabs.pairs import Pairs
from sheets_schema.vocabulary import (
    AGREEMENT,
    KEEP,
    REPLACE,
    SUITS,
    TO_REPLACE,
    TO_WATCH,
)

POINTS = dict(zip(AGREEMENT, (100, 67, 33, 0), strict=True))
ASKED = (Compatibility.ease, Compatibility.goal, Compatibility.terms, Compatibility.trust, Compatibility.go_on)
GOOD, POOR = 67, 40
"""From so many points all is well; below so many a change is proposed."""


@dataclass(frozen=True)
class Replacement:
    """A pair for which another mentor is to be proposed, and why, in a few words for the curator."""

    pair: str
    mentee: str
    mentor: str
    why: str
    gist: str
    """The same for whoever else reads of it: people were promised that nobody but the curator sees their answers."""


@dataclass(frozen=True)
class Instead(Reason):
    """Somebody is proposed because a pair is to be changed."""

    side = Side.CIRCUMSTANCE
    of: Replacement

    def told(self) -> str:
        return f"замена ({self.of.why})"


@dataclass(frozen=True)
class NobodyElse(Reason):
    """A pair is to be changed, and there is nobody to propose."""

    side = Side.AGAINST

    def told(self) -> str:
        return "других подходящих наставников со свободным местом пока нет"


def judged(answers: pd.DataFrame) -> pd.DataFrame:
    """The rows of «Совместимость» with `score` (0 … 100) and `verdict`; empty where an answer is not given yet.

    Whoever does not want to go on is taken at their word, whatever else they answered.
    """
    points = pd.DataFrame({name: answers[name].map(POINTS) for name in ASKED}, index=answers.index, dtype="float64")
    score = points.mean(axis=1, skipna=False).round()
    reluctant = points[Compatibility.go_on] <= POINTS[AGREEMENT[2]]
    verdict = pd.Series(SUITS, index=answers.index, dtype="str")
    verdict = verdict.mask((score < GOOD) | reluctant, TO_WATCH)
    verdict = verdict.mask((score < POOR) | (points[Compatibility.go_on] == 0), TO_REPLACE)
    return answers.assign(score=score, verdict=verdict.where(score.notna()))


@fact
def latest(book: Book) -> pd.DataFrame:
    """The last judged answer of each side of each pair; none where the tab is not there."""
    if book.unavailable(Compatibility.name):
        return judged(pd.DataFrame(columns=list(Compatibility.columns)))
    table = book[Compatibility]
    answers = table.frame[~awaited(table)].dropna(subset=[Compatibility.pair, Compatibility.side])
    return judged(answers.sort_values([Compatibility.answered, Compatibility.id])).drop_duplicates(
        [Compatibility.pair, Compatibility.side], keep="last"
    )


@fact
def replacements(book: Book) -> tuple[Replacement, ...]:
    """Pairs at work whose mentor has left, whose answers are low, or for which the curator asked for another mentor.

    The curator's own decision on any answer of a pair outranks the points.
    """
    answers = latest(book)
    said = _why_by_pair(answers)
    mentors = book[Mentors].frame
    left = set(mentors[Mentors.id][mentors[Mentors.withdrawn]].dropna())
    found = []
    at_work = working(book)[[Pairs.id, Pairs.mentee, Pairs.mentor]].dropna()
    for pair, mentee, mentor in at_work.itertuples(index=False, name=None):
        why, gist = (_HAS_LEFT, _HAS_LEFT) if mentor in left else said.get(pair, ("", ""))
        if why:
            found.append(Replacement(pair, mentee, mentor, why, gist))
    return tuple(found)


_HAS_LEFT = "наставник больше не участвует"


def _why_by_pair(answers: pd.DataFrame) -> dict[str, tuple[str, str]]:
    """Pair → why it had better be changed, in words for the curator and for others."""
    found: dict[str, tuple[str, str]] = {}
    speaks_for_it = (answers[Compatibility.decision] == REPLACE) | (answers[Compatibility.verdict] == TO_REPLACE)
    concerned = answers[answers[Compatibility.pair].isin(answers[Compatibility.pair][speaks_for_it])]
    for pair, rows in concerned.groupby(Compatibility.pair):
        decisions = set(rows[Compatibility.decision].dropna())
        low = rows[rows[Compatibility.verdict] == TO_REPLACE]
        if REPLACE in decisions:
            found[str(pair)] = ("вы ищете замену", "куратор ищет замену")
        elif len(low) and KEEP not in decisions:
            points = zip(low[Compatibility.side], low[Compatibility.score], strict=True)
            who = " и ".join(f"{side} — {score:.0f} из 100" for side, score in points)
            found[str(pair)] = (f"после пробной встречи {who}", "после пробной встречи")
    return found
