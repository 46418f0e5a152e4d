"""New responses become rows: of the banks, where a second answer by the same person updates their row, of «Согласия»,
and of the tabs where every answer counts, unless a planned row waits for it.

Of a person who may not be processed no more is taken from an answer than is needed to ask for the consent. Once the
consent is there, the rest is taken too: at once, where it came together with it, or else by the next cycle, which
fetches the answer once more as it stands by then.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pandas as pd

from automation.documents.mentions import People
from automation.google.forms import Response
from automation.people import DIFFERENT, Register, compare
from automation.people.names import words_of
from automation.workbook.book import Book
from automation.workbook.cells import is_missing
from automation.workbook.planned import awaited, spelled
from automation.workbook.questionnaires import Answers, read_answers
from automation.workbook.reading import fingerprint
from automation.workbook.state import Cursor
from automation.workbook.table import Row, Table
from jobs.people.consents import withheld
from jobs.people.given import match_strays, put_down
from jobs.people.identity import record, records_of
from jobs.people.mentioned import Directory
from jobs.runner.job import job
from sheets_schema.columns import Name, Owner, shortened
from sheets_schema.form import Form
from sheets_schema.planned import Planned
from sheets_schema.tabs.bank import Bank
from sheets_schema.tabs.consents import Consents
from sheets_schema.tabs.mentees import Mentees
from sheets_schema.tabs.mentors import Mentors
from sheets_schema.tabs.preferences import Preferences
from sheets_schema.vocabulary import NO, PARENT, PERSONAL_DATA, YES

OVERLAP = timedelta(minutes=10)
"""How long a response may lag behind a later one in Google's list."""

MOST_REMEMBERED = 100
"""Submissions remembered for the overlap: the memory is a few kilobytes of metadata."""

MOST_FETCHED = 50
"""Responses of a form fetched once more in one cycle: the others come with the next."""

_LONGEST = 1000
"""Characters kept of an answer that has no column."""

ASKING_FOR_CONSENT = (Bank.full_name, Bank.email)
"""All that is kept of a person who has not agreed: enough to ask them (Federal Law 152-FZ, article 9)."""


RENAMED = (
    "{number}: в новом ответе на анкету «{form}» ФИО написано иначе, чем прежде, и взято новое. "
    "Проверьте, не опечатка ли это"
)


@job(
    title="сбор анкет",
    does="Забирает ответы из анкет и раскладывает их по листам.",
)
def run(book: Book, today: date) -> None:
    if book.unavailable(Consents.name):
        return  # whom may be processed is not known: all responses wait in the forms
    # First people, then what they agree to, and then what they say of each other.
    for form in sorted(book.schema.forms, key=_turn):
        responses = list(book.responses.get(form.name, ()))
        # Where a tab is not there, its responses wait in the form; those of the other form need not.
        if responses and not book.unavailable(form.fills.name):
            collect = put_down if form.fills is Consents else _add_rows if form.each_answer_counts else _collect
            collect(book, form, responses)
            _tell_of_added_questions(book, form)
            book.state.cursors[form.name] = _advanced(book.state.cursors.get(form.name, Cursor()), responses)
    match_strays(book)
    for form in book.schema.forms:
        if not form.each_answer_counts and not book.unavailable(form.fills.name):
            _take_what_was_kept_out(book, form)


def _turn(form: type[Form]) -> int:
    return 2 if form.fills is not Consents and form.each_answer_counts else int(form.fills is Consents)


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
    kept = [one for one in answers if form.fills is not Preferences or _may_be_kept(book, one[0])]
    if len(kept) < len(answers):
        book.notices.append(
            f"«{form.title}»: ответов не сохранено — {len(answers) - len(kept)}. У тех, кто их дал, нет согласия на "
            "обработку персональных данных; когда согласие будет, попросите ответить ещё раз."
        )
    waiting = {spelled(key): int(str(row)) for row, key in table[table.key][awaited(table)].dropna().items()}
    rows: list[dict[Name[Any], Any]] = []
    for answer, response in kept:
        came = pd.Timestamp(book.local(response.moment).replace(microsecond=0))
        row = waiting.pop(spelled(answer.values.get(Planned.number)), None)
        if row is None:
            rows.append({**answer.values, table.sheet.named("answered"): came})
        else:
            # What a former version asked besides says nothing new of what the row is about.
            asked = (name for name in form.asked() if name in answer.values and name != Planned.number)
            said = {name: answer.values[name] for name in asked}
            table.answer(row, {**said, Planned.answered: came})
    keys = book.new_keys(table, len(rows))
    table.append([{table.key: key, **row} for key, row in zip(keys, rows, strict=True)], by=(Owner.FORM,))


