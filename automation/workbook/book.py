"""The book: a whole spreadsheet in memory, over which the jobs of one cycle decide.

    def run(book: Book, today: date) -> None:
        book[Mentees][Mentees.status] = …

A job changes the book; the runner commits it.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, TypeVar, overload
from zoneinfo import ZoneInfo

from automation.google.forms import Response
from automation.workbook.layout import Tab
from automation.workbook.memory import Memory
from automation.workbook.settings import Values, read_settings
from automation.workbook.state import State
from automation.workbook.table import Changes, Row, Table
from sheets_schema.columns import Column, Key, Reference
from sheets_schema.schema import Schema
from sheets_schema.settings import SettingValues
from sheets_schema.sheet import Sheet

T = TypeVar("T")


class TabUnavailable(Exception):
    """A job asked for a tab that cannot be worked with. `str(error)` tells the curator what to do."""


@dataclass(frozen=True)
class Document:
    """A document that a job wants drawn up."""

    key: str
    """Why it exists; a file with this key is found again rather than made twice."""
    name: str
    template: bytes
    context: Mapping[str, Any]
    digest: str
    """Changes when the document ought to say something else."""
    sheet: type[Sheet]
    """The tab whose row points to it: one that has a `folder`."""
    row: int
    said: Row = field(default_factory=dict)
    """What else that row says once the document is there."""
    final: bool = False
    """Nothing is left to do where it cannot be renewed because a person edited it: it is signed, or made only once."""
    reader: str = ""
    """The address of the one person whom it is opened to; the row says in `access` how that went."""
    void: bool = False
    """Whether it is not to be there any more: the file is deleted, with whoever's right to read it."""


@dataclass(frozen=True)
class _Derived:
    """What was made of the book, and how that stood then which it was made of."""

    value: Any
    stood: Hashable
    versions: Mapping[Table, int]
    clock: bool


@dataclass
class Seen:
    """What somebody has looked at: the tables that they asked for, and whether they asked for the time of day."""

    tables: set[Table]
    clock: bool = False


