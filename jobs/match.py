"""The best set of pairs for everyone who may take part: candidates, scores and reasons go to «Подбор».

What the curator decided there is settled first, in this and in every later cycle.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pandas as pd

from automation.matching import Matching, Rules, match
from automation.workbook.book import Book
from automation.workbook.table import Table
from jobs.facts import mentors_by_spelling, official, working
from jobs.runner.job import job
from sheets_schema.tabs.matches import MatchKey
from sheets_schema.vocabulary import (
    ACCEPT,
    ACCEPTED,
    ALTERNATIVE,
    ASSIGN,
    NOBODY,
    PAIRED,
    PROPOSED,
    READY,
    REJECT,
    REJECTED,
    SET_ASIDE,
)

TAKES_PART = (READY, PAIRED)
WRITTEN = ("mentee", "mentee_name", "mentor", "mentor_name", "state", "rank", "score", "reasons")
VERDICTS = {ACCEPT: "accepted", REJECT: "rejected", ASSIGN: "assigned"}


@job(title="подбор", after=("validate",))
def run(book: Book, today: date) -> None:
    decisions, problems = _decisions(book)
    settled = _with_register(book, decisions)
    mentees, mentors = _mentees(book, settled), _mentors(book, settled)
    known = settled["mentee"].isin(mentees.index) & settled["mentor"].isin(mentors.index)
    matching = match(
        mentees,
        mentors,
        # Nobody is asked for a department, so it weighs nothing.
        rules=Rules(forms=book.settings.mentoring_forms, department=0),
        decisions=settled.loc[known, ["mentee", "mentor", "verdict"]],
    )
    _explain(matching, decisions, problems)
    _write(book, matching, decisions, problems)


def _decisions(book: Book) -> tuple[pd.DataFrame, dict[int, str]]:
    """What the curator decided: `row`, `mentee`, `mentor`, `verdict`; and row → why a decision cannot be obeyed yet."""
    people, over = _People(book), _pairs_that_ended(book)
    problems: dict[int, str] = {}
    rows = []
    frame = book.matches.frame
    decided = frame[frame["decision"].notna() | frame["assigned"].notna()]
    columns = [decided[name] for name in ("mentee", "mentor", "decision", "assigned")]
    for row, mentee, candidate, decision, assigned in zip(decided.index, *columns, strict=True):
        problem = _unclear(decision, candidate, assigned)
        mentor = people.mentor_named(assigned) if decision == ASSIGN else candidate
        if (mentee, mentor) in over:
            continue  # what was decided has been done, and has come to its end
        problem = problem or people.barred(mentee, mentor, decision)
        if problem:
            problems[int(row)] = problem
        else:
            rows.append((int(row), mentee, mentor, VERDICTS[decision]))
    return pd.DataFrame(rows, columns=["row", "mentee", "mentor", "verdict"]), problems


def _pairs_that_ended(book: Book) -> set[tuple[str, str]]:
    ended = book.pairs.frame[book.pairs["ended_on"].notna()]
    return set(zip(ended["mentee"], ended["mentor"], strict=True))


class _People:
    """Who may take part, and whom the curator means by what she typed."""

    def __init__(self, book: Book) -> None:
        self._status = {
            bank.sheet.name: dict(zip(bank["id"], bank["status"], strict=True)) for bank in (book.mentees, book.mentors)
        }
        self._in_pairs = {bank.sheet.name: _in_pairs(book, bank) for bank in (book.mentees, book.mentors)}
        self._spelled = mentors_by_spelling(book)

    def mentor_named(self, text: Any) -> Any:
        """The id of the mentor that the curator wrote, as a number or as a full name; None where nobody is meant."""
        return self._spelled.get(" ".join(str(text).lower().split()))

    def barred(self, mentee: Any, mentor: Any, decision: Any) -> str:
        """Why a decision has to wait, though it is clear."""
        if pd.isna(mentor):
            return "Такого наставника нет в банке: впишите номер вида Н-0003."
        if decision == REJECT:
            return ""
        for bank, person, who in (("mentees", mentee, "наставляемого"), ("mentors", mentor, "наставника")):
            status = self._status[bank].get(person)
            if status is None:
                return f"Решение ждёт: {person} больше нет в банке."
            if status not in TAKES_PART and person not in self._in_pairs[bank]:
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


def _with_register(book: Book, decisions: pd.DataFrame) -> pd.DataFrame:
    """The decisions together with the register of pairs: official pairs stay, pairs that ended do not return.

    Both sources say the same of a pair in the cycle that makes it and in every later one, so nothing moves by itself.
    """
    pairs = book.pairs.frame
    over, stands = pairs["ended_on"].notna(), official(book)
    register = pd.concat(
        [
            pairs.loc[over, ["mentee", "mentor"]].assign(verdict="rejected"),
            pairs.loc[stands, ["mentee", "mentor"]].assign(verdict="assigned"),
        ]
    )
    given = decisions[["mentee", "mentor", "verdict"]].copy()
    # A pair that is at work outranks a second «принять» for the same mentee: that one is asked about.
    at_work = pd.MultiIndex.from_frame(pairs.loc[~over, ["mentee", "mentor"]])
    registered = pd.MultiIndex.from_frame(given[["mentee", "mentor"]]).isin(at_work)
    given.loc[registered & (given["verdict"] == "accepted"), "verdict"] = "assigned"
    return pd.concat([given, register]).drop_duplicates(["mentee", "mentor"]).reset_index(drop=True)


def _in_pairs(book: Book, bank: Table) -> set[str]:
    return set(working(book)[bank.sheet.name.removesuffix("s")].dropna())


def _mentees(book: Book, settled: pd.DataFrame) -> pd.DataFrame:
    frame = _taking_part(book, book.mentees, settled["mentee"])
    return frame[["form", "requests", "days", "interests", "person"]]


def _mentors(book: Book, settled: pd.DataFrame) -> pd.DataFrame:
    frame = _taking_part(book, book.mentors, settled["mentor"])
    return frame[["forms", "competences", "capacity", "days", "interests", "person"]]


def _taking_part(book: Book, bank: Table, decided: pd.Series) -> pd.DataFrame:
    """Everyone who is ready, and whoever is in a pair already, by id."""
    frame = bank.frame
    in_pairs = frame["id"].isin(_in_pairs(book, bank)) & frame["id"].isin(decided)
    # A number that two rows have by mistake is their first row's: a pair does not end because of a copied row.
    chosen = frame[frame["status"].isin(TAKES_PART) | in_pairs].drop_duplicates("id")
    return chosen.assign(person=chosen["email"].str.lower()).set_index("id")


def _explain(matching: Matching, decisions: pd.DataFrame, problems: dict[int, str]) -> None:
    """Put what the matching says of a decision beside the row where it was made."""
    for row, mentee, mentor, _ in decisions.itertuples(index=False):
        about = matching.problems[
            (matching.problems["mentee"] == mentee) & matching.problems["mentor"].isin([mentor, ""])
            | (matching.problems["mentor"] == mentor) & (matching.problems["mentee"] == "")
        ]
        if len(about):
            problems[row] = "\n".join(about["problem"])


def _write(book: Book, matching: Matching, decisions: pd.DataFrame, problems: dict[int, str]) -> None:
    matches = book.matches
    # Of two rows with one key the later says more: a candidate over a decision that could not be obeyed.
    wanted = dict(_wanted_rows(book, matching, decisions))
    rows = pd.DataFrame(list(wanted.values()), index=pd.Index(list(wanted), dtype="str"), columns=list(WRITTEN))
    known = matches["id"].isin(rows.index)
    for name in WRITTEN:
        now = matches["id"].map(rows[name].to_dict())
        if name == "state":
            matches[name] = now.where(known, SET_ASIDE)
        elif name == "rank":
            matches[name] = now.astype("float64")
        else:
            matches[name] = now.where(now.notna(), matches[name])
    new = rows[~rows.index.isin(matches["id"])]
    matches.append(new.rename_axis("id").reset_index().to_dict("records"))
    matches["problems"] = pd.Series([problems.get(int(row)) for row in matches.index], index=matches.index, dtype="str")


def _wanted_rows(book: Book, matching: Matching, decisions: pd.DataFrame) -> Iterator[tuple[str, dict[str, Any]]]:
    """Key → job's columns of every row that «Подбор» ought to have now."""
    names: dict[Any, Any] = {}
    for bank in (book.mentees, book.mentors):
        names |= bank.frame.drop_duplicates("id").set_index("id")["full_name"].to_dict()

    def people(mentee: str, mentor: str) -> dict[str, Any]:
        return {
            "mentee": mentee,
            "mentee_name": names.get(mentee),
            "mentor": mentor or None,
            "mentor_name": names.get(mentor),
        }

    scores = {(pair.mentee, pair.mentor): pair.score for pair in matching.pairs.itertuples()}
    for _, mentee, mentor, verdict in decisions.itertuples(index=False):
        stands = verdict != "rejected" and (mentee, mentor) in scores
        state = REJECTED if verdict == "rejected" else ACCEPTED if stands else SET_ASIDE
        row = {**people(mentee, mentor), "state": state}
        yield MatchKey.of(mentee, mentor), row | ({"score": scores[mentee, mentor]} if stands else {})
    for one in matching.candidates.to_dict("records"):
        judged = {
            "state": PROPOSED if one["proposed"] else ALTERNATIVE,
            "rank": one["rank"],
            "score": one["score"],
            "reasons": one["reasons"],
        }
        yield MatchKey.of(one["mentee"], one["mentor"]), people(one["mentee"], one["mentor"]) | judged
    for mentee, reason in matching.unmatched.itertuples(index=False):
        yield MatchKey.of(mentee, ""), {**people(mentee, ""), "state": NOBODY, "reasons": reason}