def _may_be_kept(book: Book, answers: Answers) -> bool:
    """Whether the author of a choice may be processed: as a participant, or by a consent asked for there formerly. An
    author whom nobody can tell is the curator's to find."""
    said, who = answers.consents.get(PERSONAL_DATA), answers.values.get(Preferences.who)
    if said is not None:
        return said
    if not isinstance(who, str):
        return True
    hidden: dict[str, str] = {}
    for sheet in (Mentees, Mentors):
        bank = book[sheet].whole
        rows = bank.loc[list(withheld(book, book[sheet])), [Bank.id, Bank.full_name]].dropna()
        hidden |= dict(rows.itertuples(index=False, name=None))
    directory = Directory(book)
    everybody = (People(hidden), directory.mentees, directory.mentors)
    named = {number for people in everybody for mention in people.named_in(who).mentions for number in mention.ids}
    return not named or bool(named - hidden.keys())


def _collect(book: Book, form: type[Form], responses: list[Response]) -> None:
    bank = book[form.fills]
    people, hidden = _Known(bank), withheld(book, bank)
    new: list[dict[Name[Any], Any]] = []
    consents: list[tuple[int, Answers, datetime]] = []
    for response in responses:
        answers = read_answers(form, response, book.added_questions.get(form.name, {}))
        submitted = book.local(response.moment).replace(microsecond=0)
        known = people.find(answers.values, response.id)
        whole = answers.consents.get(PERSONAL_DATA, known is not None and known >= 0 and known not in hidden)
        if known is None:
            known = people.add(answers.values, response.id, new_row=len(new))
            new.append(_first_answer(answers, submitted, whole=whole))
        elif known < 0:
            new[-known - 1].update(_second_answer(new[-known - 1], answers, submitted, whole=whole))
        elif _update(bank, known, answers, submitted, whole=whole):
            # Which of the two is right, nobody but the curator can tell.
            book.notices.append(RENAMED.format(number=bank.whole[Bank.id][known], form=form.title))
        kept = {Bank.response: response.id, Bank.kept_out: not whole}
        if known < 0:
            new[-known - 1].update(kept)
        else:
            bank.set(known, kept)
        consents.append((known, answers, submitted))
    keys = book.new_keys(bank, len(new))
    labels = bank.append([{bank.key: key, **row} for key, row in zip(keys, new, strict=True)], by=(Owner.FORM,))
    persons = [(bank[bank.key][known if known >= 0 else labels[-known - 1]], *rest) for known, *rest in consents]
    _record_consents(book, persons)


def _take_what_was_kept_out(book: Book, form: type[Form]) -> None:
    """Where the consent has come, take all of the answer: of this cycle's answers, or of those fetched once more; those
    that are not at hand are asked for."""
    bank, asked = book[form.fills], set(book.state.wanted.pop(form.name, ()))
    waiting = bank.whole[bank[Bank.kept_out]]
    if not len(waiting):
        return
    hidden = withheld(book, bank)
    at_hand = {one.id: one for one in (*book.fetched.get(form.name, ()), *book.responses.get(form.name, ()))}
    wanted: list[str] = []
    for row, number, response in waiting[[Bank.id, Bank.response]].itertuples(name=None):
        if row in hidden:
            continue
        if response in at_hand:
            answers = read_answers(form, at_hand[response], book.added_questions.get(form.name, {}))
            bank.answer(row, answers.values)
            history = bank[Bank.history][row]
            said = f"{'' if pd.isna(history) else history}{_added(answers)}"
            bank.set(row, {Bank.kept_out: False, Bank.history: said or None})
        elif pd.isna(response) or response in asked:
            bank.set(row, {Bank.kept_out: False})
            book.notices.append(
                f"Согласие {number} получено, но ответа в анкете «{form.title}» больше нет. Попросите этого человека "
                "заполнить её ещё раз."
            )
        elif len(wanted) < MOST_FETCHED:
            wanted.append(response)
    if wanted:
        book.state.wanted[form.name] = wanted


class _Known:
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
        found = [int(key) for key in self._register.certainly(record("", values))]
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


