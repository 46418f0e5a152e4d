"""The desk's pages where people are taken in from a file: choose it, say what its columns are, see, decide, undo.

The file itself is not kept: what was read of it waits in memory until it is taken in, for whoever has sent it.
"""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from starlette.responses import Response

from automation.embedded.drive.kinds import XLSX
from automation.embedded.pages import rendering
from automation.embedded.pages.rendering import goes_to
from automation.embedded.pages.visit import Visit
from automation.embedded.processes import in_a_process
from automation.grids import UnreadableFile, sheets
from automation.workbook.book import Book
from jobs.desk import addresses
from jobs.desk.entering import Missing, Refusal
from jobs.desk.office import Office
from jobs.importing.deciding import ENTERED, Decided, Differing, Fate, decide
from jobs.importing.entering import NothingToUndo, Undone, enter, undo
from jobs.importing.fields import NOTHING, TARGETS
from jobs.importing.lists import PeopleList, lists_in
from jobs.importing.proposing import Chosen, propose, proposed
from jobs.importing.report import as_xlsx, counted, sentences, worth_a_look
from sheets_schema.tabs.bank import Bank
from sheets_schema.tabs.imports import Imports
from sheets_schema.vocabulary import IMPORTED

_HOLDS = 3600.0
"""Seconds for which what was read of a file is kept."""
_MOST_FILES = 10
_SHOWN = 100
"""Rows of a file that a page tells of; the report has them all."""
_EXAMPLES = 3
_NO_FILE = "Файл не выбран. Выберите список людей и нажмите «Прочитать»."
_GONE = "Прочитанного файла здесь больше нет: прошёл час или программу перезапускали. Выберите файл ещё раз."


class _Shows(Protocol):
    def __call__(self, visit: Visit, name: str, book: Book, **context: Any) -> Response: ...


@dataclass
class Held:
    """What was read of a file, as its sender has it explained by now, and what came of it."""

    file: str
    by: str
    chosen: list[Chosen]
    remarks: Sequence[str]
    until: float = field(default_factory=lambda: time.monotonic() + _HOLDS)
    number: str = ""
    """Of the import, once it has been taken in."""
    decided: Sequence[Decided] = ()


def read_lists(content: bytes) -> tuple[list[PeopleList], list[str]]:
    """The lists of a file. `UnreadableFile` for what is none."""
    return lists_in(sheets(content))


