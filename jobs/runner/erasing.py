"""Erasing a person: the one deed that takes out what the curator and forms have written.

It is no job's. What has to go is down in «Удаление данных» before anything goes, so that an erasure that was stopped
anywhere is finished by the next cycle. What names them goes first, where they are known by goes last: until then all of
it can be found again.

1. What goes, what the law keeps, and what is left for a hand is entered in the register.
2. Documents, other people's words and letters, the archives of former years; in the embedded workspace histories,
   mailbox, answers and sign-ins (`automation.embedded.erasure`).
3. Their own rows. From here on nobody knows who they were.
4. The embedded workspace once more, for what 3 has left in its history; then the register says that it is done.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import quote

import pandas as pd

from automation.documents.rewriting import rewritten
from automation.google import Google
from automation.google.drive import DOCUMENT, DOCX, KEY, SCOPE
from automation.google.mail import Gmail, message_id
from automation.google.maintenance import erase_in_workspace
from automation.workbook.book import Book, TabUnavailable
from automation.workbook.commit import SpreadsheetBusy, commit
from automation.workbook.memory import Memory
from automation.workbook.reading import read_book, read_tabs
from jobs.person.erasures import is_due
from jobs.person.sought import NobodyFound, Sought
from jobs.person.stub import own_rows, rows_of, stub, take_out, take_own_rows
from jobs.runner.holding import Answer, Held, Paper, Place, look
from jobs.runner.journal import record
from sheets_schema.nastavnik import NASTAVNIK
from sheets_schema.schema import Schema
from sheets_schema.sheet import Sheet
from sheets_schema.tabs.erasures import Erasures
from sheets_schema.tabs.letters import Letters
from sheets_schema.tabs.staff import Staff
from sheets_schema.vocabulary import BY_DECISION, BY_WITHDRAWAL, ERASURE_IS_DUE, KEPT, SENT

_PATIENCE = 2
"""How often a write is decided anew because somebody else wrote meanwhile."""
_CALLS_OF_A_WRITE = 2
_MOST_NAMED = 30
"""Links in one list."""
LAW_KEEPS = (
    "подписанный приказ хранится, пока не истёк срок его хранения: 125-ФЗ «Об архивном деле», статья 17; "
    "152-ФЗ, статья 21, часть 5"
)
ELSEWHERE = (
    "Копии, сделанные раньше: выгрузки (nastavnik export), резервные копии, распечатки и файлы на чужих компьютерах"
)


@dataclass(frozen=True)
class Plan:
    """What an erasure does.

    Attributes:
        goes: what is erased, kind → how many.
        kept: what stays, and on what ground.
        by_hand: what only a person can delete, a line each.
    """

    numbers: tuple[str, ...]
    goes: Mapping[str, int]
    kept: Sequence[str]
    by_hand: Sequence[str]


def planned(google: Google, held: Held) -> Plan:
    """What would be done with all this; the books of `held` are not to be used after it."""
    sought, words = held.sought, stub(", ".join(held.sought.numbers), BY_WITHDRAWAL)
    goes: Counter[str] = Counter()
    for book in held.books.values():
        for title, rows in (take_out(book, sought, words) + take_own_rows(book, sought.numbers, words)).items():
            goes[f"строки листа «{title}»"] += rows
    goes["архивы прошлых лет, где он есть"] = sum(_has(book, sought) for book in held.archives.values())
    places = Counter(paper.place for paper in held.papers)
    goes["документы программы, где имя заменится номером"] = places[Place.OURS]
    goes["файлы в корзине"] = places[Place.TRASHED]
    if google.transport.address:
        goes["ответы на анкеты"] = len(held.answers)
    return Plan(
        sought.numbers,
        {kind: count for kind, count in goes.items() if count},
        [f"{paper.file.name} ({paper.file.link}): {LAW_KEEPS}" for paper in held.papers if paper.place is Place.SIGNED],
        list(_by_hand(google, held)),
    )


def _has(book: Book, sought: Sought) -> bool:
    return any(own_rows(book, sought.numbers).values())


def _by_hand(google: Google, held: Held) -> Iterator[str]:
    book, sought = held.book, held.sought
    yield from _files_by_hand(held)
    yield from _rows_by_hand(held)
    if sought.namesakes:
        yield (
            f"Есть и другой человек с таким же ФИО ({', '.join(sought.namesakes)}): чужие тексты, где оно стоит, "
            "программа не трогала"
        )
    if not google.transport.address:
        for answer in _first(held.answers):
            yield f"Ответ на анкету «{answer.form.title}»: {_page_of(answer)}"
        yield "Предыдущие версии таблицы: «Файл → История версий» (удалить их Google не даёт, пока цела сама таблица)"
    sent = [] if google.transport.address and isinstance(google.mail, Gmail) else list(_sent(book, sought))
    if sent and isinstance(google.mail, Gmail):
        for key in _first(sent):
            search = quote(f"rfc822msgid:{message_id(key).strip('<>')}", safe="")
            yield f"Отправленное письмо: https://mail.google.com/mail/u/0/#search/{search}"
    elif sent:
        yield f"Письма, ушедшие через почтовый сервер организации: {len(sent)}; они в его папке «Отправленные»"
    yield ELSEWHERE


def _files_by_hand(held: Held) -> Iterator[str]:
    for paper in _first(paper for paper in held.papers if paper.place is Place.FOREIGN):
        yield f"Файл, который назван или составлен не программой: {paper.file.link}"
    for file in _first(held.unread):
        yield f"Файл, прочесть который программа не может (рисунок, скан): посмотрите, не о нём ли он: {file.link}"


def _rows_by_hand(held: Held) -> Iterator[str]:
    for one in _first(held.beside):
        titles = ", ".join(f"«{title}»" for title in one.columns)
        yield (
            f"Лист «{one.tab}», строка {one.row}: столбцы, которых программа не знает ({titles}), она не трогает; "
            "сотрите там всё, что об этом человеке"
        )
    for key in _staff(held.book, held.sought):
        yield f"Лист «{Staff.title}», строка {key}: удалите её, если этот человек больше не сотрудник"


def _first(things: Any) -> list[Any]:
    return list(things)[:_MOST_NAMED]


def _page_of(answer: Answer) -> str:
    return f"https://docs.google.com/forms/d/{answer.form_id}/edit#response={answer.response.id}"


def _staff(book: Book, sought: Sought) -> list[str]:
    if Staff.name not in book.tables:
        return []
    rows = book.tables[Staff.name].whole.dropna(subset=[Staff.id, Staff.full_name])
    return [key for key, name in zip(rows[Staff.id], rows[Staff.full_name], strict=True) if sought.named_in(name)]


def _sent(book: Book, sought: Sought) -> Iterator[str]:
    """The keys of the letters that have gone to them or that name them."""
    for table, rows in rows_of(book, sought):
        if table.sheet is Letters:
            letters = table.whole[table.whole[Letters.state].isin([SENT, KEPT])]
            for row, key, text in zip(
                letters.index, letters[Letters.id], letters[Letters.text].fillna(""), strict=True
            ):
                if row in rows or sought.named_in(text):
                    yield str(key)


# Doing it


def ask_for(google: Google, spreadsheet: str, number: str, numbers: Sequence[str], *, now: datetime) -> str:
    """Enter in the register that somebody's data goes today, by the organisation's decision; the row's number."""
    told: list[str] = []

    def decide(book: Book) -> None:
        register, today = book[Erasures], pd.Timestamp(book.today)
        frame = register.frame
        open_rows = frame[frame[Erasures.done_on].isna() & (frame[Erasures.people] == ", ".join(numbers))]
        if len(open_rows):
            row = int(open_rows.index[0])
            register.set(row, {Erasures.due: today, Erasures.ground: BY_DECISION, Erasures.state: ERASURE_IS_DUE})
            told.append(str(open_rows[Erasures.id].iloc[0]))
            return
        key = book.new_keys(register, 1)[0]
        row_of_it = {
            Erasures.id: key,
            Erasures.people: ", ".join(numbers),
            Erasures.ground: BY_DECISION,
            Erasures.asked_on: today,
            Erasures.due: today,
            Erasures.state: ERASURE_IS_DUE,
            Erasures.occasion: f"{number}/{key}",
        }
        register.append([row_of_it])
        told.append(key)

    _write(google, spreadsheet, lambda: read_book(google, spreadsheet, now, NASTAVNIK), decide)
    return told[-1]


