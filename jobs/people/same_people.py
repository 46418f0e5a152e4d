"""Rows of one person become one row. What is certain and was decided upon by nobody is joined, the rest is asked of the
curator on «Похожие люди».

Nothing is thrown away: the surplus row stays where it is, refers to the one that stays, and can be parted from it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any

import pandas as pd

from automation.people import CERTAIN, Alike
from automation.workbook.book import Book
from automation.workbook.cells import is_missing
from automation.workbook.checks import in_plain_russian
from automation.workbook.table import Table
from jobs.pair_life.register import standing
from jobs.people.identity import BANKS, Couple, decided, likenesses
from jobs.people.numbering import number_new_rows
from jobs.runner.job import job
from sheets_schema.columns import Name, Owner
from sheets_schema.tabs.bank import Bank
from sheets_schema.tabs.matches import Matches
from sheets_schema.tabs.pairs import Pairs
from sheets_schema.tabs.same_people import SamePeople
from sheets_schema.vocabulary import (
    AWAITS_DECISION,
    DIFFERENT_PEOPLE,
    JOINED,
    ONE_PERSON,
    SET_ASIDE,
)

BOTH_IN_PAIRS = "оба номера в действующих парах ({pairs}); завершите одну из них, и строки объединятся"
BUILT_UPON = "после объединения составлена пара {pair}; завершите её, и строки разъединятся"


@job(
    title="похожие люди",
    after=("collect",),
    does="Узнаёт одного человека в нескольких строках банков; несомненное объединяет, об остальном спрашивает на листе "
    "«Похожие люди».",
    stops="похожие строки не ищутся и не объединяются",
)
def run(book: Book, today: date) -> None:
    table = book[SamePeople]
    for sheet in BANKS:
        number_new_rows(book, book[sheet])
    people = _People(book)
    problems: dict[int, str] = {}
    _notice(book, table, people, today, (one for one in people.alike if people.is_certain(one)))
    for sheet in BANKS:
        _join(book[sheet], table, people, problems, today)
    _notice(book, table, people, today, people.alike)  # a row that has been joined is like nobody any more
    _say_how_it_stands(table, people)
    found = {row: [f"{SamePeople.decision.column.title}: {said}"] for row, said in problems.items()}
    table[SamePeople.problems] = in_plain_russian(table, found)


class _People:
    """Who is in the banks, who is alike, and what was built upon whom."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self.row: dict[str, tuple[Table, int]] = {}
        for sheet in BANKS:
            bank = book[sheet]
            numbered = bank[Bank.id].dropna().drop_duplicates()
            self.row |= {number: (bank, int(str(row))) for row, number in numbered.items()}
        self._seen: dict[str, tuple[int, dict[Any, list[Any]]]] = {}
        """Name of a bank → its version and its columns then."""
        self.said = decided(book)
        self.alike: Mapping[Couple, Alike] = {frozenset((one.one, one.other)): one for one in likenesses(book)}

    def cell(self, number: str, name: Name[Any]) -> Any:
        """What stands in a cell of a row, as jobs may see it."""
        bank, row = self.row[number]
        return self._columns(bank)[name][bank.index.get_loc(row)]

    def cells(self, number: str) -> Mapping[Any, Any]:
        """All cells of a row, as jobs may see them now."""
        bank, row = self.row[number]
        place = bank.index.get_loc(row)
        return {name: column[place] for name, column in self._columns(bank).items()}

    def _columns(self, bank: Table) -> dict[Any, list[Any]]:
        seen = self._seen.get(bank.sheet.name)
        if seen is None or seen[0] != bank.version:
            columns = {name: column.tolist() for name, column in bank.frame.items()}
            seen = self._seen[bank.sheet.name] = bank.version, columns
        return seen[1]

    def takes_part(self, number: str) -> bool:
        return number in self.row and not self.cell(number, Bank.withdrawn)

    def in_one_bank(self, couple: Couple) -> bool:
        return len({self.row[number][0].sheet.name for number in couple if number in self.row}) == 1

    @cached_property
    def pairs(self) -> Mapping[str, Sequence[tuple[str, pd.Timestamp]]]:
        """Number → the pairs in which that row stands, and since when."""
        found: dict[str, list[tuple[str, pd.Timestamp]]] = {}
        rows = standing(self._book)[[Pairs.id, Pairs.mentor, Pairs.mentee, Pairs.agreed_on]]
        for pair, mentor, mentee, since in rows.itertuples(index=False, name=None):
            for number in (mentor, mentee):
                found.setdefault(number, []).append((pair, since))
        return found

    @cached_property
    def touched(self) -> set[str]:
        """The rows of which somebody has decided something: pairs, candidates, and the curator's own cells."""
        matches, pairs = self._book[Matches].frame, self._book[Pairs].frame
        on_candidates = matches[matches[Matches.decision].notna() | matches[Matches.assigned].notna()]
        named = [
            *(on_candidates[name] for name in (Matches.mentee, Matches.mentor)),
            *(pairs[name] for name in (Pairs.mentee, Pairs.mentor)),
            *(bank[Bank.id][_noted(bank)] for bank in map(self._book.__getitem__, BANKS)),
        ]
        return set(pd.concat(named).dropna())

    def numbers_of(self, bank: Table) -> set[str]:
        return {number for number, (table, _) in self.row.items() if table is bank}

    def root(self, number: str) -> str:
        """The row that stays for this one: itself, unless it is surplus."""
        stays = self.cell(number, Bank.joined) if number in self.row else None
        return number if is_missing(stays) or stays not in self.row else str(stays)

    def surplus_of(self, couple: Couple) -> str:
        """Which of the two is a surplus row of the same person as the other; empty where neither is."""
        roots = {number: self.root(number) for number in sorted(couple)}
        joined = (number for number, root in roots.items() if number != root)
        return next(joined, "") if len({*roots.values()}) == 1 else ""

    def rank(self, number: str) -> tuple[bool, bool, bool, int]:
        """The row that stays has the least: in a pair, then decided upon, then the earlier one."""
        return (
            self.root(number) != number,
            number not in self.pairs,
            number not in self.touched,
            self.row[number][1],
        )

    def asked_about(self, couple: Couple) -> bool:
        """Whether there is anything to ask: a mentor who is certainly a mentee as well is not."""
        stand = all(self.takes_part(number) and self.root(number) == number for number in couple)
        return couple in self.alike and stand and (self.in_one_bank(couple) or not self.is_certain(couple))

    def agreed(self, couple: Couple) -> bool:
        """Whether these are one row by the curator's decision, or because they have been until now."""
        return self.said.get(couple) == ONE_PERSON or bool(self.surplus_of(couple))

    def to_be_joined(self, couple: Couple) -> bool:
        """What is certain waits for the curator all the same, where both rows were decided upon."""
        certain = self.is_certain(couple) and all(map(self.takes_part, couple)) and not couple <= self.touched
        return certain or self.agreed(couple)

    def may_be_joined(self, one: set[str], other: set[str], couple: Couple) -> bool:
        """Whether nothing speaks against any two of those who would be one row then."""
        across = [frozenset((mine, theirs)) for mine in one for theirs in other]
        differs = any(self.said.get(one) == DIFFERENT_PEOPLE for one in across if one != couple)
        return not differs and (self.agreed(couple) or all(one in self.alike for one in across))

    def is_certain(self, couple: Couple) -> bool:
        return couple in self.alike and self.alike[couple].likeness.verdict == CERTAIN


