"""«Подбор» as cards: a mentee, what they ask for, and up to three who could be their mentor."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
from dateutil.relativedelta import relativedelta

from automation.workbook.book import Book
from automation.workbook.table import Table
from jobs.desk import addresses
from jobs.desk.entering import Missing, as_typed
from jobs.desk.parts import Asked, Button, Deeds, deeds
from jobs.desk.today import count_in, decide
from jobs.letters.correspondence import as_text
from jobs.people.added_requests import accounts_of
from sheets_schema.columns import Column, Name, Owner
from sheets_schema.sheet import Sheet
from sheets_schema.tabs.bank import Bank
from sheets_schema.tabs.matches import Matches
from sheets_schema.tabs.mentees import Mentees
from sheets_schema.tabs.mentors import Mentors
from sheets_schema.vocabulary import (
    ACCEPT,
    ACCEPTED,
    ALTERNATIVE,
    ASSIGN,
    NOBODY,
    PROPOSED,
    REJECTED,
    REPLACEMENT,
    SET_ASIDE,
    TAKING_PART,
)

A_PAGE = 12
"""Cards."""
MOST = 3
"""Candidates on a card."""
WAITING, ALONE, SETTLED = "waiting", "alone", "settled"
KINDS = {WAITING: "Ждут решения", ALONE: "Без наставника", SETTLED: "Решено"}
_BETWEEN_REASONS = re.compile(r";(?![^()]*\))")
"""What stands in brackets belongs to one reason."""


@dataclass(frozen=True)
class Candidate:
    """Who could be the mentor."""

    proposal: str
    mentee: str
    """The name of whom it is proposed to."""
    id: str
    name: str
    about: str
    score: str
    state: str
    reasons: Sequence[str]
    circumstances: Sequence[str]
    effect: str
    decision: str
    problems: str
    deeds: Deeds | None


@dataclass(frozen=True)
class Card:
    """One mentee's."""

    id: str
    name: str
    about: str
    requests: str
    wish: str
    said_by_others: Sequence[tuple[str, Deeds | None]]
    """What others say they need, each with the buttons to accept or decline it while that is open."""
    candidates: Sequence[Candidate]
    alone_because: str
    assign: Deeds | None
    address: str
    person: str


@dataclass(frozen=True)
class Deck:
    """One page of cards, and how many there are of each kind."""

    cards: Sequence[Card]
    kind: str
    counts: Mapping[str, int]
    page: int
    pages: int