def due(book: Book) -> list[str]:
    """The rows of the register that are to be carried out, or finished, now."""
    if Erasures.name not in book.tables or book.unavailable(Erasures.name):
        return []
    rows = book[Erasures].frame.dropna(subset=[Erasures.id, Erasures.people])
    cancelled = rows[Erasures.state] != ERASURE_IS_DUE
    return [row[Erasures.id] for row in rows[~cancelled].to_dict("records") if is_due(row, book.today)]


def carry_out(google: Google, spreadsheet: str, row: str, *, now: datetime, schema: Schema = NASTAVNIK) -> None:
    """Do what a row of the register says, or finish it. The next cycle goes on after `WorkspaceError`,
    `SpreadsheetBusy` and `TabUnavailable`."""
    _Erasing(google, spreadsheet, row, now, schema).carry_out()


class _Erasing:
    """One row of the register being carried out."""

    def __init__(self, google: Google, spreadsheet: str, row: str, now: datetime, schema: Schema) -> None:
        self._google, self._spreadsheet, self._row, self._now, self._schema = google, spreadsheet, row, now, schema
        self._memory = Memory()
        self._began, self._calls = time.perf_counter(), google.calls.total()

    def carry_out(self) -> None:
        book = self._book()
        self._must_be_readable(book)
        told = self._registered(book)
        numbers = tuple(str(told[Erasures.people]).split(", "))
        words = stub(", ".join(numbers), told[Erasures.ground])
        try:
            held = self._look(numbers[0])
        except NobodyFound:
            held = None
        spreadsheets = list(held.books) if held else [self._spreadsheet]
        if pd.isna(told[Erasures.erased]):
            self._enter(_as_cells(planned(self._google, held) if held else Plan(numbers, {}, (), (ELSEWHERE,))))
            held = held and self._look(numbers[0])
        if held:
            self._take_out(held, words)
            self._purge(held.sought, [answer.response.id for answer in held.answers if answer.is_theirs], spreadsheets)
            self._take_own_rows(held, words)
        self._purge(held.sought if held else Sought(numbers, "", frozenset(), (), ()), (), spreadsheets)
        self._enter({Erasures.done_on: pd.Timestamp(self._today())}, is_last=True)

    def _book(self) -> Book:
        return read_book(self._google, self._spreadsheet, self._now, self._schema, self._memory)

    def _look(self, number: str) -> Held:
        return look(self._google, self._spreadsheet, number, now=self._now, schema=self._schema, memory=self._memory)

    def _write(self, decide: Callable[[Book], object]) -> None:
        _write(self._google, self._spreadsheet, self._book, decide)

    def _must_be_readable(self, book: Book) -> None:
        """`TabUnavailable` where a tab is there and cannot be worked with: what it says of them would stay."""
        lost = next((book.unavailable(name) for name in book.tabs if book.unavailable(name)), "")
        if lost:
            raise TabUnavailable(lost)

    def _today(self) -> date:
        return self._book().today

    def _registered(self, book: Book) -> dict[Any, Any]:
        register = book[Erasures].frame
        told: dict[Any, Any] = register[register[Erasures.id] == self._row].iloc[0].to_dict()
        return told

    def _enter(self, cells: Mapping[Any, Any], *, is_last: bool = False) -> None:
        def decide(book: Book) -> None:
            register = book[Erasures]
            row = int(register.index[register[Erasures.id] == self._row][0])
            register.set(row, dict(cells))
            if is_last:
                calls = self._google.calls.total() - self._calls + _CALLS_OF_A_WRITE
                changes = f"Данные удалены: {self._row}"
                record(book, "удаление данных", changes, calls, time.perf_counter() - self._began)

        self._write(decide)

    # What names them

    def _take_out(self, held: Held, words: str) -> None:
        for paper in held.papers:
            self._redraw(paper, held.sought)
        links = self._links(held)
        for spreadsheet, book in held.archives.items():
            take_out(book, held.sought, words)
            _write_by_place(self._google, spreadsheet, book)
            self._redact_cells(spreadsheet, book, held.sought)

        def decide(book: Book) -> None:
            take_out(book, held.sought, words)
            _lead(book, links)

        self._write(decide)
        self._redact_cells(self._spreadsheet, held.book, held.sought)

    def _redraw(self, paper: Paper, sought: Sought) -> None:
        """A document of ours without them: a new file in the place of the old one, which has a history."""
        drive, file = self._google.drive, paper.file
        if paper.place is Place.TRASHED:
            drive.delete(file)
        if paper.place is not Place.OURS:
            return
        key, scope = file.properties[KEY], file.properties.get(SCOPE, "")
        others = [one for one in drive.search(_with_key(key)) if one.id != file.id]
        if not any(one.properties.get(SCOPE, "") == scope for one in others):
            content = rewritten(drive.exported(file.id, DOCX), sought.redacted)
            marks = {name: value for name, value in file.properties.items() if name not in (KEY, SCOPE)}
            drive.create(
                sought.redacted(file.name),
                DOCUMENT,
                key=key,
                scope=scope,
                folder=next(iter(file.parents), ""),
                content=content,
                content_kind=DOCX,
                properties=marks,
                modified=file.modified,
            )
        drive.delete(file)

    def _links(self, held: Held) -> dict[str, str]:
        """Key of a document that was drawn anew → where it is now."""
        keys = [paper.file.properties[KEY] for paper in held.papers if paper.place is Place.OURS]
        scope = held.book.state.scope
        return {key: file.link for key, file in self._google.drive.find(keys, scope=scope).items()} if keys else {}

    def _redact_cells(self, spreadsheet: str, book: Book, sought: Sought) -> None:
        """What stands in columns and tabs of the curator's own: found by what it says, wherever that stands by then."""
        known = _identity(book, sought)
        requests = [
            {"findReplace": {**found, "matchCase": True, "matchEntireCell": True}}
            for found in _cells_naming(self._google, spreadsheet, book, sought, known)
        ]
        if requests:
            self._google.spreadsheets.batch_update(spreadsheet, {"requests": requests})

    # Where they are known by

    def _take_own_rows(self, held: Held, words: str) -> None:
        for spreadsheet in held.archives:
            book = _fresh(self._google, spreadsheet, self._now, self._schema)
            take_own_rows(book, held.sought.numbers, words)
            _write_by_place(self._google, spreadsheet, book)
            self._redact_cells(spreadsheet, book, held.sought)
        self._write(lambda book: take_own_rows(book, held.sought.numbers, words))
        book = self._book()
        self._redact_cells(self._spreadsheet, book, held.sought)

    def _purge(self, sought: Sought, responses: Sequence[str], spreadsheets: Sequence[str]) -> None:
        """What the embedded workspace keeps beside; Google lets nobody at that."""
        if self._google.transport.address:
            phrases = [
                {"pattern": one.pattern.pattern, "instead": one.instead, "hints": sorted(one.hints)}
                for one in sought.phrases
            ]
            erase_in_workspace(
                self._google.transport,
                phrases=phrases,
                keys=sought.numbers,
                addresses=sorted(sought.addresses),
                responses=responses,
                spreadsheets=spreadsheets,
            )


