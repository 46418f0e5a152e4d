"""What would come of decisions before they are taken: the same jobs over a book of one's own, of which nothing is
written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from automation.workbook.book import Book
from jobs.letters.correspondence import as_text
from jobs.runner.deciding import decide
from jobs.runner.job import jobs_of
from sheets_schema.tabs.matches import Matches
from sheets_schema.tabs.pairs import Pairs
from sheets_schema.vocabulary import ACCEPT


def tried(book: Book, proposal: str) -> str:
    """What else would move if this candidate were accepted, in words."""
    matches = book[Matches]
    row = int(matches.index[matches[Matches.id] == proposal][0])
    matches.enter(row, {Matches.tried: True})
    decide(book, jobs_of(["match"]))
    return as_text(matches[Matches.effect][row])


@dataclass(frozen=True)
class Agreed:
    """What would come of accepting several proposals at once.

    Attributes:
        pairs: mentee and mentor of the pairs that would be made.
        problems: why some would not be.
    """

    pairs: Sequence[tuple[str, str]]
    problems: Sequence[str]


def agreed(book: Book, proposals: Sequence[str]) -> Agreed:
    """What would come of accepting all of these."""
    matches, before = book[Matches], set(book[Pairs][Pairs.id].dropna())
    rows = [int(row) for row in matches.index[matches[Matches.id].isin(proposals)]]
    for row in rows:
        matches.enter(row, {Matches.decision: ACCEPT})
    decide(book, jobs_of(["match", "pairs"]))
    made = book[Pairs].frame
    made = made[~made[Pairs.id].isin(before)]
    pairs = list(zip(made[Pairs.mentee_name].map(as_text), made[Pairs.mentor_name].map(as_text), strict=True))
    said = matches.frame.loc[rows]
    problems = said[Matches.problems].dropna()
    return Agreed(pairs, [f"{name}: {text}" for name, text in zip(said[Matches.mentee_name], problems, strict=False)])