def deck(book: Book, today: date, *, kind: str, page: int, sought: str = "") -> Deck:
    """The cards of a kind, `page` counted from 1; `sought` is a part of a name or a number."""
    of_kind = _by_kind(book[Matches].frame)
    if sought:
        of_kind = {name: _named(rows, sought) for name, rows in of_kind.items()}
    kind = kind if kind in KINDS else WAITING
    order = list(dict.fromkeys(of_kind[kind][Matches.mentee].dropna()))
    pages = max(1, -(-len(order) // A_PAGE))
    page = min(max(1, page), pages)
    shown = order[(page - 1) * A_PAGE : page * A_PAGE]
    counts = {name: rows[Matches.mentee].nunique() for name, rows in of_kind.items()}
    return Deck([card(book, mentee, today) for mentee in shown], kind, counts, page, pages)


def _by_kind(matches: pd.DataFrame) -> dict[str, pd.DataFrame]:
    known = matches[matches[Matches.mentee].notna()].sort_values([Matches.mentee, Matches.rank])
    settled = known[Matches.decision].isin([ACCEPT, ASSIGN]) | (known[Matches.state] == ACCEPTED)
    is_settled = known[Matches.mentee].isin(known[Matches.mentee][settled])
    # Whose pair is over, or had better be changed, has been decided on once, and waits again.
    proposed = known[Matches.state].isin([PROPOSED, REPLACEMENT]) & known[Matches.decision].isna()
    waits = known[Matches.mentee].isin(known[Matches.mentee][proposed])
    alone = known[Matches.mentee].isin(known[Matches.mentee][known[Matches.state] == NOBODY]) & ~waits
    return {WAITING: known[waits], ALONE: known[alone], SETTLED: known[is_settled & ~waits & ~alone]}


def _named(rows: pd.DataFrame, sought: str) -> pd.DataFrame:
    words = rows[[Matches.mentee, Matches.mentee_name, Matches.mentor, Matches.mentor_name]].fillna("")
    text = words.agg(" ".join, axis=1).str.lower() if len(rows) else pd.Series([], dtype="str")
    return rows[text.str.contains(sought.lower(), regex=False)]


def proposals(book: Book) -> list[Candidate]:
    """The best for every mentee who waits for a decision, as the matching has proposed them together."""
    matches = book[Matches].frame
    best = matches[(matches[Matches.state] == PROPOSED) & matches[Matches.decision].isna()]
    best = best[best[Matches.mentor].notna()].drop_duplicates(Matches.mentee).sort_values(Matches.mentee)
    return [_candidate(book, row) for row in best.to_dict("records")]


def card(book: Book, mentee: str, today: date) -> Card:
    """What is to be seen of one mentee. `Missing` where «Подбор» has nothing about them."""
    matches = book[Matches].frame
    rows = matches[(matches[Matches.mentee] == mentee) & (matches[Matches.state] != SET_ASIDE)]
    rows = rows.sort_values(Matches.rank)
    if not len(rows):
        raise Missing(mentee)
    person = _person(book[Mentees], mentee)
    with_mentor = rows[rows[Matches.mentor].notna()]
    order = with_mentor[Matches.state].map({PROPOSED: 0, REPLACEMENT: 0, ACCEPTED: 0, ALTERNATIVE: 1}).fillna(2)
    best = with_mentor.assign(order=order).sort_values(["order", Matches.rank]).head(MOST)
    nobody = rows[rows[Matches.state] == NOBODY]
    first = str(rows[Matches.id].iloc[0])
    return Card(
        id=mentee,
        name=as_text(rows[Matches.mentee_name].iloc[0]) or as_text(person.get(Bank.full_name)),
        about=", ".join(filter(None, (_age(person, today), as_text(person.get(Mentees.occupation))))),
        requests=", ".join(person.get(Mentees.requests) or ()),
        wish=as_text(person.get(Mentees.wish)),
        said_by_others=[
            (said, count_in(book, row) if waits else None) for row, said, waits in accounts_of(book, mentee)
        ],
        candidates=[_candidate(book, row) for row in best.to_dict("records")],
        alone_because=as_text(nobody[Matches.reasons].iloc[0]) if len(nobody) else "",
        assign=_assign(book, first),
        address=addresses.candidates_of(mentee),
        person=addresses.card(mentee),
    )


def _candidate(book: Book, row: Mapping[Any, Any]) -> Candidate:
    person = _person(book[Mentors], row[Matches.mentor])
    score = row[Matches.score]
    return Candidate(
        proposal=str(row[Matches.id]),
        mentee=as_text(row[Matches.mentee_name]),
        id=as_text(row[Matches.mentor]),
        name=as_text(row[Matches.mentor_name]),
        about=", ".join(filter(None, (as_text(person.get(Mentors.occupation)), _places(person)))),
        score="" if pd.isna(score) else f"{score:.0f}",
        state=as_text(row[Matches.state]),
        reasons=_one_by_one(row[Matches.reasons]),
        circumstances=_one_by_one(row[Matches.circumstances]),
        effect=as_text(row[Matches.effect]),
        decision=as_text(row[Matches.decision]),
        problems=as_text(row[Matches.problems]),
        deeds=None if row[Matches.state] in (ACCEPTED, REJECTED) else decide(book, str(row[Matches.id])),
    )


def may_be_assigned(book: Book) -> list[tuple[str, str]]:
    """Number and name of the mentors who take part."""
    mentors = book[Mentors].frame
    there = mentors[mentors[Mentors.status].isin(TAKING_PART) & mentors[Mentors.id].notna()]
    return list(zip(there[Mentors.id], there[Mentors.full_name].map(as_text), strict=True))


def _one_by_one(text: Any) -> list[str]:
    """Reasons, which a cell has in one sentence, as a list."""
    reasons = (reason for line in as_text(text).splitlines() for reason in _BETWEEN_REASONS.split(line))
    return [reason.strip() for reason in reasons if reason.strip()]


def _assign(book: Book, proposal: str) -> Deeds | None:
    """Another mentor than those on the card, by number or full name."""
    asked = [Asked(Matches.assigned, "Другой наставник", hint="Номер или ФИО")]
    return deeds(book, Matches, proposal, [Button("Назначить", Matches.decision, ASSIGN, "quiet")], asked)


def _person(bank: Table, key: Any) -> Mapping[Any, Any]:
    found = bank.frame[bank[bank.key] == key]
    return found.iloc[0].to_dict() if len(found) else {}


def _age(person: Mapping[Any, Any], today: date) -> str:
    born = person.get(Bank.born)
    if born is None or pd.isna(born):
        return ""
    from automation.documents.phrases import count

    return str(count(relativedelta(today, born.date()).years, "год"))


def _places(person: Mapping[Any, Any]) -> str:
    capacity, load = person.get(Mentors.capacity), person.get(Mentors.load)
    if capacity is None or pd.isna(capacity):
        return ""
    return f"занято мест: {0 if load is None or pd.isna(load) else load:g} из {capacity:g}"


def side_by_side(book: Book, mentee: str, mentors: Sequence[str]) -> Iterator[tuple[str, Sequence[str]]]:
    """The answers of a mentee and of these mentors to both questionnaires: title, and what each said."""
    people: list[tuple[type[Sheet], Mapping[Any, Any]]] = [(Mentees, _person(book[Mentees], mentee))]
    people += [(Mentors, _person(book[Mentors], mentor)) for mentor in mentors]
    pairs: list[tuple[str, Name[Column] | None, Name[Column] | None]] = [
        ("Форма наставничества", Mentees.named("form"), Mentors.named("forms")),
        ("Запрос и компетенции", Mentees.named("requests"), Mentors.named("competences")),
        ("Своими словами", Mentees.named("wish"), Mentors.named("experience")),
        ("Специальность или профиль", Mentees.named("speciality"), Mentors.named("speciality")),
    ]
    shared = [name for name in Bank.columns if Bank.columns[name].owner is Owner.FORM]
    pairs += [(Bank.columns[name].title, Mentees.named(name), Mentors.named(name)) for name in shared]
    told = {name for pair in pairs for name in pair[1:]}
    for title, of_mentee, of_mentor in [*pairs, *_of_one_side(told)]:
        names = [of_mentee if sheet is Mentees else of_mentor for sheet, _ in people]
        said = [
            as_typed(name.column, person.get(name)) if name else ""
            for name, (_, person) in zip(names, people, strict=True)
        ]
        if any(said):
            yield title, said


def _of_one_side(told: set[Name[Column] | None]) -> Iterator[tuple[str, Name[Column] | None, Name[Column] | None]]:
    """What only one of the questionnaires asks."""
    for sheet in (Mentees, Mentors):
        for name in sheet.owned_by(Owner.FORM):
            if name not in told:
                yield (name.column.title, name, None) if sheet is Mentees else (name.column.title, None, name)