def _first_answer(answers: Answers, submitted: datetime, *, whole: bool) -> dict[Name[Any], Any]:
    return {
        **_allowed(answers, whole=whole),
        Bank.answered: pd.Timestamp(submitted),
        Bank.history: f"{submitted:%d.%m.%Y %H:%M} анкета получена{_added(answers) if whole else ''}",
    }


def _second_answer(row: Row, answers: Answers, submitted: datetime, *, whole: bool) -> dict[Name[Any], Any]:
    """What a second answer changes in a row that is not in the sheet yet."""
    return {
        **_kept_name(row[Bank.full_name], _allowed(answers, whole=whole)),
        Bank.answered: pd.Timestamp(submitted),
        Bank.history: f"{row[Bank.history]}\n{submitted:%d.%m.%Y %H:%M} анкета заполнена ещё раз, взяты новые ответы"
        f"{_added(answers) if whole else ''}",
    }


def _update(bank: Table, label: int, answers: Answers, submitted: datetime, *, whole: bool) -> bool:
    """Take what was answered anew; whether it gives somebody who had a name another one."""
    called = _text(bank.whole[Bank.full_name][label])
    changed = bank.answer(label, _kept_name(called, _allowed(answers, whole=whole)))
    titles = ", ".join(name.column.title.lower() for name in changed)
    line = f"{submitted:%d.%m.%Y %H:%M} анкета обновлена: {titles or 'без изменений'}{_added(answers) if whole else ''}"
    former = bank[Bank.history][label]
    history = line if pd.isna(former) else f"{former}\n{line}"
    bank.set(label, {Bank.answered: pd.Timestamp(submitted), Bank.history: history})
    return bool(called) and words_of(_text(bank.whole[Bank.full_name][label])) != words_of(called)


def _kept_name(former: Any, answers: dict[Name[Any], Any]) -> dict[Name[Any], Any]:
    """The answers without a name that says no more of the person than what stands there: one without the patronymic, or
    the same in another order or without the dots of an «ё»."""
    says_no_more = _says_no_more(_text(answers[Bank.full_name]), _text(former))
    return {name: value for name, value in answers.items() if name != Bank.full_name or not says_no_more}


def _says_no_more(name: str, known: str) -> bool:
    words, before = words_of(name), words_of(known)
    dotted = words == before and name.lower().count("ё") > known.lower().count("ё")
    return len(words) < len(before) or (sorted(words) == sorted(before) and not dotted)


def _text(value: Any) -> str:
    return "" if is_missing(value) else str(value)


def _added(answers: Answers) -> str:
    """What was answered to questions without a column."""
    said = (f"«{shortened(title)}» — {shortened(answer, _LONGEST)}" for title, answer in answers.added)
    return "".join(f"; {one}" for one in said)


def _allowed(answers: Answers, *, whole: bool) -> dict[Name[Any], Any]:
    return dict(answers.values) if whole else {name: answers.values[name] for name in ASKING_FOR_CONSENT}


def _record_consents(book: Book, answered: list[Any]) -> None:
    """What was agreed to in a questionnaire of an earlier version, which asked for consents itself."""
    rows = [
        {
            Consents.person: person,
            Consents.kind: kind,
            Consents.answer: YES if agreed else NO,
            Consents.given_on: pd.Timestamp(submitted.date()),
            Consents.given_by: answers.values.get(Mentees.parent if kind == PARENT else Bank.full_name),
            Consents.source: "анкета",
        }
        for person, answers, submitted in answered
        for kind, agreed in answers.consents.items()
    ]
    keys = book.new_keys(book[Consents], len(rows))
    book[Consents].append([{Consents.id: key, **row} for key, row in zip(keys, rows, strict=True)], by=(Owner.FORM,))


def _advanced(cursor: Cursor, responses: list[Response]) -> Cursor:
    """Ask next time from a little before the latest response, remembering those that are collected already."""
    moments = sorted(response.moment for response in responses)
    since = max(moments[-1] - OVERLAP, moments[max(0, len(moments) - MOST_REMEMBERED)])
    if cursor.since:
        since = max(since, datetime.fromisoformat(cursor.since))
    collected = [fingerprint(response) for response in responses if response.moment >= since]
    return Cursor(since=f"{since:%Y-%m-%dT%H:%M:%S.%fZ}", seen=cursor.seen[-MOST_REMEMBERED:] + collected)
