"""After a group meeting: whose answer each row of «Выбор после встречи» is, and whom it names, by number."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import pandas as pd

from automation.documents.mentions import Named
from automation.workbook.book import Book
from automation.workbook.checks import ADVICE, find_problems, in_plain_russian
from jobs.people.identity import same_person
from jobs.people.mentioned import Directory, either, not_understood, single
from jobs.runner.job import job
from sheets_schema.tabs.preferences import Preferences

_WHO, _WISHES = Preferences.who.column.title, Preferences.wishes.column.title


@job(
    title="выбор после встречи",
    after=("validate",),
    does="Разбирает, кого люди назвали после встречи, и сообщает, если не понял.",
)
def run(book: Book, today: date) -> None:
    table = book[Preferences]
    if not len(table):
        return
    problems, reader = find_problems(table, today), _Reader(book)
    answers = {
        int(str(row)): reader.read(who, wishes)
        for row, who, wishes in zip(table.index, table[Preferences.who], table[Preferences.wishes], strict=True)
        if not (pd.isna(who) or pd.isna(wishes))
    }
    last = _last_of_each(table[Preferences.id], answers)
    for row, answer in answers.items():
        later = [last[person] for person in answer.person if last[person] != row]
        if later:
            answers[row] = _Answer(answer.person)
            problems[row] = [
                f"{ADVICE}этот человек ответил ещё раз (строка {table[Preferences.id][later[0]]}), верен тот ответ"
            ]
        elif answer.problems:
            problems.setdefault(row, []).extend(answer.problems)
    table[Preferences.person] = _joined(table.index, {row: answer.person for row, answer in answers.items()})
    table[Preferences.chosen] = _joined(table.index, {row: answer.chosen for row, answer in answers.items()})
    table[Preferences.problems] = in_plain_russian(table, problems)


@dataclass(frozen=True)
class _Answer:
    """What an answer says: the numbers of whoever gave it, the numbers of those chosen, best first."""

    person: tuple[str, ...] = ()
    chosen: tuple[str, ...] = ()
    problems: list[str] = field(default_factory=list)


class _Reader:
    """Reads answers with both banks at hand."""

    def __init__(self, book: Book) -> None:
        directory = Directory(book)
        self._sides = {"mentees": directory.mentees, "mentors": directory.mentors}
        self._same = same_person(book)

    def read(self, who: str, wishes: str) -> _Answer:
        ids = {
            side: [id_ for one in people.named_in(who).mentions for id_ in one.ids]
            for side, people in self._sides.items()
        }
        person = tuple(ids["mentees"] + ids["mentors"])
        humans = {min(self._same.get(id_, {id_})) for id_ in person}
        if not person:
            return _Answer(problems=[f"{_WHO}: такого нет ни в одном банке; впишите ФИО из банка или номер"])
        if len(humans) > 1:
            return _Answer(problems=[f"{_WHO}: это может быть {either(person)}; впишите номер"])
        # Mentees choose among mentors, mentors among mentees; some people are both.
        heard = [self._sides[other].named_in(wishes) for side, other in _OTHER.items() if ids[side]]
        chosen = [id_ for named in heard for id_ in single(named)]
        who_else = "наставников" if ids["mentees"] else "наставляемых"
        problems = not_understood(heard[0], who_else) if len(heard) == 1 else _by_neither(heard)
        return _Answer(
            person,
            tuple(dict.fromkeys(chosen)),
            [f"{_WISHES}: {problem}" for problem in problems],
        )


_OTHER = {"mentees": "mentors", "mentors": "mentees"}


def _by_neither(heard: list[Named]) -> list[str]:
    """What has to be put right in the choice of somebody who is in both banks."""
    found = [named for named in heard if named.mentions]
    unclear = set(found[0].unclear if found else heard[0].unclear).intersection(*(named.unclear for named in found))
    both = Named([mention for named in heard for mention in named.mentions], sorted(unclear))
    return not_understood(both, "наставников и наставляемых")


def _last_of_each(keys: pd.Series, answers: dict[int, _Answer]) -> dict[str, int]:
    """Person → the row of the last answer: the one with the greatest number."""
    rows = sorted(answers, key=lambda row: (len(str(keys[row])), str(keys[row])))
    return {person: row for row in rows for person in answers[row].person}


def _joined(index: pd.Index, ids: dict[int, tuple[str, ...]]) -> pd.Series:
    return pd.Series([", ".join(ids.get(int(row), ())) or None for row in index], index=index, dtype="str")