def _noted(bank: Table) -> pd.Series:
    """The rows in which the curator has filled cells of her own."""
    frame = bank.whole
    columns = [frame[name].tolist() for name in bank.sheet.owned_by(Owner.CURATOR)]
    return pd.Series([any(map(_says_something, row)) for row in zip(*columns, strict=True)], frame.index, dtype="bool")


def _says_something(value: Any) -> bool:
    return not (is_missing(value) or value is False)


# The rows of the tab


def _couples(table: Table) -> Iterator[tuple[int, Couple]]:
    columns = (table[name].tolist() for name in (SamePeople.one, SamePeople.other))
    for row, one, other in zip(table.index.tolist(), *columns, strict=True):
        if not (is_missing(one) or is_missing(other)):
            yield row, frozenset((one, other))


def _notice(book: Book, table: Table, people: _People, today: date, couples: Iterable[Couple]) -> None:
    """A row for every couple that is new and is to be asked about."""
    listed = {couple for _, couple in _couples(table)}
    new = [people.alike[couple] for couple in couples if couple not in listed and people.asked_about(couple)]
    rows = [
        {
            SamePeople.id: key,
            SamePeople.one: one.one,
            SamePeople.other: one.other,
            SamePeople.state: AWAITS_DECISION,
            SamePeople.since: pd.Timestamp(today),
        }
        for key, one in zip(book.new_keys(table, len(new)), new, strict=True)
    ]
    table.append(rows)


