"""A tab as a typed table. Jobs read its columns, assign whole columns of their own, and append rows.

    bank[Bank.status] = bank[Bank.status].mask(has_problem, NEEDS_FIXING)

Nothing is written to the spreadsheet here: the commit asks a table what has changed since it was read.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any, overload

import pandas as pd

from automation.workbook import cells
from automation.workbook.cells import Cell
from automation.workbook.layout import Identity, Tab
from automation.workbook.memory import Reading
from sheets_schema.columns import (
    ANY_JOB,
    Choice,
    Column,
    Date,
    DateTime,
    Email,
    Flag,
    Key,
    Link,
    Mark,
    Name,
    Number,
    Owner,
    PersonName,
    Phone,
    Reference,
    Text,
)
from sheets_schema.sheet import Sheet

Row = Mapping[Name[Any], Any]
"""Values of a row under the names of their columns."""

_Words = Text | Key | Reference | PersonName | Email | Phone | Choice | Mark | Link
"""What is read as text."""

_versions = count()


class OwnershipError(Exception):
    """A job tried to write a column that is not its own, or another job's: a mistake in the job."""


class NoSuchColumn(KeyError):
    """A column was asked of a tab that is not declared there: a mistake in the job."""

    def __str__(self) -> str:
        return str(self.args[0])


@dataclass(frozen=True)
class Changes:
    """What a table wants of the spreadsheet."""

    edits: Mapping[Identity, Mapping[str, Cell]]
    """Row → column name → new cell."""
    appended: Sequence[Mapping[str, Cell]]
    deleted: Collection[Identity] = ()
    """Rows that go, with all that stands in them: by no job, only by a command that the curator gives."""

    def __len__(self) -> int:
        """How many rows are changed, added or deleted."""
        return len(self.edits) + len(self.appended) + len(self.deleted)


