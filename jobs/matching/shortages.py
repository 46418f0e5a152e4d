"""What would help most where mentees are left over, and whether pairs might be better: from the matching into «Кого не
хватает», and out of it again.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from automation.documents import NO_BREAK_SPACE, count
from automation.matching import Matching, Stability
from automation.matching.wording import not_proven
from automation.workbook.book import Book
from automation.workbook.drawing import draw
from automation.workbook.table import Table
from sheets_schema.tabs.bank import Bank
from sheets_schema.tabs.mentees import Mentees
from sheets_schema.tabs.mentors import Mentors
from sheets_schema.tabs.shortages import Shortages

MOST = 10
"""Lines on the tab."""
MOST_NAMED = 10
"""People named in a line; of the rest it says how many they are."""


def tell(book: Book, matching: Matching) -> None:
    """Draw the tab; where it is not there, the journal says so."""
    if book.unavailable(Shortages.name):
        return
    found = matching.remedies(MOST)
    names, mentors = _names(book[Mentees]), _names(book[Mentors])
    whom = pd.Series([_named(ids, names) for ids in found["mentees"]], index=found.index, dtype="str")
    what = pd.Series([_with_name(text, mentors) for text in found["what"]], index=found.index, dtype="str")
    lines = found.assign(what=what, mentees=whom)
    draw(book[Shortages], pd.concat([lines, pd.DataFrame({Shortages.what: _doubts(matching)})], ignore_index=True))


def told(book: Book, most: int) -> list[str]:
    """The first lines of the tab, each as one sentence's end: «ещё один наставник по теме «…»: +2 пары»."""
    if book.unavailable(Shortages.name):
        return []
    return list(_lines(book[Shortages].frame.sort_values(Shortages.id).head(most)))


def doubt(book: Book) -> str:
    """That better pairs may be possible, and by how much; "" where it is proven that none are."""
    if book.unavailable(Shortages.name):
        return ""
    rows = book[Shortages].frame
    return " ".join(rows[Shortages.what][rows[Shortages.gain].isna()].dropna())


def _doubts(matching: Matching) -> list[str]:
    """The line that promises no pairs, if there is one."""
    proof = matching.proof
    if isinstance(proof, Stability) or not proof.gap:
        return []
    return [not_proven(proof.pairs, proof.most_pairs, proof.bound - proof.total)]


def _lines(rows: pd.DataFrame) -> Iterator[str]:
    for what, gain in rows[[Shortages.what, Shortages.gain]].dropna().itertuples(index=False, name=None):
        yield f"{what}: +{count(int(gain), 'пара')}".replace(NO_BREAK_SPACE, " ")


def _names(bank: Table) -> dict[Any, str]:
    people = bank.frame.dropna(subset=[Bank.id, Bank.full_name]).drop_duplicates(Bank.id)
    return dict(zip(people[Bank.id], people[Bank.full_name], strict=True))


def _with_name(what: str, names: dict[Any, str]) -> str:
    """«ещё одно место у наставника Н-0003», and who that is."""
    return " ".join(filter(None, (what, names.get(what.rpartition(" ")[2]))))


def _named(ids: tuple[str, ...], names: dict[Any, Any]) -> str | None:
    said = [" ".join(filter(None, (id_, names.get(id_)))) for id_ in ids[:MOST_NAMED]]
    more = len(ids) - len(said)
    return ", ".join(said) + (f" и ещё {more}" if more else "") or None
