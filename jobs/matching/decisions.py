"""What the curator decided in «Подбор»: which mentor each decision means, and whether it can be obeyed yet."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

import pandas as pd

from automation.workbook.book import Book
from automation.workbook.table import Table
from jobs.pair_life.register import SIDES, mentors_by_spelling, stopped, working
from jobs.people.identity import joined
from jobs.people.readiness import readiness
from jobs.runner.facts import fact
from sheets_schema.tabs.bank import Bank
from sheets_schema.tabs.matches import Matches
from sheets_schema.tabs.mentees import Mentees
from sheets_schema.tabs.mentors import Mentors
from sheets_schema.tabs.pairs import Pairs
from sheets_schema.vocabulary import ACCEPT, ASSIGN, ENDED_WELL, READY, REJECT

_ASKED = (Matches.mentee, Matches.mentor, Matches.assigned)
VERDICTS = {ACCEPT: "accepted", REJECT: "rejected", ASSIGN: "assigned"}

Couple = tuple[Any, Any]
"""The numbers of a mentee and a mentor."""


class Decisions(NamedTuple):
    """What was decided.

    Attributes:
        made: `row`, `mentee`, `mentor`, `verdict`, for the decisions that are to be obeyed.
        problems: row → why a decision cannot be obeyed yet.
        spent: row → the mentee and the mentor whose pair the decision once made and who have parted since, or cannot
            go on without a consent.
    """

    made: pd.DataFrame
    problems: Mapping[int, str]
    spent: Mapping[int, Couple]


@fact
def decisions(book: Book) -> Decisions:
    """The curator's decisions, those that have been carried out and come to their end set aside."""
    people, register, stays = _People(book), _Register(book), joined(book)
    problems: dict[int, str] = {}
    spent: dict[int, Couple] = {}
    rows = []
    frame = book[Matches].frame
    decided = frame[frame[Matches.decision].notna() | frame[Matches.assigned].notna()]
    columns = [decided[name].tolist() for name in (*_ASKED, Matches.decision, Matches.pair)]
    for row, mentee, candidate, assigned, decision, pair in zip(decided.index.tolist(), *columns, strict=True):
        mentor, problem = people.meant(mentee, candidate, decision, assigned)
        if decision != REJECT and register.is_over(mentee, mentor, pair):
            spent[row] = (mentee, mentor)
            continue
        if problem:
            problems[row] = problem
        elif decision == REJECT:  # whoever stands in another row by now is refused there as well
            rows.append((row, stays.get(mentee, mentee), stays.get(mentor, mentor), VERDICTS[decision]))
        else:
            rows.append((row, mentee, mentor, VERDICTS[decision]))
    made = pd.DataFrame(rows, columns=["row", "mentee", "mentor", "verdict"])
    return Decisions(made, MappingProxyType(problems), MappingProxyType(spent))


def to_be_tried(book: Book) -> list[tuple[int, Any, Any, str]]:
    """Row, mentee, mentor and why not, for those whom the curator would like to try out and has not decided on."""
    people, frame = _People(book), book[Matches].frame
    tried = frame[frame[Matches.tried] & frame[Matches.decision].isna()]
    columns = [tried[name].tolist() for name in _ASKED]
    rows = []
    for row, mentee, candidate, assigned in zip(tried.index.tolist(), *columns, strict=True):
        decision = ACCEPT if pd.isna(assigned) else ASSIGN
        rows.append((row, mentee, *people.meant(mentee, candidate, decision, assigned)))
    return rows


def may_return(pairs: pd.DataFrame) -> pd.Series:
    """Which rows of the register ended so well that the pair may be proposed again."""
    return pairs[Pairs.ended_on].notna() & (pairs[Pairs.outcome] == ENDED_WELL)


class _Register:
    """How the pairs of the register ended."""

    def __init__(self, book: Book) -> None:
        pairs = book[Pairs].frame
        ended = pairs[Pairs.ended_on].notna()
        self._at_rest = set(pairs[Pairs.id][ended | pairs.index.isin(list(stopped(book)))])
        self._known = set(pairs[Pairs.id])
        couples = list(zip(pairs[Pairs.mentee], pairs[Pairs.mentor], strict=True))
        self._for_good = {
            couple for couple, over, well in zip(couples, ended, may_return(pairs), strict=True) if over and not well
        }

    def is_over(self, mentee: Any, mentor: Any, pair: Any) -> bool:
        """Whether what was decided has been done and has come to its end, or to a stop.

        A decision that led to a row of the register is over with it; one that has led to none yet is new, unless the
        two have parted for good.
        """
        if pair in self._known:
            return pair in self._at_rest
        return (mentee, mentor) in self._for_good


class _People:
    """Who may take part, and whom the curator means by what she typed."""

    def __init__(self, book: Book) -> None:
        self._status = {
            bank.sheet.name: dict(zip(bank[Bank.id].tolist(), readiness(book, bank).tolist(), strict=True))
            for bank in (book[Mentees], book[Mentors])
        }
        self._in_pairs = {bank.sheet.name: in_pairs(book, bank) for bank in (book[Mentees], book[Mentors])}
        self._spelled = mentors_by_spelling(book)

    def meant(self, mentee: Any, candidate: Any, decision: Any, assigned: Any) -> tuple[Any, str]:
        """The id of the mentor whom a decision means, and why it cannot be obeyed yet."""
        mentor = self._mentor_named(assigned) if decision == ASSIGN else candidate
        return mentor, _unclear(decision, candidate, assigned) or self._barred(mentee, mentor, decision)

    def _mentor_named(self, text: Any) -> Any:
        """The id of the mentor that the curator wrote, as a number or as a full name; None where nobody is meant."""
        return self._spelled.get(" ".join(str(text).lower().split()))

    def _barred(self, mentee: Any, mentor: Any, decision: Any) -> str:
        """Why a decision has to wait, though it is clear."""
        if pd.isna(mentor):
            return "Такого наставника нет в банке: впишите номер вида Н-0003."
        if decision == REJECT:
            return ""
        for bank, person, who in (("mentees", mentee, "наставляемого"), ("mentors", mentor, "наставника")):
            status = self._status[bank].get(person)
            if status is None:
                return f"Решение ждёт: {person} больше нет в банке."
            if status != READY and person not in self._in_pairs[bank]:
                return f"Решение ждёт: у {who} {person} статус «{status}»."
        return ""


def _unclear(decision: Any, candidate: Any, assigned: Any) -> str:
    if pd.isna(decision):
        return "Наставник вписан, а решения нет: выберите «назначить»."
    if decision not in VERDICTS:
        return f"Решение «{decision}» непонятно: выберите «принять», «отклонить» или «назначить»."
    if decision == ASSIGN and pd.isna(assigned):
        return "Впишите номер наставника в столбец «Назначить наставника»."
    if decision != ASSIGN and not pd.isna(assigned):
        return "Вписан другой наставник, но решение не «назначить»: выберите его или очистите номер."
    if decision != ASSIGN and pd.isna(candidate):
        return "В этой строке нет кандидата: можно только «назначить» наставника по номеру."
    return ""


@fact
def in_pairs(book: Book, bank: Table) -> frozenset[str]:
    """The numbers of those of a bank who are in a pair that is at work."""
    return frozenset(working(book)[SIDES[bank.sheet]].dropna())