def _as_cells(plan: Plan) -> dict[Any, str | None]:
    return {
        Erasures.erased: "\n".join(f"{kind}: {count}" for kind, count in plan.goes.items()) or "ничего не нашлось",
        Erasures.stays: "\n".join(plan.kept) or None,
        Erasures.by_hand: "\n".join(plan.by_hand) or None,
    }


def _with_key(key: str) -> str:
    quoted = key.replace("\\", "\\\\").replace("'", "\\'")
    return f"appProperties has {{ key='{KEY}' and value='{quoted}' }} and trashed = false"


def _lead(book: Book, links: Mapping[str, str]) -> None:
    """Let rows lead to the documents that were drawn anew."""
    for table in book.tables.values():
        if table.sheet.folder:
            link, purpose = table.sheet.named("document"), table.sheet.named("purpose")
            for row, key in table[purpose].dropna().items():
                if key in links:
                    table.set(int(str(row)), {link: links[key]})


def _identity(book: Book, sought: Sought) -> dict[int, set[str]]:
    """Id of a bank's tab → what their own rows say there: until they go it must stay, for it tells who they are."""
    found: dict[int, set[str]] = {}
    for name, rows in own_rows(book, sought.numbers).items():
        table = book.tables[name]
        cells = {str(table.tab.cell(row, column)) for row in rows for column in table.tab.columns}
        found[table.tab.sheet_id] = cells
    return found