@dataclass
class Book:
    """All declared tabs, what came in since the last cycle, and what this cycle wants done."""

    tabs: Mapping[str, Tab]
    moment: datetime
    """Of the cycle: aware, UTC."""
    schema: Schema
    state: State = field(default_factory=State)
    responses: Mapping[str, Sequence[Response]] = field(default_factory=dict)
    """Form name → responses not collected yet."""
    fetched: Mapping[str, Sequence[Response]] = field(default_factory=dict)
    """Form name → responses that `state.wanted` asked for once more."""
    added_questions: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Form name → questions that somebody added to the form by hand and that were answered: id → title."""
    documents: list[Document] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    """What the journal's reader ought to know. Ids, never names."""
    link: str = ""
    """Address of the spreadsheet itself."""

    memory: Memory = field(default_factory=Memory)

    def __post_init__(self) -> None:
        self._tables = {name: Table(tab, self.memory.reading(tab)) for name, tab in self.tabs.items()}
        self._watching: list[Seen] = []
        """For each decision or derivation under way, what it has looked at."""
        settings = self.schema.settings
        self._settings = read_settings(settings, self._tables.get(settings.tab.name))
        self.time_zone = ZoneInfo(self._settings.time_zone)
        self.state_as_read = self.state.model_copy(deep=True)
        self._missing = {sheet.name: _why_unavailable(sheet, self.tabs.get(sheet.name)) for sheet in self.schema.sheets}
        self._derived: dict[Hashable, _Derived] = {}

    @property
    def tables(self) -> Mapping[str, Table]:
        """All tables, by the names of their tabs, those too that cannot be worked with."""
        self._look_at(self._tables.values())
        return self._tables

    @property
    def now(self) -> datetime:
        """The moment of the cycle: aware, UTC."""
        for seen in self._watching[-1:]:
            seen.clock = True
        return self.moment

    @property
    def today(self) -> date:
        """The date where the organisation is."""
        return self.local(self.moment).date()

    def local(self, moment: datetime) -> datetime:
        """A moment on the organisation's clock, without its zone, as cells hold it."""
        return moment.astimezone(self.time_zone).replace(tzinfo=None)

    @overload
    def __getitem__(self, declared: type[Sheet]) -> Table: ...

    @overload
    def __getitem__(self, declared: type[Values]) -> Values: ...

    def __getitem__(self, declared: type[Sheet] | type[Values]) -> Table | Values:
        """The table of a declared tab, or what the curator has set.

        `TabUnavailable` where the tab is not there: defaults of settings might say the opposite of what was set.
        """
        if issubclass(declared, SettingValues):
            self._table(declared.tab.name)
            assert isinstance(self._settings, declared)  # noqa: S101  (the schema's own settings)
            return self._settings
        return self._table(declared.name)

    def _table(self, name: str) -> Table:
        if self._missing[name]:
            raise TabUnavailable(self._missing[name])
        table = self._tables[name]
        self._look_at((table,))
        return table

    def sight(self, name: str) -> Hashable | None:
        """What the table of a tab says to jobs, see `Table.sight`; None also where the tab is not there."""
        return self._tables[name].sight if name in self._tables else None

    def keys_referred_to(self, sheet: type[Sheet]) -> dict[str, set[str]]:
        """Tab name → the keys of its rows, of the tabs that columns of this one refer to and that are there."""
        named = {tab for column in sheet.columns.values() if isinstance(column, Reference) for tab in column.tabs}
        tables = [self._table(name) for name in sorted(named & self._missing.keys()) if not self._missing[name]]
        return {table.sheet.name: set(table[table.key].dropna()) for table in tables}

    def changes(self) -> dict[str, Changes]:
        """Tab name → what it wants of the spreadsheet, for the tabs that want something."""
        notes = {name: text for name, text in self.state.notes.items() if self.state_as_read.notes.get(name) != text}
        wanted = {name: replace(table.changes(), note=notes.get(name, "")) for name, table in self.tables.items()}
        return {name: changes for name, changes in wanted.items() if changes}

    def unavailable(self, name: str) -> str:
        """Why a tab cannot be worked with; empty when it can."""
        return self._missing[name]

    def checkpoint(self) -> Any:
        """All that a job may change, to return to with `restore` when it fails half-way."""
        tables = {name: table.checkpoint() for name, table in self.tables.items()}
        return tables, self.state.model_copy(deep=True), list(self.documents), list(self.notices)

    def rows_changed_since(self, checkpoint: Any) -> set[tuple[str, int]]:
        """Tab name and row of all that differs from what it was at a checkpoint."""
        tables, *_ = checkpoint
        return {(name, row) for name, state in tables.items() for row in self._tables[name].rows_changed_since(state)}

    def restore(self, checkpoint: Any) -> None:
        tables, self.state, self.documents, self.notices = checkpoint
        for name, state in tables.items():
            self.tables[name].restore(state)

    @contextmanager
    def written_by(self, job: str) -> Iterator[None]:
        """While the block runs, a job writes, and its own columns only."""
        for table in self._tables.values():
            table.writer = job
        try:
            yield
        finally:
            for table in self._tables.values():
                table.writer = ""

    def rebase(self) -> None:
        """Take what has been committed as read."""
        self.state_as_read = self.state.model_copy(deep=True)
        for table in self.tables.values():
            table.rebase()

    def derived(self, name: Hashable, derive: Callable[[], T], of: Iterable[Table] = ()) -> T:
        """What `derive` makes of the book, made anew only when a table that it asked for, the state or the moment has
        changed since.

        `name` tells it from all else that is derived. It may look at the tables `of` without asking the book for them.
        Whoever receives it must not change it.
        """
        stands = self.moment, self.state.model_dump_json()
        kept = self._derived.get(name)
        if kept is None or kept.stood != stands or any(table.version != was for table, was in kept.versions.items()):
            with self.watching(of) as seen:
                value = derive()
            versions = {table: table.version for table in seen.tables}
            kept = self._derived[name] = _Derived(value, stands, versions, seen.clock)
        self._look_at(kept.versions, clock=kept.clock)
        told: T = kept.value
        return told

    @contextmanager
    def watching(self, tables: Iterable[Table] = ()) -> Iterator[Seen]:
        """What is looked at while the block runs, and these."""
        seen = Seen(set(tables))
        self._watching.append(seen)
        try:
            yield seen
        finally:
            self._watching.pop()

    def _look_at(self, tables: Iterable[Table], *, clock: bool = False) -> None:
        for seen in self._watching[-1:]:
            seen.tables.update(tables)
            seen.clock |= clock

    def new_keys(self, table: Table, count: int) -> list[str]:
        """Keys for new rows, never used before, even by rows that were deleted since."""
        last = self._last_number(table)
        if count:
            self.state.numbers[table.sheet.name] = last + count
        return [table.sheet.key_column().number(last + n) for n in range(1, count + 1)]

    def remember_numbers(self, table: Table) -> None:
        """See to it that no number of this table is given again, though its row be deleted."""
        if last := self._last_number(table):
            self.state.numbers[table.sheet.name] = last

    def _last_number(self, table: Table) -> int:
        """The greatest number that a row has, or ever had."""
        column: Key = table.sheet.key_column()
        numbers = table[table.key].str.extract(rf"^{column.prefix}-(\d{{1,9}})$")[0].dropna().astype("int64")
        return max(self.state.numbers.get(table.sheet.name, 0), int(numbers.max()) if len(numbers) else 0)

    def structure_problems(self) -> list[str]:
        """What is wrong with the tabs and columns themselves, for the journal."""
        lost = [problem for problem in self._missing.values() if problem]
        dropped = [
            f"На листе «{tab.title}» нет {_columns_named(tab, tab.missing)}. Программа работает без этого; "
            "чтобы вернуть столбец, выполните nastavnik init"
            for name, tab in self.tabs.items()
            if tab.missing and not self._missing[name]
        ]
        return lost + dropped


def _why_unavailable(sheet: type[Sheet], tab: Tab | None) -> str:
    """Why a tab cannot be worked with, and what to do; empty when it can."""
    advice = (
        "Верните со страницы «История» над таблицей (в Google — «Файл → История версий») или выполните nastavnik init: "
        "пустое он создаст заново"
    )
    if tab is None:
        return f"Нет листа «{sheet.title}». {advice}"
    if tab.headless:
        return f"На листе «{tab.title}» нет строки заголовков; лист пропущен. {advice}"
    needed = [name for name in tab.missing if _is_needed(tab.declared[name])]
    if needed:
        return f"На листе «{tab.title}» нет {_columns_named(tab, needed)}; лист пропущен. {advice}"
    return ""


def _is_needed(column: Column) -> bool:
    return column.required or column.vital or isinstance(column, Key)


def _columns_named(tab: Tab, names: Sequence[str]) -> str:
    titles = ", ".join(f"«{tab.declared[name].title}»" for name in names)
    return f"столбца {titles}" if len(names) == 1 else f"столбцов {titles}"
