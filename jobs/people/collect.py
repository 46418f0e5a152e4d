"""New responses become rows: of the banks and of «Согласия», where a second answer by the same person updates their
row, and of the tabs where every answer counts, unless a planned row waits for it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pandas as pd

from automation.google.forms import Response
from automation.people import CERTAIN, DIFFERENT, Register, compare
from automation.people.names import words_of
from automation.workbook.book import Book
from automation.workbook.cells import is_missing
from automation.workbook.planned import awaited, spelled
from automation.workbook.questionnaires import Answers, read_answers
from automation.workbook.reading import fingerprint
from automation.workbook.state import Cursor
from automation.workbook.table import Row, Table
from jobs.people.identity import record, records_of
from jobs.runner.job import job
from sheets_schema.columns import Name, Owner, shortened
from sheets_schema.form import Form
from sheets_schema.planned import Planned
from sheets_schema.tabs.bank import Bank
from sheets_schema.tabs.consents import Consents
from sheets_schema.vocabulary import NO, PERSONAL_DATA, YES

OVERLAP = timedelta(minutes=10)
"""How long a response may lag behind a later one in Google's list."""

MOST_REMEMBERED = 100
"""Submissions remembered for the overlap: the memory is a few kilobytes of metadata."""

_LONGEST = 1000
"""Characters kept of an answer that has no column."""

ASKING_FOR_CONSENT = (Bank.full_name, Bank.email)
"""All that is kept of a person who has not agreed: enough to ask them (Federal Law 152-FZ, article 9)."""


@job(
    title="сбор анкет",
    does="Забирает ответы из анкет и раскладывает их по листам.",
)
def run(book: Book, today: date) -> None:
    for form in book.schema.forms:
        responses = list(book.responses.get(form.name, ()))
        # Where a tab is not there, its responses wait in the form; those of the other form need not.
        if responses and not any(map(book.unavailable, (form.fills.name, Consents.name))):
            collect = _add_rows if form.each_answer_counts else _collect
            collect(book, form, responses)
            _tell_of_added_questions(book, form)
            book.state.cursors[form.name] = _advanced(book.state.cursors.get(form.name, Cursor()), responses)


def _tell_of_added_questions(book: Book, form: type[Form]) -> None:
    titles = ", ".join(f"«{shortened(title)}»" for title in book.added_questions.get(form.name, {}).values())
    if titles:
        history = form.fills.columns.get("history")
        where = f"в столбце «{history.title}»" if history else "только в самой анкете, где видны все ответы"
        book.notices.append(
            f"В анкету «{form.title}» добавлены вопросы, для которых в таблице нет столбца: {titles}. Ответы на них — "
            f"{where}."
        )


def _add_rows(book: Book, form: type[Form], responses: list[Response]) -> None:
    """Every answer is a row, but for those of people who do not let their data be processed: the row that waits for it,
    by the number that it carries, or else one of its own."""
    table = book[form.fills]
    answers = [(read_answers(form, response), response) for response in responses]
    asks = PERSONAL_DATA in {consent.kind for consent in form.consents}
    kept = [one for one in answers if not asks or one[0].consents.get(PERSONAL_DATA)]
    waiting = {spelled(key): int(str(row)) for row, key in table[table.key][awaited(table)].dropna().items()}
    rows: list[dict[Name[Any], Any]] = []
    for answer, response in kept:
        came = pd.Timestamp(book.local(_moment(response.submitted)).replace(microsecond=0))
        row = waiting.pop(spelled(answer.values.get(Planned.number)), None)
        if row is None:
            rows.append({**answer.values, table.sheet.named("answered"): came})
        else:
            said = {name: answer.values[name] for name in form.asked() if name != Planned.number}
            table.answer(row, {**said, Planned.answered: came})
    keys = book.new_keys(table, len(rows))
    table.append([{table.key: key, **row} for key, row in zip(keys, rows, strict=True)], by=(Owner.FORM,))


def _collect(book: Book, form: type[Form], responses: list[Response]) -> None:
    bank = book[form.fills]
    people = _People(bank)
    new: list[dict[Name[Any], Any]] = []
    consents: list[tuple[int, Answers, datetime]] = []
    for response in responses:
        answers = read_answers(form, response, book.added_questions.get(form.name, {}))
        submitted = book.local(_moment(response.submitted)).replace(microsecond=0)
        known = people.find(answers.values, response.id)
        if known is None:
            known = people.add(answers.values, response.id, new_row=len(new))
            new.append(_first_answer(answers, submitted))
        elif known < 0:
            new[-known - 1].update(_second_answer(new[-known - 1], answers, submitted))
        else:
            _update(bank, known, answers, submitted)
        if known < 0:
            new[-known - 1][Bank.response] = response.id
        else:
            bank.set(known, {Bank.response: response.id})
        consents.append((known, answers, submitted))
    keys = book.new_keys(bank, len(new))
    labels = bank.append([{bank.key: key, **row} for key, row in zip(keys, new, strict=True)], by=(Owner.FORM,))
    persons = [(bank[bank.key][known if known >= 0 else labels[-known - 1]], *rest) for known, *rest in consents]
    _record_consents(book, form, persons)


