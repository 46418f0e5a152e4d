"""After a trial meeting: both of a new pair are asked how it went, and the answers become a verdict beside the pair.

Nothing is changed by it: «Подбор» proposes somebody else where the answers are low, and the curator decides.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

import pandas as pd

from automation.deadlines import RUSSIA
from automation.workbook.book import Book
from automation.workbook.checks import in_plain_russian
from automation.workbook.table import Row, Table
from jobs.expected.asking import Question, questions
from jobs.expected.rows import personal_link, plan, receive, stand, what_to_fix
from jobs.letters.addressees import Addressee, curator, organisation, proper_name, reachable
from jobs.letters.correspondence import APPROVAL, TRIAL, reasons_written, write
from jobs.letters.kinds import LetterKind
from jobs.pair_life.register import approvals
from jobs.pair_life.verdicts import judged, latest
from jobs.runner.job import job
from sheets_schema.columns import Name, Reference
from sheets_schema.questionnaires.compatibility_questionnaire import CompatibilityQuestionnaire
from sheets_schema.tabs.bank import Bank
from sheets_schema.tabs.compatibility import Compatibility
from sheets_schema.tabs.mentees import Mentees
from sheets_schema.tabs.mentors import Mentors
from sheets_schema.tabs.pairs import Pairs
from sheets_schema.tabs.settings import Settings
from sheets_schema.vocabulary import AT_WORK, MENTEE_SIDE, MENTOR_SIDE, TAKING_PART

TRIAL_MEETING = LetterKind(
    TRIAL,
    title="вопрос о первой встрече",
    to="наставнику и наставляемому",
    about="Как прошла первая встреча и подходят ли люди друг другу.",
)
ASKED_WITHIN = pd.Timedelta(days=30)
"""Pairs agreed on longer ago are past their trial: nobody is asked about them when the program is new here."""

_SIDES: Mapping[str, Name[Reference]] = MappingProxyType({MENTOR_SIDE: Pairs.mentor, MENTEE_SIDE: Pairs.mentee})


@job(
    title="совместимость",
    after=("states",),
    does="Спрашивает пары о первой встрече и оценивает ответы.",
    stops="о первой встрече никого не спрашивают, а ответы, которые уже пришли, не оцениваются",
)
def run(book: Book, today: date) -> None:
    answers, asks = book[Compatibility], _asks(book, today)
    receive(answers, today)
    if asks:
        _plan(book, today)
    stand(answers, today, _needless(book))
    told = judged(answers.frame)
    answers[Compatibility.score] = told[Compatibility.score]
    answers[Compatibility.verdict] = told[Compatibility.verdict]
    answers[Compatibility.people] = answers[Compatibility.pair].map(_names(book)).astype("str")
    answers[Compatibility.problems] = in_plain_russian(answers, what_to_fix(book, Compatibility))
    book[Pairs][Pairs.compatibility] = book[Pairs][Pairs.id].map(_in_words(latest(book))).astype("str")
    if asks:
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


def _asks(book: Book, today: date) -> bool:
    """Whether anybody is asked on such a day at all."""
    there_is_a_form = personal_link(book, CompatibilityQuestionnaire, "") != ""
    return there_is_a_form and book[Settings].trial_days is not None and RUSSIA.is_working_day(today)


def _plan(book: Book, today: date) -> None:
    """A row for each side of the pairs that have had the time for a trial meeting, to whom a letter can be written."""
    pairs = book[Pairs].frame.dropna(subset=[Pairs.id, Pairs.mentee, Pairs.mentor, Pairs.agreed_on])
    due, now = pairs[Pairs.agreed_on] + pd.Timedelta(days=book[Settings].trial_days or 0), pd.Timestamp(today)
    asked = pairs[pairs[Pairs.state].isin(AT_WORK) & (due <= now) & (due + ASKED_WITHIN >= now)]
    told = _answered(book)
    answer_by = now + pd.Timedelta(days=max(Compatibility.asked))
    rows: dict[str, Row] = {}
    for side, me in _SIDES.items():
        for pair, person in zip(asked[Pairs.id], asked[me], strict=True):
            if (pair, side) not in told:
                about = {Compatibility.pair: pair, Compatibility.side: side}
                rows[f"{pair}/{person}"] = {**about, Compatibility.person: person, Compatibility.due: answer_by}
    people = _reachable(book) if rows else {}
    plan(book, Compatibility, {why: row for why, row in rows.items() if row[Compatibility.person] in people})


def _needless(book: Book) -> pd.Series[bool]:
    """The rows of pairs that do not go on, of people who take no part any more, of sides that answered elsewhere."""
    answers, pairs, told = book[Compatibility], book[Pairs], _answered(book)
    at_work = pairs[Pairs.id][pairs[Pairs.state].isin(AT_WORK)]
    here = {one for bank in (Mentors, Mentees) for one in book[bank][Bank.id][_takes_part(book[bank])].dropna()}
    sides = zip(answers[Compatibility.pair], answers[Compatibility.side], strict=True)
    elsewhere = pd.Series([side in told for side in sides], index=answers.index, dtype="bool")
    return ~answers[Compatibility.pair].isin(at_work) | ~answers[Compatibility.person].isin(here) | elsewhere


def _answered(book: Book) -> set[tuple[Any, Any]]:
    """Pair and side of all answers."""
    answers = latest(book)
    return set(zip(answers[Compatibility.pair], answers[Compatibility.side], strict=True))


def _takes_part(bank: Table) -> pd.Series[bool]:
    return bank[Bank.status].isin(TAKING_PART)


def _reachable(book: Book) -> dict[Any, Addressee]:
    """Number → everyone who takes part and can be written to."""
    banks = (book[Mentors], book[Mentees])
    return {one["id"]: one for bank in banks for one in reversed(list(reachable(bank, _takes_part(bank))))}


def _ask(book: Book, today: date) -> None:
    """A letter to everyone who is to be asked today, with all their pairs in it."""
    of_whom = questions(book, Compatibility, TRIAL, today).items()
    asking = {who: worth for who, asked in of_whom if (worth := _worth_a_letter(book, who, asked))}
    if not asking:
        return
    shared = {"organisation": organisation(book), "curator": curator(book)}
    people, others, approved, written = _reachable(book), _others(book), approvals(book), reasons_written(book)
    for person, asked in ((people[number], asked) for number, asked in asking.items() if number in people):
        pairs = [
            {
                "number": one.row[Compatibility.pair],
                "other": others[one.row[Compatibility.pair], person["id"]],
                "link": personal_link(book, CompatibilityQuestionnaire, one.row[Compatibility.id]),
                "order": approved.get(one.row[Compatibility.pair]),
            }
            for one in asked
        ]
        # Where it was not told yet that the pair is official, this letter does.
        told = {f"{APPROVAL}/{pair['number']}/{person['id']}": pair for pair in pairs if pair["order"]}
        for reason in told.keys() & written:
            told.pop(reason)["order"] = None
        context = {
            "recipient": person["greeting"],
            "side": asked[0].row[Compatibility.side],
            "again": all(one.again for one in asked),
            "pairs": pairs,
            **shared,
        }
        key, reasons = f"{TRIAL}/{person['id']}/{today}", [*(one.reason for one in asked), *told]
        write(book, "trial_meeting", context, key=key, to=person["email"], reasons=reasons)


def _worth_a_letter(book: Book, person: str, asked: list[Question]) -> list[Question]:
    """All but reminders to somebody who has answered of an earlier pair: they know how it is done."""
    answers = book[Compatibility]
    told = answers[Compatibility.due][
        (answers[Compatibility.person] == person) & answers[Compatibility.answered].notna()
    ]
    return [one for one in asked if not (one.again and (told < one.row[Compatibility.due]).any())]


def _others(book: Book) -> dict[tuple[Any, Any], str]:
    """Pair and person → the other one's name, or number: who has several mentees must know of whom they are asked."""
    pairs = book[Pairs].frame
    found = {}
    for me, other, name, bank in (
        (Pairs.mentor, Pairs.mentee, Pairs.mentee_name, book[Mentees]),
        (Pairs.mentee, Pairs.mentor, Pairs.mentor_name, book[Mentors]),
    ):
        columns = (pairs[column] for column in (Pairs.id, me, other, name))
        for pair, person, number, full_name in zip(*columns, strict=True):
            found[pair, person] = proper_name(bank, full_name) or number
    return found