def _say_how_it_stands(table: Table, people: _People) -> None:
    told = table.frame[[*_TOLD]].to_dict("index")
    for row, couple in _couples(table):
        surplus = people.surplus_of(couple)
        says = told[row]
        says[SamePeople.state], says[SamePeople.left] = _state(couple, people), _left(surplus, people)
        for name, whose in ((SamePeople.one_name, SamePeople.one), (SamePeople.other_name, SamePeople.other)):
            number = says[whose]
            says[name] = people.cell(number, Bank.full_name) if number in people.row else None
        # What agrees of two rows that have been joined is what agreed before one of them was filled from the other.
        if couple in people.alike and (not surplus or is_missing(says[SamePeople.agrees])):
            likeness = people.alike[couple].likeness
            says[SamePeople.agrees] = ", ".join(likeness.agrees)
            says[SamePeople.differs] = ", ".join(likeness.differs) or None
    for written in _TOLD[2:]:
        table[written] = pd.Series([says[written] for says in told.values()], index=table.index, dtype="str")


_TOLD = (
    SamePeople.one,
    SamePeople.other,
    SamePeople.one_name,
    SamePeople.other_name,
    SamePeople.state,
    SamePeople.agrees,
    SamePeople.differs,
    SamePeople.left,
)


def _state(couple: Couple, people: _People) -> str:
    if people.surplus_of(couple):
        return JOINED
    said = people.said.get(couple)
    if said in (ONE_PERSON, DIFFERENT_PEOPLE):
        return str(said)
    return AWAITS_DECISION if people.asked_about(couple) else SET_ASIDE


def _left(surplus: str, people: _People) -> str | None:
    """What stands in the surplus row alone: the curator's own cells, and what the row that stays says otherwise."""
    if not surplus:
        return None
    bank, _ = people.row[surplus]
    mine, theirs = people.cells(surplus), people.cells(people.root(surplus))
    names = bank.sheet.owned_by(Owner.FORM, Owner.CURATOR)
    left = [name for name in names if _says_something(mine[name]) and mine[name] != theirs[name]]
    return ", ".join(name.column.title for name in left) or None


# The rows of the banks


def _join(bank: Table, table: Table, people: _People, problems: dict[int, str], today: date) -> None:
    """Let each surplus row of a bank refer to the row that stays, and what was parted stand for itself again."""
    rows = {couple: row for row, couple in _couples(table)}
    refers = _references(bank, table, rows, people, problems)
    for number in sorted({*refers, *bank[Bank.id][bank[Bank.joined].notna()].dropna()}):
        former, now = people.cell(number, Bank.joined), refers.get(number)
        former = None if is_missing(former) else former
        if former == now:
            continue
        row = _row_about(rows, number, now or former)
        if former is None:
            taken = _fill(people, str(now), number)
            _remember(table, row, pd.Timestamp(today), ", ".join(taken) or None)
        elif now is None:
            if former in people.row and row is not None:
                _give_back(people, former, number, table[SamePeople.taken][row])
            _remember(table, row, None, None)
        bank.set(people.row[number][1], {Bank.joined: now})


