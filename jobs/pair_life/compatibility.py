"""After a trial meeting: both of a new pair are asked how it went, and the answers become a verdict beside the pair.

Nothing is changed by it: «Подбор» proposes somebody else where the answers are low, and the curator decides.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from automation.deadlines import RUSSIA
from automation.workbook.book import Book
from automation.workbook.checks import find_problems, in_plain_russian
from automation.workbook.questionnaires import prefilled
from automation.workbook.table import Table
from jobs.letters.addressees import Addressee, curator, organisation, proper_name, reachable
from jobs.letters.correspondence import write
from jobs.pair_life.verdicts import judged, latest
from jobs.runner.job import job
from sheets_schema.questionnaires.compatibility_questionnaire import CompatibilityQuestionnaire
from sheets_schema.tabs.bank import Bank
from sheets_schema.tabs.compatibility import Compatibility
from sheets_schema.tabs.letters import Letters
from sheets_schema.tabs.mentees import Mentees
from sheets_schema.tabs.mentors import Mentors
from sheets_schema.tabs.pairs import Pairs
from sheets_schema.tabs.settings import Settings
from sheets_schema.vocabulary import AT_WORK, MENTEE_SIDE, MENTOR_SIDE, PAIRED, READY

ASKED_WITHIN = pd.Timedelta(days=30)
"""Pairs agreed on longer ago are past their trial: nobody is asked about them when the program is new here."""


@job(title="совместимость", after=("states",))
def run(book: Book, today: date) -> None:
    answers = book[Compatibility]
    told = judged(answers.frame)
    answers[Compatibility.score] = told[Compatibility.score]
    answers[Compatibility.verdict] = told[Compatibility.verdict]
    answers[Compatibility.people] = answers[Compatibility.pair].map(_names(book)).astype("str")
    found = find_problems(answers, known=book.keys_referred_to(Compatibility))
    answers[Compatibility.problems] = in_plain_russian(answers, found)
    book[Pairs][Pairs.compatibility] = book[Pairs][Pairs.id].map(_in_words(latest(book))).astype("str")
    if RUSSIA.is_working_day(today):
        _ask(book, today)


def _names(book: Book) -> dict[Any, str]:
    """Pair → its mentor and its mentee: surnames and initials."""
    pairs = book[Pairs].frame.dropna(subset=[Pairs.id, Pairs.mentor_name, Pairs.mentee_name])
    columns = (pairs[name] for name in (Pairs.id, Pairs.mentor_name, Pairs.mentee_name))
    return {pair: f"{_brief(mentor)} – {_brief(mentee)}" for pair, mentor, mentee in zip(*columns, strict=True)}


def _brief(name: str) -> str:
    words = name.split()
    return " ".join(words[:1] + [f"{word[0]}." for word in words[1:]])


def _in_words(answers: pd.DataFrame) -> dict[Any, str]:
    """Pair → what both sides' answers come to."""
    scored = answers[answers[Compatibility.score].notna()].sort_values([Compatibility.pair, Compatibility.side])
    points = scored[Compatibility.score].astype("int64").astype("str")
    said = scored[Compatibility.side] + ": " + points + " — " + scored[Compatibility.verdict]
    return said.groupby(scored[Compatibility.pair]).agg("; ".join).to_dict()


@dataclass(frozen=True)
class _Question:
    """What one person is to be asked about one pair."""

    pair: str
    side: str
    other: str
    """The other one's name, or number: whoever has several mentees must know of whom they are asked."""

    def reason(self, person: str) -> str:
        return f"trial/{self.pair}/{person}"


def _questions(book: Book, today: date) -> dict[tuple[Any, str], list[_Question]]:
    """Whom to ask about which pairs today: person and side → questions. Who was asked or has answered is left alone."""
    days = book[Settings].trial_days
    if days is None:
        return {}
    pairs = book[Pairs].frame.dropna(subset=[Pairs.id, Pairs.mentee, Pairs.mentor, Pairs.agreed_on])
    due, now = pairs[Pairs.agreed_on] + pd.Timedelta(days=days), pd.Timestamp(today)
    asked = pairs[pairs[Pairs.state].isin(AT_WORK) & (due <= now) & (due + ASKED_WITHIN >= now)]
    answers = latest(book)
    answered = set(zip(answers[Compatibility.pair], answers[Compatibility.side], strict=True))
    written = _written(book)
    found: dict[tuple[Any, str], list[_Question]] = {}
    for side, me, other, other_name, bank in (
        (MENTOR_SIDE, Pairs.mentor, Pairs.mentee, Pairs.mentee_name, book[Mentees]),
        (MENTEE_SIDE, Pairs.mentee, Pairs.mentor, Pairs.mentor_name, book[Mentors]),
    ):
        columns = (asked[name] for name in (Pairs.id, me, other, other_name))
        for pair, person, number, name in zip(*columns, strict=True):
            question = _Question(pair, side, proper_name(bank, name) or number)
            if (pair, side) not in answered and question.reason(person) not in written:
                found.setdefault((person, side), []).append(question)
    return found


def _written(book: Book) -> set[str]:
    """The reasons of all letters that there are."""
    return set(book[Letters][Letters.reasons].dropna().str.split("\n").explode())


def _reachable(people: Table) -> dict[Any, Addressee]:
    """Number → everyone who takes part and can be written to."""
    found = reachable(people, people[Bank.status].isin([READY, PAIRED]))
    return {one["id"]: one for one in reversed(list(found))}


def _ask(book: Book, today: date) -> None:
    """A letter to everyone who is to be asked today, with all their pairs in it."""
    link = book.state.links.get(CompatibilityQuestionnaire.name, "")
    questions = _questions(book, today) if link else {}
    if not questions:
        return
    shared = {
        "organisation": organisation(book),
        "curator": curator(book),
    }
    people = {MENTOR_SIDE: _reachable(book[Mentors]), MENTEE_SIDE: _reachable(book[Mentees])}
    for (person, side), about in questions.items():
        if person not in people[side]:
            continue
        addressee = people[side][person]
        pairs = [
            {
                "number": one.pair,
                "other": one.other,
                "link": prefilled(
                    CompatibilityQuestionnaire, link, {Compatibility.pair: one.pair, Compatibility.side: side}
                ),
            }
            for one in about
        ]
        context = {"recipient": addressee["greeting"], "side": side, "pairs": pairs, **shared}
        key, reasons = f"trial/{person}/{today}", [one.reason(person) for one in about]
        write(book, "trial_meeting", context, key=key, to=addressee["email"], reasons=reasons)
