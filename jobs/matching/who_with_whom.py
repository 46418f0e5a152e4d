"""«Кто с кем»: the whole picture on one tab, drawn anew from the register of pairs and what «Подбор» proposes.

The pairs of a mentor stand together, the strongest first; then come the mentors who have places, and at the end, to
be seen at once, those who have no mentor.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd

from automation.workbook.book import Book
from automation.workbook.drawing import draw
from automation.workbook.table import Table
from jobs.runner.job import job
from sheets_schema.columns import Name
from sheets_schema.tabs.bank import Bank
from sheets_schema.tabs.matches import Matches
from sheets_schema.tabs.mentees import Mentees
from sheets_schema.tabs.mentors import Mentors
from sheets_schema.tabs.pairs import Pairs
from sheets_schema.tabs.who_with_whom import WhoWithWhom, bar
from sheets_schema.vocabulary import AT_WORK, HAS_PLACE, IS_PROPOSED, NO_MENTOR, NOBODY, PROPOSED, TAKING_PART

_AS_SHOWN = {Matches.reasons: WhoWithWhom.why}


@job(
    title="кто с кем",
    after=("states",),
    does="Рисует лист «Кто с кем».",
    stops="лист «Кто с кем» остаётся таким, какой есть",
)
def run(book: Book, today: date) -> None:
    pairs = _pairs(book)
    taken = pairs[Pairs.mentor].value_counts()
    lines = pd.concat([pairs, _free_mentors(book, taken), _left_over(book, pairs)], ignore_index=True)
    names = {**_column(book[Mentors], Bank.full_name), **_column(book[Mentees], Bank.full_name)}
    mentor = lines[WhoWithWhom.mentor]
    places = _whole(mentor.map(taken).fillna(0)) + " из " + _whole(mentor.map(_column(book[Mentors], Mentors.capacity)))
    first = ~mentor.duplicated() & mentor.notna()
    lines[WhoWithWhom.places] = places.where(first)
    lines[WhoWithWhom.mentor_name] = mentor.map(names).where(first)
    lines[WhoWithWhom.mentee_name] = lines[WhoWithWhom.mentee].map(names)
    lines[WhoWithWhom.strength] = lines[WhoWithWhom.score].map(bar, na_action="ignore")
    draw(book[WhoWithWhom], lines)


def _pairs(book: Book) -> pd.DataFrame:
    """Pairs at work and pairs proposed: by mentor, the strongest first."""
    proposals = book[Matches].frame
    judged = proposals.dropna(subset=[Matches.mentee, Matches.mentor]).drop_duplicates([Matches.mentee, Matches.mentor])
    judged = judged[[Matches.mentee, Matches.mentor, Matches.score, Matches.reasons]].rename(columns=_AS_SHOWN)
    register = book[Pairs].frame
    at_work = register.loc[register[Pairs.state].isin(AT_WORK), [Pairs.mentee, Pairs.mentor, Pairs.state]]
    proposed = proposals.loc[proposals[Matches.state] == PROPOSED, [Matches.mentee, Matches.mentor]].assign(
        state=IS_PROPOSED
    )
    pairs = pd.concat([at_work, proposed]).drop_duplicates([Pairs.mentee, Pairs.mentor])
    pairs = pairs.merge(judged, on=[Pairs.mentee, Pairs.mentor], how="left")
    order = [Pairs.mentor, Matches.score, Pairs.mentee]
    return pairs.sort_values(order, ascending=[True, False, True], ignore_index=True)


def _free_mentors(book: Book, taken: pd.Series) -> pd.DataFrame:
    """Mentors who take part and have nobody."""
    mentors = book[Mentors].frame
    free = mentors[mentors[Mentors.status].isin(TAKING_PART) & ~mentors[Mentors.id].isin(taken.index)]
    ids = free[Mentors.id].dropna().drop_duplicates().sort_values()
    return pd.DataFrame({WhoWithWhom.mentor: ids, WhoWithWhom.state: HAS_PLACE})


def _left_over(book: Book, pairs: pd.DataFrame) -> pd.DataFrame:
    proposals = book[Matches].frame
    nobody = (
        proposals[(proposals[Matches.state] == NOBODY) & ~proposals[Matches.mentee].isin(pairs[Pairs.mentee])]
        .drop_duplicates(Matches.mentee)
        .sort_values(Matches.mentee)
    )
    return nobody[[Matches.mentee, Matches.reasons]].rename(columns=_AS_SHOWN).assign(state=NO_MENTOR)


def _column(bank: Table, name: Name[Any]) -> dict[Any, Any]:
    """Key → what the person's row has in a column."""
    people = bank.frame.dropna(subset=[Bank.id]).drop_duplicates(Bank.id)
    return dict(zip(people[Bank.id], people[name], strict=True))


def _whole(numbers: pd.Series) -> pd.Series:
    return numbers.map(lambda number: "?" if pd.isna(number) else f"{number:.0f}")