def _references(
    bank: Table, table: Table, rows: Mapping[Couple, int], people: _People, problems: dict[int, str]
) -> dict[str, str]:
    """Number of each surplus row → the row that stays. Of two rows in pairs neither is surplus."""
    found: dict[str, str] = {}
    for group in _groups(bank, table, rows, people, problems):
        stays = min(group, key=people.rank)
        for number in group - {stays}:
            if not (people.pairs.get(number) and people.pairs.get(stays)):
                found[number] = stays
                continue
            pairs = ", ".join(pair for one in (stays, number) for pair, _ in people.pairs[one])
            if (row := _row_about(rows, number, stays)) is not None:
                problems[row] = BOTH_IN_PAIRS.format(pairs=pairs)
    return found


def _remember(table: Table, row: int | None, joined_on: pd.Timestamp | None, taken: str | None) -> None:
    if row is not None:
        table.set(row, {SamePeople.joined_on: joined_on, SamePeople.taken: taken})


def _row_about(rows: Mapping[Couple, int], surplus: str, stays: Any) -> int | None:
    """The row of the tab that tells of two rows; where they are joined by way of a third, of the surplus one."""
    alone = (row for couple, row in rows.items() if surplus in couple)
    return rows.get(frozenset((surplus, stays)), next(alone, None))


def _groups(
    bank: Table, table: Table, rows: Mapping[Couple, int], people: _People, problems: dict[int, str]
) -> list[set[str]]:
    """The numbers that are to be one row."""
    numbers = people.numbers_of(bank)
    group_of = {number: {number} for number in numbers}
    for couple in sorted((one for one in rows if one <= numbers), key=lambda one: (not people.agreed(one), rows[one])):
        row = rows[couple]
        if people.said.get(couple) == DIFFERENT_PEOPLE:
            built = _built_upon(couple, table[SamePeople.joined_on][row], people)
            if not built:
                continue
            problems[row] = BUILT_UPON.format(pair=built)
        elif not people.to_be_joined(couple):
            continue
        one, other = (group_of[number] for number in sorted(couple))
        if one is not other and people.may_be_joined(one, other, couple):
            one |= other
            group_of |= dict.fromkeys(other, one)
    return [group for group in {id(one): one for one in group_of.values()}.values() if len(group) > 1]


def _built_upon(couple: Couple, joined_on: Any, people: _People) -> str:
    """A pair that has been made since two rows were joined; empty where there is none."""
    surplus = people.surplus_of(couple)
    pairs = people.pairs.get(people.root(surplus), ()) if surplus and not is_missing(joined_on) else ()
    return next((pair for pair, since in pairs if since >= joined_on), "")


def _fill(people: _People, stays: str, surplus: str) -> list[str]:
    """Fill what the row that stays lacks from the surplus one; the titles of what was filled."""
    mine, theirs = people.cells(surplus), people.cells(stays)
    bank, row = people.row[stays]
    names = bank.sheet.owned_by(Owner.FORM)
    lacking = {name: mine[name] for name in names if _says_something(mine[name]) and is_missing(theirs[name])}
    return [name.column.title for name in bank.answer(row, lacking)] if lacking else []


def _give_back(people: _People, stays: str, surplus: str, taken: Any) -> None:
    """Empty what was filled from the surplus row, unless it says something else by now."""
    titles = () if is_missing(taken) else str(taken).split(", ")
    mine, theirs = people.cells(surplus), people.cells(stays)
    bank, row = people.row[stays]
    names = [name for name in bank.sheet.owned_by(Owner.FORM) if name.column.title in titles]
    bank.answer(row, {name: None for name in names if theirs[name] == mine[name]})