def _cells_naming(
    google: Google, spreadsheet: str, book: Book, sought: Sought, known: Mapping[int, set[str]]
) -> Iterator[dict[str, Any]]:
    kept = {book.tables[sheet.name].tab.sheet_id for sheet in _LEFT if sheet.name in book.tables}
    fields = "sheets(properties(sheetId),data(rowData(values(userEnteredValue))))"
    for item in google.spreadsheets.get(spreadsheet, fields=fields)["sheets"]:
        sheet_id = item["properties"].get("sheetId", 0)
        texts = {
            cell.get("userEnteredValue", {}).get("stringValue", "")
            for data in item.get("data", [])
            for row in data.get("rowData", [])
            for cell in row.get("values", [])
        }
        for text in sorted(texts - known.get(sheet_id, set()) - {""}) if sheet_id not in kept else ():
            if (anew := sought.redacted(text)) != text:
                yield {"find": text, "replacement": anew, "sheetId": sheet_id}


_LEFT: tuple[type[Sheet], ...] = (Staff, Erasures)
"""Tabs where whoever stands there stands in another capacity, or by number alone."""


def _fresh(google: Google, spreadsheet: str, now: datetime, schema: Schema) -> Book:
    return Book(read_tabs(google, spreadsheet, schema)[1], now, schema)