class Table:
    """One tab's rows, indexed by where they stood when they were read (new rows get indices beyond those)."""

    def __init__(self, tab: Tab, reading: Reading | None = None) -> None:
        """`reading` is what the tab's cells say, where that is known already."""
        reading = reading or Reading.of(tab)
        self.sheet: type[Sheet] = tab.sheet
        self.columns = tab.declared
        """Name → column, with the organisation's words, and its own columns behind the others."""
        self.tab = tab
        self._unreadable = {name: dict(rows) for name, rows in reading.unreadable.items()}
        self._withheld: Mapping[str, Mapping[int, Any]] = {}
        self._verbatim: dict[tuple[int, str], Cell] = {}
        """(row, column) → a cell to be written as it was typed, though it is not a value of its column's type."""
        self._identities = dict(reading.identities)
        self._leaving: set[Identity] = set()
        # Never changed in place, but replaced by another whenever something really changes.
        self._frame = self._as_read = reading.frame
        self._digest = reading.digest
        self._shown: pd.DataFrame | None = self._frame
        self.version = next(_versions)
        """Another number after every change, the former one again after `restore`: what was derived from the table at
        the same version holds."""
        self._rows_since = self._read_at = self.version
        self._changed_at: dict[str, int] = {}
        self.writer = ""
        """The job that is deciding; empty while none is, but the runner or a command."""
        self.heard = self.version
        """Another number whenever a cell that is not the jobs' own may say something else."""

    @property
    def key(self) -> Name[Key]:
        """The name of the column that identifies a row."""
        return self.sheet.key_column().known_as

    def named(self, name: str) -> Name[Column]:
        """The name of a column, known only while the program runs."""
        return self.columns[name].known_as

    def owned_by(self, *owners: Owner) -> tuple[Name[Column], ...]:
        """Names of the columns that these owners write, the organisation's own among them."""
        return tuple(column.known_as for column in self.columns.values() if column.owner in owners)

    @property
    def frame(self) -> pd.DataFrame:
        """A snapshot of all columns, as jobs may see them; changing it changes nothing here."""
        return self._seen_by_jobs().copy(deep=False)

    @property
    def whole(self) -> pd.DataFrame:
        """A snapshot with what is withheld from jobs, for those few who must know whose row it is."""
        return self._frame.copy(deep=False)

    @property
    def unreadable(self) -> Mapping[str, Mapping[int, str]]:
        """Column name → row → what is wrong with its cell."""
        if not self._withheld:
            return self._unreadable
        return {
            name: {row: problem for row, problem in rows.items() if row not in self._withheld.get(name, ())}
            for name, rows in self._unreadable.items()
        }

    def withhold(self, cells: Mapping[str, Mapping[int, Any]]) -> None:
        """Let jobs see other values (column name → row → value, None for none) than those that stand in these cells of
        people's own, and in all others what is there. What stands in the sheet is not changed by it.
        """
        foreign = [name for name in cells if self.columns[name].owner is Owner.JOB]
        if foreign:
            raise OwnershipError(f"{self.sheet.name}: {', '.join(foreign)} can be emptied, not withheld")
        withheld = {name: dict(rows) for name, rows in cells.items() if rows}
        if withheld != self._withheld:
            self._withheld = withheld
            self._replace(self._frame)

    @property
    def sight(self) -> Hashable | None:
        """Two tables with the same sight say the same to jobs; None where something has changed since it was read."""
        if self._frame is not self._as_read or self._verbatim:
            return None
        return (self._digest, repr(self._withheld)) if self._digest else None

    def column_version(self, name: str) -> int:
        """Another number, and a higher one, after every change of what stands in a column; `withhold` changes nothing
        there."""
        return max(self._rows_since, self._changed_at.get(name, 0))

    @property
    def index(self) -> pd.Index:
        return self._frame.index

    def __len__(self) -> int:
        return len(self._frame)

    @overload
    def __getitem__(self, name: Name[Flag]) -> pd.Series[bool]: ...

    @overload
    def __getitem__(self, name: Name[Number]) -> pd.Series[float]: ...

    @overload
    def __getitem__(self, name: Name[Date | DateTime]) -> pd.Series[pd.Timestamp]: ...

    @overload
    def __getitem__(self, name: Name[_Words]) -> pd.Series[str]: ...

    @overload
    def __getitem__(self, name: Name[Any]) -> pd.Series: ...

    def __getitem__(self, name: Name[Any]) -> pd.Series:
        """A column as jobs may see it. `NoSuchColumn` for a column of another tab, here and in all that follows."""
        self._declared(name)
        column: pd.Series = self._seen_by_jobs()[name]
        return column

    def __setitem__(self, name: Name[Any], values: Any) -> None:
        """Assign a whole column that jobs own. `OwnershipError` for any other."""
        self._must_be_owned([name], Owner.JOB)
        self._assign(name, self._frame.index, values)

    def set(self, rows: Any, values: Row) -> None:
        """Set jobs' columns of one row (its label) or of some (a boolean Series)."""
        self._must_be_owned(values, Owner.JOB)
        labels = self._frame.index[rows] if isinstance(rows, pd.Series) else pd.Index([rows])
        for name, value in values.items():
            if len(labels) != 1 or not _same(self._frame.at[labels[0], name], value):
                self._assign(name, labels, value)

    def answer(self, row: int, values: Row) -> list[Name[Any]]:
        """Put a form's new answers into its columns of a row; returns the names of those that really changed."""
        self._must_be_owned(values, Owner.JOB, Owner.FORM)
        before = self._frame.loc[row]
        self.version = self.heard = next(_versions)
        readable = self._keep_verbatim(row, values)
        changed = [name for name in values if (row, name) in self._verbatim or not _same(before[name], readable[name])]
        for name in changed:
            self._assign(name, pd.Index([row]), readable[name])
        return changed

    def enter(self, row: int, values: Row) -> None:
        """Put what a person has entered by a page of ours into cells of a row: those that are the curator's or a
        form's. `OwnershipError` for any other, and for a job, which never decides in anybody's place.
        """
        self.enter_all({row: values})

    def enter_all(self, rows: Mapping[int, Row]) -> None:
        """The same in many rows at once: label → values."""
        if self.writer:
            raise OwnershipError(f"{self.sheet.name}: what people enter is not for {self.writer} to write")
        self._must_be_owned([name for values in rows.values() for name in values], Owner.CURATOR, Owner.FORM)
        entered: dict[str, dict[int, Any]] = {}
        for row, values in rows.items():
            for name, value in self._keep_verbatim(row, values).items():
                entered.setdefault(name, {})[row] = value
        for name, column in entered.items():
            labels = pd.Index(list(column))
            self._assign(name, labels, self._series(name, list(column.values()), labels))
        self.version = self.heard = next(_versions)

    def delete(self, rows: Iterable[int]) -> None:
        """Let these rows go, with all that stands in them; what has no key of its own stays. `OwnershipError` for a
        job: only a person, by a command or a button, takes rows away.
        """
        if self.writer:
            raise OwnershipError(f"{self.sheet.name}: rows are not for {self.writer} to delete")
        self._leaving |= {self._identities[row] for row in rows if self._identities[row][0] == "key"}

    def append(self, rows: Sequence[Row], by: Collection[Owner] = ()) -> pd.Index:
        """Add rows at the bottom; returns their labels. Columns left out are empty.

        A job fills the columns that jobs own, the key among them; what came `by` a form, or by a command of the
        curator, fills those of these owners as well. `OwnershipError` for any other column.
        """
        self._must_be_owned([name for row in rows for name in row], Owner.JOB, *by)
        first = max([10**9, *(int(label) + 1 for label in self._frame.index[-1:])])
        labels = pd.RangeIndex(first, first + len(rows))
        if not rows:
            return labels
        readable = [self._keep_verbatim(label, row) for label, row in zip(labels, rows, strict=True)]
        added = {name: self._series(name, [row.get(name) for row in readable], labels) for name in self.columns}
        self._replace(pd.concat([self._frame, pd.DataFrame(added, index=labels)]))
        self._rows_since = self.version
        if not {name for row in rows for name in row}.isdisjoint(self.tab.entered):
            self.heard = self.version
        return labels

    def _declared(self, name: Name[Any]) -> Column:
        """The column of this tab that the name means; a namesake of another tab's is none."""
        if not isinstance(name, Name) or not (self.sheet.declares(name) or self.columns.get(name) is name.column):
            raise NoSuchColumn(f"{name!r} is no column of {self.sheet.name}; its columns are {self.sheet.__name__}.…")
        return self.columns[name]

    def _must_be_owned(self, names: Iterable[Name[Any]], *owners: Owner) -> None:
        for name in {id(name): name for name in names}.values():  # namesakes of other tabs are looked at as well
            column = self._declared(name)
            if column.owner not in owners:
                raise OwnershipError(f"{self.sheet.name}.{name} belongs to the {column.owner.name.lower()}")
            writers = self.sheet.writers(column)
            if column.owner is Owner.JOB and self.writer and not {self.writer, *ANY_JOB} & {*writers}:
                raise OwnershipError(f"{self.sheet.name}.{name} is written by {writers}, not by {self.writer}")

    def changes(self) -> Changes:
        """What differs from what was read: new cells by row and column, and new rows."""
        if self._frame is self._as_read and not self._verbatim:
            return Changes({}, (), frozenset(self._leaving))
        fresh = self._frame.index.difference(self._as_read.index)
        rows, old = self._as_read.index, self._frame.loc[self._as_read.index] if len(fresh) else self._frame
        edits: dict[Identity, dict[str, Cell]] = {}
        for name, column in self.columns.items():
            if name in self.tab.missing or (not self._verbatim and self.column_version(name) <= self._read_at):
                continue
            before = self._as_read[name]
            if not self._verbatim and old[name].equals(before):
                continue
            for row, new, former in zip(rows, self._cells(old[name]), cells.write(column, before), strict=True):
                # An unreadable cell reads as empty; it is written only when a job says something else.
                if new != former:
                    edits.setdefault(self._identities[row], {})[name] = new
        for leaving in self._leaving:
            edits.pop(leaving, None)
        return Changes(edits, self._appended(fresh) if len(fresh) else (), frozenset(self._leaving))

    def _keep_verbatim(self, row: int, values: Mapping[Any, Any]) -> dict[str, Any]:
        """The values with the unreadable ones set aside: those are written as typed and read as missing."""
        readable = dict(values)
        for name, value in values.items():
            if isinstance(value, cells.Unreadable):
                self._verbatim[row, name] = str(value)
                self._unreadable.setdefault(name, {})[row] = value.problem
                readable[name] = None
            else:
                replaced = self._verbatim.pop((row, name), None) is not None or not cells.is_missing(value)
                if replaced:  # an empty answer does not touch what stands there and cannot be read
                    self._unreadable.get(name, {}).pop(row, None)
        return readable

    def _cells(self, values: pd.Series) -> list[Cell]:
        """A column of some rows as it is to be written."""
        name = str(values.name)
        written = cells.write(self.columns[name], values)
        if not self._verbatim:
            return written
        return [self._verbatim.get((row, name), cell) for row, cell in zip(values.index, written, strict=True)]

    def rebase(self) -> None:
        """Take what has been committed as read, so that `changes` speaks of what comes after."""
        if self._as_read is not self._frame:
            self._as_read, self._digest = self._frame, b""
            self._read_at = self.version
        self._verbatim.clear()
        self._leaving.clear()
        keys = self._frame[self.key]
        unique = {int(str(row)): ("key", key) for row, key in keys[~keys.duplicated(keep=False)].dropna().items()}
        # A key that was there already is known as it is spelled in its cell.
        known = {row: identity for row, identity in self._identities.items() if identity[0] == "key"}
        self._identities |= unique | known

    def checkpoint(self) -> Any:
        """The present state, to return to with `restore` when a job fails half-way."""
        unreadable = {name: dict(rows) for name, rows in self._unreadable.items()}
        changed = self._rows_since, dict(self._changed_at)
        return self._frame, dict(self._verbatim), unreadable, self.version, self.heard, changed

    def rows_changed_since(self, state: Any) -> frozenset[int]:
        """The rows that say something else than at that `checkpoint`, and those that were not there."""
        before, version = state[0], state[3]
        if version == self.version or before is self._frame:
            return frozenset()
        now = self._frame if len(self._frame) == len(before) else self._frame.loc[before.index]
        differs = pd.Series(False, index=before.index)
        for name in self.columns:
            if self.column_version(name) > version and not now[name].equals(before[name]):
                differs |= ~((now[name] == before[name]).fillna(False) | (now[name].isna() & before[name].isna()))
        return frozenset((*differs.index[differs], *self._frame.index.difference(before.index)))

    def restore(self, state: Any) -> None:
        frame, self._verbatim, self._unreadable, version, self.heard, changed = state
        self._replace(frame)
        self.version = version
        self._rows_since, self._changed_at = changed[0], dict(changed[1])

    def _appended(self, labels: pd.Index) -> list[dict[str, Cell]]:
        added = self._frame.loc[labels]
        written = {name: self._cells(added[name]) for name in self.tab.columns}
        return [{name: column[n] for name, column in written.items()} for n in range(len(labels))]

    def _assign(self, name: str, labels: pd.Index, values: Any) -> None:
        before = self._frame[name]
        if isinstance(values, pd.Series):
            told = values.reindex(labels).astype(before.dtype)
        else:
            told = self._series(name, [values] * len(labels), labels)
        column = told
        if labels is not self._frame.index:
            column = before.copy()
            column.loc[labels] = told
        if not column.equals(before):
            shown = self._shown
            self._replace(self._frame.assign(**{name: column}))
            self._changed_at[name] = self.version
            if shown is not None and self._withheld and name not in self._withheld:
                self._shown = shown.assign(**{name: column})

    def _replace(self, frame: pd.DataFrame) -> None:
        self._frame, self.version = frame, next(_versions)
        self._shown = None if self._withheld else frame

    def _seen_by_jobs(self) -> pd.DataFrame:
        if self._shown is None:
            shown = {name: self._frame[name].copy() for name in self._withheld}
            for name, rows in self._withheld.items():
                labels = pd.Index(list(rows))
                shown[name].loc[labels] = self._series(name, list(rows.values()), labels)
            self._shown = self._frame.assign(**shown)
        return self._shown

    def _series(self, name: str, values: list[Any], labels: pd.Index) -> pd.Series:
        """Values of one column under these labels; None is the empty value of its type."""
        empty = cells.empty(self.columns[name])
        filled = [empty if value is None else value for value in values]
        return pd.Series(filled, index=labels, dtype=self._frame[name].dtype)


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, tuple) or isinstance(other, tuple):
        return tuple(one or ()) == tuple(other or ())
    if pd.isna(one) or pd.isna(other):
        return bool(pd.isna(one) and pd.isna(other))
    return bool(one == other)
