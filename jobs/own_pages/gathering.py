"""What a participant's own page says, be it a page of ours or a document: what is asked of them now, their pairs, their
answers and their consents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from automation.workbook.book import Book
from automation.workbook.questionnaires import own_answer
from automation.workbook.table import Table
from jobs.desk.entering import as_typed
from jobs.expected.asking import OPEN
from jobs.expected.rows import personal_link
from jobs.letters.addressees import Addressee, curator, organisation, proper_name
from jobs.letters.correspondence import as_text
from jobs.pair_life.introductions import pairs_of
from jobs.people.asked_consents import asks
from jobs.people.consents import IN_WORDS, in_force, lacking_consents, withheld
from jobs.people.identity import same_person
from sheets_schema.form import Form
from sheets_schema.planned import Planned
from sheets_schema.questionnaires.consents import CONSENT_FORMS, ConsentWithdrawal
from sheets_schema.sheet import Sheet
from sheets_schema.tabs.bank import Bank
from sheets_schema.tabs.consents import Consents
from sheets_schema.tabs.mentees import Mentees
from sheets_schema.tabs.mentors import Mentors
from sheets_schema.vocabulary import NEEDS_DATA, NO, NO_CONSENT, PAIRED, READY, SEARCHING, WITHDRAWN, YES

_STANDS: dict[type[Sheet], dict[str, str]] = {
    Mentees: {
        READY: "Мы подбираем вам наставника.",
        SEARCHING: "Мы ищем вам наставника: пока подходящего нет.",
        PAIRED: "У вас есть наставник.",
    },
    Mentors: {
        READY: "Мы подбираем вам наставляемых.",
        PAIRED: "У вас есть наставляемые.",
    },
}
_STANDS_OF_ALL = {
    NEEDS_DATA: "В анкете нужно кое-что исправить.",
    NO_CONSENT: "Не хватает согласия: без него мы не имеем права использовать ваши ответы.",
    WITHDRAWN: "Вы не участвуете в программе.",
}
_NEW = "Анкета получена, мы её проверяем."


@dataclass(frozen=True)
class Asked:
    """Something that a person is to do now."""

    says: str
    link: str = ""
    by: date | None = None


@dataclass(frozen=True)
class Line:
    """One answer."""

    title: str
    said: str


@dataclass(frozen=True)
class Given:
    """A questionnaire as somebody has filled it in; nothing of it where it may not be processed."""

    title: str
    number: str
    stands: str
    lines: Sequence[Line]
    change: str


@dataclass(frozen=True)
class Agreed:
    """A consent that was given, refused or taken back."""

    kind: str
    says: str


@dataclass(frozen=True)
class OwnPage:
    """All that a page shows of one person, whichever bank they are in."""

    name: str
    organisation: str
    asked: Sequence[Asked]
    pairs: Sequence[Mapping[str, Any]]
    given: Sequence[Given]
    consents: Sequence[Agreed]
    withdrawal: str
    """Where to take back what they agreed to; empty where there is nothing."""
    curator: Addressee | None


def own_page(book: Book, number: str, today: date) -> OwnPage:
    """Of the person with this number, and of all other numbers that they have."""
    numbers = sorted(same_person(book).get(number, {number}))
    rows = [(book[bank], row) for bank in (Mentees, Mentors) for row in _rows(book[bank], numbers)]
    names = [proper_name(table, table.whole[Bank.full_name][row]) for table, row in rows]
    return OwnPage(
        name=next(filter(None, names), ""),
        organisation=organisation(book),
        asked=[*_to_put_right(book, rows, today), *_awaited(book, numbers)],
        pairs=[pair for one in numbers for pair in pairs_of(book, one, today)],
        given=[_given(book, table, row) for table, row in rows],
        consents=list(_consents(book, numbers)),
        withdrawal=_withdrawal(book, numbers, today),
        curator=curator(book),
    )


def _rows(bank: Table, numbers: Sequence[str]) -> list[int]:
    """Their rows in a bank, without those that are of nobody any more: joined to another."""
    theirs = bank.whole[Bank.id].isin(numbers) & bank.whole[Bank.joined].isna()
    return [int(row) for row in bank.whole.index[theirs]]


def _form_of(book: Book, bank: Table) -> type[Form]:
    return next(form for form in book.schema.forms if form.fills is bank.sheet and not form.each_answer_counts)


def _given(book: Book, bank: Table, row: int) -> Given:
    form = _form_of(book, bank)
    is_seen = row not in withheld(book, bank)
    lines = [
        Line(name.column.title, said)
        for name in form.asked()
        if is_seen and (said := as_typed(name.column, bank[name][row]))
    ]
    status = as_text(bank[Bank.status][row]) if is_seen else NO_CONSENT
    stands = (_STANDS[bank.sheet] | _STANDS_OF_ALL).get(status, _NEW)
    return Given(form.title, as_text(bank.whole[Bank.id][row]), stands, lines, _change(book, bank, row))


def _change(book: Book, bank: Table, row: int) -> str:
    """Where the answer is changed; the form itself where only Google knows."""
    link = book.state.links.get(_form_of(book, bank).name, "")
    return own_answer(link, as_text(bank.whole[Bank.response][row])) or link


def _to_put_right(book: Book, rows: Sequence[tuple[Table, int]], today: date) -> Iterator[Asked]:
    """What their answers and consents lack."""
    for bank, row in rows:
        form, lacking = _form_of(book, bank), lacking_consents(book, bank, today).get(row, ())
        number = as_text(bank.whole[Bank.id][row])
        for one in (one for one in lacking if one.taken_back_by):
            again = f"Отозвано: {IN_WORDS[one.kind]}. Если передумали, дайте его снова."
            yield Asked(again, personal_link(book, CONSENT_FORMS[one.kind], number))
        yield from (Asked(ask.text, ask.link) for ask in asks(book, bank, row, today))
        if not lacking and bank[Bank.status][row] == NEEDS_DATA:
            yield Asked("Исправьте анкету: " + form.title, _change(book, bank, row))


def _awaited(book: Book, numbers: Sequence[str]) -> Iterator[Asked]:
    """The questionnaires that wait for this person's answer."""
    forms = [form for form in book.schema.forms if form.answers and not book.unavailable(form.answers.name)]
    # What consents they are asked for, their rows in the banks say.
    forms = [form for form in forms if form.answers is not Consents]
    for form in forms:
        assert form.answers is not None  # noqa: S101  (chosen so)
        frame = book[form.answers].frame
        waiting = frame[frame[Planned.person].isin(numbers) & frame[Planned.standing].isin(OPEN)]
        for row in waiting.to_dict("records"):
            key = row[form.answers.key_column().known_as]
            due = row[Planned.due]
            yield Asked(form.title, personal_link(book, form, key), None if pd.isna(due) else due.date())


def _consents(book: Book, numbers: Sequence[str]) -> Iterator[Agreed]:
    """What they agreed to, as the register has it: the last word of each kind last, and nothing twice."""
    frame = book[Consents].frame
    is_told = frame[Consents.answer].notna() | frame[Consents.withdrawn_on].notna()
    theirs = frame[is_told & frame[Consents.person].isin(numbers)].to_dict("records")
    yield from dict.fromkeys(Agreed(as_text(row[Consents.kind]), _how(row)) for row in theirs)


def _withdrawal(book: Book, numbers: Sequence[str], today: date) -> str:
    given = sorted(number for number, _ in in_force(book, today) if number in numbers)
    return personal_link(book, ConsentWithdrawal, given[0]) if given else ""


def _how(row: Mapping[Any, Any]) -> str:
    if pd.notna(row[Consents.withdrawn_on]):
        return f"отозвано {row[Consents.withdrawn_on]:%d.%m.%Y}"
    said = {YES: "дано", NO: "не дано"}.get(row[Consents.answer], "")
    day = row[Consents.given_on]
    return said if pd.isna(day) else f"{said} {day:%d.%m.%Y}"
