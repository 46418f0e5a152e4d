"""The curator writes to many: one letter a person, queued once, when she ticks it; before that she sees who gets it.

Whoever may not be processed gets none: they may only be asked for their consent, which the program does by itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

import pandas as pd

from automation.documents import count
from automation.documents.names import given_names
from automation.workbook.book import Book
from automation.workbook.checks import Found, find_problems, in_plain_russian
from automation.workbook.table import Table
from jobs.letters.addressees import Addressee, curator, organisation, reachable
from jobs.letters.correspondence import MAILING, as_text, kind_of, write
from jobs.letters.kinds import LetterKind
from jobs.pair_life.register import states
from jobs.runner.job import job
from sheets_schema.sheet import Sheet
from sheets_schema.tabs.bank import Bank
from sheets_schema.tabs.letters import Letters
from sheets_schema.tabs.mailings import NAME, Mailings
from sheets_schema.tabs.mentees import Mentees
from sheets_schema.tabs.mentors import Mentors
from sheets_schema.tabs.pairs import Pairs
from sheets_schema.tabs.staff import Staff
from sheets_schema.vocabulary import (
    ALL_MENTEES,
    ALL_MENTORS,
    ALL_STAFF,
    AT_WORK,
    FAILED,
    IN_PAIRS,
    KEPT,
    MENTEES_ALONE,
    MENTEES_IN_PAIRS,
    MENTORS_ALONE,
    MENTORS_IN_PAIRS,
    NEEDS_FIXING,
    PARTICIPANTS,
    QUEUED,
    SENT,
    TO_FIX_ANSWERS,
)

WRITTEN_BY_CURATOR = LetterKind(
    MAILING,
    title="рассылка",
    to="кого вы выбрали на листе «Рассылки»",
    about="То, что вы написали сами.",
    always="рассылку начинаете вы сами, галочкой «Отправить»",
)
DRAFT = "черновик"
NOT_SENT = "не отправлено: сначала исправьте"
TO_NOBODY = "письмо некому отправить; посмотрите «Кто получит»"
NOBODY_CHOSEN = "выберите, кому, или впишите номера"
NAMELESS = "участник программы"
_NUMBERS = re.compile(r"[,;\s]+")


@job(
    title="рассылки",
    after=("states",),
    does="Считает, кто получит рассылку, и ставит письма в очередь, когда вы отметите «Отправить».",
)
def run(book: Book, today: date) -> None:
    mailings = book[Mailings]
    if not len(mailings):
        return
    problems = find_problems(mailings, today)
    for row, mailing in zip(mailings.index.tolist(), mailings.frame.to_dict("records"), strict=True):
        if pd.isna(mailing[Mailings.id]):
            continue  # it has no number yet, by which to write only once
        if pd.isna(mailing[Mailings.queued_at]):
            _prepare(book, row, mailing, problems)
    mailings[Mailings.problems] = in_plain_russian(mailings, problems)
    tell_how_they_stand(book)


def _with_name(text: str, name: str) -> str:
    return re.sub(re.escape(NAME), name.replace("\\", ""), text, flags=re.IGNORECASE)


def tell_how_they_stand(book: Book) -> None:
    """Beside each mailing, how many of its letters have gone: said again once letters were sent."""
    if book.unavailable(Mailings.name) or book.unavailable(Letters.name):
        return
    mailings = book[Mailings]
    for row in mailings.index[mailings[Mailings.id].notna()]:
        mailings.set(row, {Mailings.standing: _standing(book, mailings, row)})


def _prepare(book: Book, row: int, mailing: Mapping[Any, Any], problems: Found) -> None:
    """Say who would get it; where it is ticked and nothing is wrong, queue it."""
    chosen, unknown = _chosen(book, mailing)
    wrong = problems.setdefault(row, [])
    wrong += [f"{Mailings.numbers.column.title}: номера «{number}» нет" for number in unknown]
    if pd.isna(mailing[Mailings.to]) and pd.isna(mailing[Mailings.numbers]):
        wrong.append(NOBODY_CHOSEN)
    elif mailing[Mailings.send] and not chosen.people:
        wrong.append(TO_NOBODY)
    book[Mailings].set(row, {Mailings.reach: chosen.in_words()})
    if wrong:
        return
    del problems[row]
    if mailing[Mailings.send]:
        _queue(book, mailing, chosen)
        book[Mailings].set(row, {Mailings.queued_at: pd.Timestamp(book.local(book.now)).floor("s")})


def _queue(book: Book, mailing: Mapping[Any, Any], chosen: _Chosen) -> None:
    shared = {"organisation": organisation(book), "curator": curator(book)}
    for person in chosen.people:
        name = given_names(person["greeting"]) if person["greeting"] else NAMELESS
        text, subject = (_with_name(str(mailing[part]), name) for part in (Mailings.text, Mailings.subject))
        context = {"subject": subject, "paragraphs": [line for line in text.splitlines() if line.strip()], **shared}
        key = f"{MAILING}/{person['id']}/{mailing[Mailings.id]}"
        write(book, "mailing", context, key=key, to=person["email"], reasons=[key])


def _standing(book: Book, mailings: Table, row: int) -> str:
    if pd.isna(mailings[Mailings.queued_at][row]):
        return NOT_SENT if mailings[Mailings.send][row] else DRAFT
    letters = book[Letters].frame
    keys = letters[Letters.id].fillna("")
    ours = letters[(keys.map(kind_of) == MAILING) & keys.str.endswith(f"/{mailings[Mailings.id][row]}")]
    is_in = {state: int((ours[Letters.state] == state).sum()) for state in (SENT, KEPT, FAILED, QUEUED)}
    if is_in[QUEUED] == len(ours):
        return f"ждёт отправки: {len(ours)}"
    told = {"осталось в почте программы": KEPT, "не отправлено": FAILED, "ждёт": QUEUED}
    rest = [f"{what} {is_in[state]}" for what, state in told.items() if is_in[state]]
    return ", ".join([f"отправлено {is_in[SENT]} из {len(ours)}", *rest])


# Who is meant


@dataclass(frozen=True)
class _Chosen:
    """Who gets a letter, and how many of those who are meant do not."""

    people: tuple[Addressee, ...]
    without: int

    def in_words(self) -> str:
        told = f"Получат: {count(len(self.people), 'человек')}"
        return f"{told}; ещё {self.without} не получат: нет адреса или согласия" if self.without else told


def _chosen(book: Book, mailing: Mapping[Any, Any]) -> tuple[_Chosen, list[str]]:
    """Whom a mailing is for, each address once for each name; and the numbers that nobody has."""
    numbers = {number.upper(): number for number in _NUMBERS.split(as_text(mailing[Mailings.numbers])) if number}
    people: dict[tuple[str, str], Addressee] = {}
    meant, found = 0, set()
    for sheet in (Mentors, Mentees, Staff):
        table = book[sheet]
        is_named = table[table.key].str.upper().isin(numbers)
        found |= set(table[table.key][is_named].str.upper())
        is_meant = is_named | _in_group(book, sheet, as_text(mailing[Mailings.to]))
        meant += int(is_meant.sum())
        reached = list(reachable(table, is_meant))
        meant -= len(reached)
        for person in reached:
            people.setdefault((person["email"].lower(), person["greeting"]), person)
    return _Chosen(tuple(people.values()), meant), [said for number, said in numbers.items() if number not in found]


def _in_group(book: Book, sheet: type[Sheet], group: str) -> pd.Series:
    table = book[sheet]
    wanted = _GROUPS.get((sheet, group))
    return wanted(book, table) if wanted else pd.Series(False, index=table.index)


def _everybody(_: Book, bank: Table) -> pd.Series:
    """All that take part."""
    return bank[Bank.id].notna() & ~bank[Bank.withdrawn]


def _paired(book: Book, bank: Table) -> pd.Series:
    side = Pairs.mentee if bank.sheet is Mentees else Pairs.mentor
    return _everybody(book, bank) & bank[Bank.id].isin(book[Pairs][side][states(book).isin(AT_WORK)])


def _alone(book: Book, bank: Table) -> pd.Series:
    return _everybody(book, bank) & ~_paired(book, bank)


def _to_fix(book: Book, bank: Table) -> pd.Series:
    return _everybody(book, bank) & (bank[Bank.status] == NEEDS_FIXING)


_GROUPS: Mapping[tuple[type[Sheet], str], Callable[[Book, Table], pd.Series]] = MappingProxyType(
    {
        (Mentors, PARTICIPANTS): _everybody,
        (Mentees, PARTICIPANTS): _everybody,
        (Mentors, ALL_MENTORS): _everybody,
        (Mentees, ALL_MENTEES): _everybody,
        (Mentors, IN_PAIRS): _paired,
        (Mentees, IN_PAIRS): _paired,
        (Mentors, MENTORS_IN_PAIRS): _paired,
        (Mentees, MENTEES_IN_PAIRS): _paired,
        (Mentees, MENTEES_ALONE): _alone,
        (Mentors, MENTORS_ALONE): _alone,
        (Mentors, TO_FIX_ANSWERS): _to_fix,
        (Mentees, TO_FIX_ANSWERS): _to_fix,
        (Staff, ALL_STAFF): lambda _, staff: staff[Staff.id].notna(),
    }
)
"""Tab and group → which of its people belong to it."""