def _write_by_place(google: Google, spreadsheet: str, book: Book) -> None:
    """Write a book's changes where its rows were read: nobody works in an archive."""
    requests: list[Any] = []
    for name, changes in book.changes().items():
        tab = book.tabs[name]
        rows = tab.identities()
        for identity, cells in changes.edits.items():
            for column, cell in cells.items():
                start = {"sheetId": tab.sheet_id, "rowIndex": rows[identity], "columnIndex": tab.columns[column]}
                value = {} if cell is None else {"userEnteredValue": _entered(cell)}
                update = {"start": start, "rows": [{"values": [value]}], "fields": "userEnteredValue"}
                requests.append({"updateCells": update})
    if requests:
        google.spreadsheets.batch_update(spreadsheet, {"requests": requests})


def _entered(cell: Any) -> dict[str, Any]:
    if isinstance(cell, bool):
        return {"boolValue": cell}
    return {"numberValue": cell} if isinstance(cell, int | float) else {"stringValue": cell}


def _write(google: Google, spreadsheet: str, read: Callable[[], Book], decide: Callable[[Book], object]) -> None:
    """Read, decide and write; decided anew where somebody wrote meanwhile. `SpreadsheetBusy`."""
    for attempts_left in reversed(range(_PATIENCE + 1)):
        book = read()
        decide(book)
        changes = book.changes()
        if not changes and book.state == book.state_as_read:
            return
        try:
            expected = book.state_as_read.write
            commit(google.spreadsheets, spreadsheet, changes, book.state, where=book.tabs, expected=expected)
            return
        except SpreadsheetBusy:
            if not attempts_left:
                raise