class Importing:
    """The pages. `show` draws one of the desk's, `write` enters something in the visitor's name."""

    def __init__(self, office: Office, show: _Shows, write: Callable[[Visit, Callable[[Book], None]], None]) -> None:
        self._office, self._show, self._write = office, show, write
        self._held: dict[str, Held] = {}
        self._lock = threading.Lock()

    def begin(self, visit: Visit) -> Response:
        """Where a file is chosen, and what was taken in before."""
        return self._begin(visit)

    def _begin(self, visit: Visit, problem: str = "", undone: Undone | None = None) -> Response:
        book = self._office.book()
        past = book[Imports].frame.sort_values([Imports.at, Imports.id], ascending=False)
        rows = past.to_dict("records")
        return self._show(
            visit, "import", book, problem=problem, undone=undone, past=rows, Imports=Imports, standing=IMPORTED
        )

    def read(self, visit: Visit) -> Response:
        """Read the file that was sent, in another process: nobody waits for it but who has sent it."""
        upload = next(iter(visit.uploads), None)
        if upload is None or not upload.name:
            return self._begin(visit, _NO_FILE)
        name = upload.name.replace("\\", "/").rpartition("/")[2]
        try:
            lists, remarks = in_a_process(read_lists, upload.content)
        except UnreadableFile as error:
            return self._begin(visit, f"«{name}»: {error}.")
        held = Held(name, visit.person.email, propose(lists, name, self._office.book().schema), remarks)
        return goes_to(addresses.import_of(self._hold(held)))

    def explain(self, visit: Visit) -> Response:
        """What its columns are taken for, and what would come of it; or, once it was taken in, what came of it."""
        held = self._of(visit)
        book = self._office.book(whole=True)
        decided = held.decided if held.number else decide(book, held.chosen)
        told = worth_a_look(decided)
        return self._show(
            visit,
            "importing",
            book,
            held=held,
            token=visit["token"],
            lists=[_shown(n, one) for n, one in enumerate(held.chosen)],
            targets=list(TARGETS),
            counted=counted(decided),
            comes_to_something=any(one.fate in ENTERED for one in decided),
            asks_for_consent=any(one.fate is Fate.NEW and issubclass(one.sheet, Bank) for one in decided),
            differing=[(one.name, differs) for one in decided for differs in one.differing][:_SHOWN],
            told=[(one, list(sentences(one))) for one in told[:_SHOWN]],
            more=max(0, len(told) - _SHOWN),
        )

    def change(self, visit: Visit) -> Response:
        """Take down what the columns are, or take the list in."""
        held = self._of(visit)
        if held.number:
            return goes_to(addresses.import_of(visit["token"]))
        explained = [_as_sent(visit, n, one) for n, one in enumerate(held.chosen)]
        is_other = [(one.to, one.columns) for one in explained] != [(one.to, one.columns) for one in held.chosen]
        enters = visit.sent("deed") == "enter"
        if is_other or not enters:  # what was not seen is not taken in
            held.chosen = explained
            return goes_to(f"{addresses.import_of(visit['token'])}{'?changed=yes' if enters else ''}#comes")
        chosen_over = set(visit.fields.get("replace", []))

        def replaces(differing: Differing) -> bool:
            return differing.id in chosen_over

        def take_in(book: Book) -> None:
            held.decided = decide(book, held.chosen, replaces)
            if not any(one.fate in ENTERED for one in held.decided):
                raise Refusal("Вносить нечего: всё это уже есть или не может быть внесено.")
            number.append(enter(book, held.decided, file=held.file, by=visit.person.email))

        number: list[str] = []
        self._write(visit, take_in)
        held.number = number[-1]
        return goes_to(addresses.import_of(visit["token"]))

    def report(self, visit: Visit) -> Response:
        """All rows, as a table to keep."""
        held = self._of(visit)
        decided = held.decided if held.number else decide(self._office.book(whole=True), held.chosen)
        return rendering.download(as_xlsx(decided), f"Загрузка {held.number or held.file}.xlsx", XLSX)

    def undo(self, visit: Visit) -> Response:
        """Take an import back as a whole."""
        undone: list[Undone] = []

        def take_back(book: Book) -> None:
            try:
                undone.append(undo(book, visit.sent("number")))
            except NothingToUndo as error:
                raise Refusal(f"{error}.") from None

        self._write(visit, take_back)
        return self._begin(visit, undone=undone[-1])

    def _hold(self, held: Held) -> str:
        token = secrets.token_urlsafe(16)
        with self._lock:
            now = time.monotonic()
            kept = [(name, one) for name, one in self._held.items() if one.until > now]
            self._held = {**dict(kept[1 - _MOST_FILES :]), token: held}
        return token

    def _of(self, visit: Visit) -> Held:
        held = self._held.get(visit["token"])
        if held is None or held.until < time.monotonic() or held.by != visit.person.email:
            raise Gone
        return held


class Gone(Missing):
    """What was read of a file is not kept any more."""

    def __init__(self) -> None:
        Refusal.__init__(self, _GONE)


@dataclass(frozen=True)
class ShownColumn:
    """A column of a list, as its explanation shows it."""

    number: int
    title: str
    examples: str
    field: str


@dataclass(frozen=True)
class ShownList:
    """A list, with what its columns may be."""

    number: int
    name: str
    count: int
    to: str
    columns: Sequence[ShownColumn]
    options: Mapping[str, str]


def _shown(number: int, one: Chosen) -> ShownList:
    columns = [
        ShownColumn(n, title, "; ".join([cell.text for cell in one.people.column(n) if cell.text][:_EXAMPLES]), name)
        for n, (title, name) in enumerate(zip(one.people.titles, one.columns, strict=True))
    ]
    return ShownList(number, one.people.name, len(one.people.lines), one.to, columns, one.titles)


def _as_sent(visit: Visit, number: int, one: Chosen) -> Chosen:
    """The list as the form explains it. Where its people go elsewhere now, its columns are proposed anew."""
    to = visit.sent(f"to.{number}")
    if to != one.to:
        fresh = proposed(one.people, to, one.schema)
        return replace(fresh, to=to if to in TARGETS else "")
    known = one.titles
    sent = [visit.sent(f"column.{number}.{n}") for n in range(len(one.columns))]
    return replace(one, columns=tuple(name if name in known else NOTHING for name in sent))