class _People:
    """Who is in a bank: existing rows by label (≥ 0), rows about to be added as -1, -2, …"""

    def __init__(self, bank: Table) -> None:
        rows = list(records_of(bank))
        labels = {number: row for row, number, _ in reversed(rows)}
        surplus = bank[Bank.joined].dropna().items()
        self._stays: dict[int, int] = {int(str(row)): labels[stays] for row, stays in surplus if stays in labels}
        """Label of a surplus row → that of the row in which its person stands."""
        self._by_response: dict[str, int] = {
            response: int(str(row)) for row, response in bank[Bank.response].dropna().items()
        }
        self._records = {row: replace(one, key=str(row)) for row, _, one in rows}
        self._register = Register(self._records.values())

    def find(self, values: Row, response: str) -> int | None:
        """The row that the response has filled before it was changed, or else the one that is certainly of the same
        person; None where there is none, and where it may be of one or of another."""
        if response in self._by_response:
            row = self._by_response[response]
            return self._stays.get(row, row)
        alike = self._register.like(record("", values))
        found = [int(one.one) for one in alike if one.likeness.verdict == CERTAIN]
        rows: list[int] = list(dict.fromkeys(self._stays.get(row, row) for row in found))
        first = self._records[rows[0]] if rows else None
        unclear = first and any(compare(first, self._records[row]).verdict == DIFFERENT for row in rows[1:])
        return None if unclear or not rows else rows[0]

    def add(self, values: Row, response: str, *, new_row: int) -> int:
        label = -new_row - 1
        self._by_response[response] = label
        self._records[label] = record(str(label), values)
        self._register.add(self._records[label])
        return label


def _first_answer(answers: Answers, submitted: datetime) -> dict[Name[Any], Any]:
    return {
        **_allowed(answers),
        Bank.answered: pd.Timestamp(submitted),
        Bank.history: f"{submitted:%d.%m.%Y %H:%M} анкета получена{_added(answers)}",
    }


def _second_answer(row: Row, answers: Answers, submitted: datetime) -> dict[Name[Any], Any]:
    """What a second answer changes in a row that is not in the sheet yet."""
    return {
        **_kept_name(row[Bank.full_name], _allowed(answers)),
        Bank.answered: pd.Timestamp(submitted),
        Bank.history: f"{row[Bank.history]}\n{submitted:%d.%m.%Y %H:%M} анкета заполнена ещё раз, взяты новые ответы"
        f"{_added(answers)}",
    }


def _update(bank: Table, label: int, answers: Answers, submitted: datetime) -> None:
    changed = bank.answer(label, _kept_name(bank.whole[Bank.full_name][label], _allowed(answers)))
    titles = ", ".join(name.column.title.lower() for name in changed)
    line = f"{submitted:%d.%m.%Y %H:%M} анкета обновлена: {titles or 'без изменений'}{_added(answers)}"
    former = bank[Bank.history][label]
    history = line if pd.isna(former) else f"{former}\n{line}"
    bank.set(label, {Bank.answered: pd.Timestamp(submitted), Bank.history: history})


def _kept_name(former: Any, answers: dict[Name[Any], Any]) -> dict[Name[Any], Any]:
    """The answers without a name that says less of the person than what stands there: one without the patronymic."""
    says_less = len(words_of(_text(answers[Bank.full_name]))) < len(words_of(_text(former)))
    return {name: value for name, value in answers.items() if name != Bank.full_name or not says_less}


def _text(value: Any) -> str:
    return "" if is_missing(value) else str(value)


def _added(answers: Answers) -> str:
    """What was answered to questions without a column; of a person who has not agreed nothing of it is kept."""
    if not answers.consents.get(PERSONAL_DATA):
        return ""
    said = (f"«{shortened(title)}» — {shortened(answer, _LONGEST)}" for title, answer in answers.added)
    return "".join(f"; {one}" for one in said)


def _allowed(answers: Answers) -> dict[Name[Any], Any]:
    if answers.consents.get(PERSONAL_DATA):
        return dict(answers.values)
    return {name: answers.values[name] for name in ASKING_FOR_CONSENT}


def _record_consents(book: Book, form: type[Form], given: list[Any]) -> None:
    rows = [
        {
            Consents.person: person,
            Consents.kind: consent.kind,
            Consents.answer: YES if answers.consents[consent.kind] else NO,
            Consents.given_on: pd.Timestamp(submitted.date()),
            Consents.given_by: answers.values[consent.given_by or Bank.full_name],
            Consents.source: "анкета",
        }
        for person, answers, submitted in given
        for consent in form.consents
        if consent.kind in answers.consents
    ]
    keys = book.new_keys(book[Consents], len(rows))
    book[Consents].append([{Consents.id: key, **row} for key, row in zip(keys, rows, strict=True)], by=(Owner.FORM,))


def _advanced(cursor: Cursor, responses: list[Response]) -> Cursor:
    """Ask next time from a little before the latest response, remembering those that are collected already."""
    moments = sorted(_moment(response.submitted) for response in responses)
    since = max(moments[-1] - OVERLAP, moments[max(0, len(moments) - MOST_REMEMBERED)])
    if cursor.since:
        since = max(since, _moment(cursor.since))
    collected = [fingerprint(response) for response in responses if _moment(response.submitted) >= since]
    return Cursor(since=f"{since:%Y-%m-%dT%H:%M:%S.%fZ}", seen=cursor.seen[-MOST_REMEMBERED:] + collected)


def _moment(rfc3339: str) -> datetime:
    """Google gives up to nanoseconds; Python reads microseconds."""
    return pd.Timestamp(rfc3339).floor("us").to_pydatetime()
