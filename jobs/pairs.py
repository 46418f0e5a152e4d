"""Accepted candidates become rows of «Реестр пар»; every pair has its state, everyone in one is «в паре»."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd

from automation.workbook.book import Book
from automation.workbook.table import Table
from jobs.facts import official
from jobs.facts.decisions import Couple, decisions
from jobs.runner.job import job
from sheets_schema.vocabulary import ACCEPTED, AWAITS_ORDER, ENDED, IN_DRAFT, OFFICIAL, PAIRED, READY


@job(title="пары", after=("match",))
def run(book: Book, today: date) -> None:
    _register_accepted(book, today)
    _name_the_pairs_of_decisions(book)
    book.pairs["state"] = _states(book)
    _mark_paired(book)
    _tell_of_unreadable_ends(book)


def _register_accepted(book: Book, today: date) -> None:
    """A row for every accepted candidate who has none, or none but of pairs that have ended."""
    matches, pairs = book.matches.frame, book.pairs.frame
    accepted = matches[matches["state"] == ACCEPTED]
    standing = pairs[pairs["ended_on"].isna()]
    registered = set(zip(standing["mentee"], standing["mentor"], strict=True))
    new = [pair for pair in accepted.itertuples() if (pair.mentee, pair.mentor) not in registered]
    if not new:
        return
    mentees, mentors = _people(book.mentees), _people(book.mentors)
    keys = book.new_keys(book.pairs, len(new))
    book.pairs.append(
        [
            {
                "id": key,
                "mentor": pair.mentor,
                "mentor_name": mentors[pair.mentor]["full_name"],
                "mentee": pair.mentee,
                "mentee_name": mentees[pair.mentee]["full_name"],
                "form": mentees[pair.mentee]["form"],
                "direction": _direction(mentees[pair.mentee]["requests"], mentors[pair.mentor]["competences"]),
                "agreed_on": pd.Timestamp(today),
            }
            for key, pair in zip(keys, new, strict=True)
        ]
    )


def _name_the_pairs_of_decisions(book: Book) -> None:
    """Beside each decision the pair that it led to: once that pair has ended, the decision is spent."""
    pairs, decided = book.pairs.frame.dropna(subset="id"), decisions(book)
    stands = pairs["ended_on"].isna()
    ended, standing = (_last_of_couples(pairs[some]) for some in (~stands, stands))
    led_to: dict[int, Any] = {}
    for row, mentee, mentor, verdict in decided.made.itertuples(index=False):
        if verdict != "rejected":
            led_to[row] = standing.get((mentee, mentor))
    former = book.matches["pair"]
    for row, couple in decided.spent.items():
        led_to[row] = ended.get(couple) if pd.isna(former[row]) else former[row]
    book.matches["pair"] = pd.Series(
        [led_to.get(row) for row in book.matches.index.tolist()], index=book.matches.index, dtype="str"
    )


def _last_of_couples(pairs: pd.DataFrame) -> dict[Couple, Any]:
    """Mentee and mentor → the number of their last row."""
    couples = zip(pairs["mentee"].tolist(), pairs["mentor"].tolist(), strict=True)
    return dict(zip(couples, pairs["id"].tolist(), strict=True))


def _people(bank: Table) -> dict[Any, dict[Any, Any]]:
    """Key → the person's columns."""
    return bank.frame.drop_duplicates("id").set_index("id").to_dict("index")


def _direction(requests: tuple[str, ...], competences: tuple[str, ...]) -> str:
    """What the pair will work on: the requests that the mentor covers, or all of them when none is."""
    return ", ".join([request for request in requests if request in competences] or requests)


def _states(book: Book) -> pd.Series:
    """Each pair's state, from nothing but what the curator decided and the director signed."""
    pairs, matches = book.pairs.frame, book.matches.frame
    accepted = pd.MultiIndex.from_frame(matches.loc[matches["state"] == ACCEPTED, ["mentee", "mentor"]])
    agreed = pd.MultiIndex.from_frame(pairs[["mentee", "mentor"]]).isin(accepted)
    state = pd.Series(ENDED, index=pairs.index, dtype="str")
    state = state.mask(agreed, AWAITS_ORDER)
    state = state.mask(agreed & pairs["order"].notna(), IN_DRAFT)
    state = state.mask(official(book), OFFICIAL)
    return state.mask(pairs["ended_on"].notna(), ENDED)


def _mark_paired(book: Book) -> None:
    active = book.pairs.frame[book.pairs["state"] != ENDED]
    for bank, side in ((book.mentees, "mentee"), (book.mentors, "mentor")):
        paired = bank["id"].isin(active[side])
        either = bank["status"].isin([READY, PAIRED])
        bank["status"] = bank["status"].mask(either & paired, PAIRED).mask(either & ~paired, READY)
    _count_load(book.mentors, active)


def _tell_of_unreadable_ends(book: Book) -> None:
    """The register has no column for problems: the journal says what keeps a pair from being ended."""
    for row in book.pairs.unreadable.get("ended_on", {}):
        expected = book.pairs.sheet.columns["ended_on"]
        book.notices.append(
            f"«{book.pairs.tab.title}», {book.pairs['id'][row]}: в столбце «{expected.title}» не дата, поэтому пара "
            f"не завершена; нужна {expected.expects}"
        )


def _count_load(mentors: Table, active: pd.DataFrame) -> None:
    places = active["mentor"].value_counts().to_dict()
    mentors["load"] = mentors["id"].map(places).fillna(0).astype("float64")
