"""Accepted candidates become rows of «Реестр пар»."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd

from automation.workbook.book import Book
from automation.workbook.table import Table
from jobs.matching.decisions import Couple, decisions
from jobs.runner.job import job
from sheets_schema.tabs.bank import Bank
from sheets_schema.tabs.matches import Matches
from sheets_schema.tabs.mentees import Mentees
from sheets_schema.tabs.mentors import Mentors
from sheets_schema.tabs.pairs import Pairs
from sheets_schema.vocabulary import (
    ACCEPTED,
)


@job(
    title="пары",
    after=("match",),
    does="Вносит пары, на которые вы согласились, в «Реестр пар».",
    needs=("match",),
)
def run(book: Book, today: date) -> None:
    _register_accepted(book, today)
    _name_the_pairs_of_decisions(book)
    _complete(book)


def _register_accepted(book: Book, today: date) -> None:
    """A row for every accepted candidate who has none, or none but of pairs that have ended."""
    matches, pairs = book[Matches].frame, book[Pairs].frame
    accepted = matches[matches[Matches.state] == ACCEPTED]
    standing = pairs[pairs[Pairs.ended_on].isna()]
    registered = set(zip(standing[Pairs.mentee], standing[Pairs.mentor], strict=True))
    couples = zip(accepted[Matches.mentee].tolist(), accepted[Matches.mentor].tolist(), strict=True)
    new = [couple for couple in couples if couple not in registered]
    if not new:
        return
    mentees, mentors = _people(book[Mentees]), _people(book[Mentors])
    keys = book.new_keys(book[Pairs], len(new))
    book[Pairs].append(
        [
            {
                Pairs.id: key,
                Pairs.mentor: mentor,
                Pairs.mentor_name: mentors[mentor][Mentors.full_name],
                Pairs.mentee: mentee,
                Pairs.mentee_name: mentees[mentee][Mentees.full_name],
                Pairs.form: mentees[mentee][Mentees.form],
                Pairs.direction: _direction(mentees[mentee], mentors[mentor]),
                Pairs.agreed_on: pd.Timestamp(today),
            }
            for key, (mentee, mentor) in zip(keys, new, strict=True)
        ]
    )


def _name_the_pairs_of_decisions(book: Book) -> None:
    """Beside each decision the pair that it led to: once that pair has ended, the decision is spent."""
    pairs, decided = book[Pairs].frame.dropna(subset=Pairs.id), decisions(book)
    stands = pairs[Pairs.ended_on].isna()
    ended, standing = (_last_of_couples(pairs[some]) for some in (~stands, stands))
    led_to: dict[int, Any] = {}
    for row, mentee, mentor, verdict in decided.made.itertuples(index=False):
        if verdict != "rejected":
            led_to[row] = standing.get((mentee, mentor))
    former = book[Matches][Matches.pair]
    for row, couple in decided.spent.items():
        led_to[row] = ended.get(couple) if pd.isna(former[row]) else former[row]
    book[Matches][Matches.pair] = pd.Series(
        [led_to.get(row) for row in book[Matches].index.tolist()], index=book[Matches].index, dtype="str"
    )


def _last_of_couples(pairs: pd.DataFrame) -> dict[Couple, Any]:
    """Mentee and mentor → the number of their last row."""
    couples = zip(pairs[Pairs.mentee].tolist(), pairs[Pairs.mentor].tolist(), strict=True)
    return dict(zip(couples, pairs[Pairs.id].tolist(), strict=True))


def _complete(book: Book) -> None:
    """Say again of whom a row speaks, once they may be spoken of again."""
    pairs = book[Pairs]
    for bank, side, name in (
        (book[Mentees], Pairs.mentee, Pairs.mentee_name),
        (book[Mentors], Pairs.mentor, Pairs.mentor_name),
    ):
        if pairs[name].isna().any():
            named = bank.frame.dropna(subset=Bank.id).drop_duplicates(Bank.id).set_index(Bank.id)[Bank.full_name]
            pairs[name] = pairs[name].fillna(pairs[side].map(named.to_dict()).astype("str"))
    lost = pairs.index[
        pairs[Pairs.direction].isna() & pairs[Pairs.mentee_name].notna() & pairs[Pairs.mentor_name].notna()
    ]
    if len(lost):
        mentees, mentors = _people(book[Mentees]), _people(book[Mentors])
        for row in lost:
            mentee, mentor = mentees.get(pairs[Pairs.mentee][row]), mentors.get(pairs[Pairs.mentor][row])
            if mentee and mentor:
                pairs.set(row, {Pairs.direction: _direction(mentee, mentor) or None})


def _people(bank: Table) -> dict[Any, dict[Any, Any]]:
    """Key → the person's columns."""
    return bank.frame.drop_duplicates(Bank.id).set_index(Bank.id).to_dict("index")


def _direction(mentee: Mapping[Any, Any], mentor: Mapping[Any, Any]) -> str:
    """What the pair will work on: the requests that the mentor covers, or all of them when none is."""
    requests, competences = mentee[Mentees.requests], mentor[Mentors.competences]
    return ", ".join([request for request in requests if request in competences] or requests)
