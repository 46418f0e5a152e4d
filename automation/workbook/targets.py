"""How a tab ought to stand when a commit is through, and what is still to be written for it.

A target is fixed once, from the tab as it stood before the first write. However the curator rearranges rows and
columns afterwards, `owners` says which row is whose, and `writes` what differs from what ought to be there:

    target = Target(tab, changes)
    target.writes(tab, target.owners(tab))      # what was wanted
    target.writes(later, target.owners(later))  # what is still lacking, and what fell into wrong cells, put back

Rows that are to be deleted are `leaving`; a row that a deletion took by mistake is `lost` until it is back. Cells that
a write put into other columns than it meant are told to `fell`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial

from automation.workbook.cells import Cell
from automation.workbook.layout import Tab
from automation.workbook.table import Changes

Signature = Hashable | None
"""What a row is recognised by; None where it has nothing of the kind."""

_RARE = 64
"""A cell that stands in so many rows tells none of them from another."""


@dataclass(frozen=True)
class Write:
    """A cell to be written."""

    row: int
    index: int
    """Of its column, as the tab stands."""
    value: Cell
    name: str = ""
    """Of its column, where that is a declared one."""
    formatted: bool = False
    """Whether the number format of its column goes with it: the cell may have that of another."""
    valued: bool = True
    """Whether the value is written at all: where it stands already, the format goes alone."""


@dataclass(eq=False)
class Known:
    """A row that was there before the first write, or that the commit itself adds."""

    stood: Callable[[str], Cell]
    """Column name → the cell as it was."""
    wanted: Mapping[str, Cell] = field(default_factory=dict)
    """What is to be written in it."""
    all_entered: Callable[[], Sequence[Cell]] = tuple
    """Gives what was entered in it: rarely asked for, and long to find out of thousands of rows."""
    scattered: bool = False
    """Whether all its cells may have fallen into other columns than their own."""

    @cached_property
    def cells(self) -> Sequence[Cell]:
        """All that was entered in it, the curator's own columns included."""
        return self.all_entered()

    def ought(self, name: str) -> Cell:
        return self.wanted[name] if name in self.wanted else self.stood(name)

    def entered(self, index: int) -> Cell:
        """What was entered in one of the curator's own columns, by its index at the time."""
        return self.cells[index] if index < len(self.cells) else None


class Target:
    """One tab's share of a commit."""

    def __init__(self, tab: Tab, changes: Changes) -> None:
        rows = tab.identities()
        edits = {rows[identity]: cells for identity, cells in changes.edits.items() if identity in rows}
        self.appended = changes.appended
        self.note = changes.note
        self.is_appended = False
        """Whether the new rows are in the sheet by now."""
        self.key = tab.sheet.key_column().name
        self.touched = tuple(dict.fromkeys(name for cells in edits.values() for name in cells))
        self._steady = tuple(name for name in tab.entered if name not in self.touched)
        self._known = [
            Known(partial(tab.cell, row), edits.get(row, {}), partial(_entered, tab, row))
            for row in sorted(rows.values())
        ]
        self._new = [Known(cells.get) for cells in changes.appended]
        gone = {rows[identity] for identity in changes.deleted if identity in rows}
        self.leaving = {known for row, known in zip(sorted(rows.values()), self._known, strict=True) if row in gone}
        """The rows that are to be deleted."""
        self.lost: list[Known] = []
        """Rows that were deleted by mistake and are to come back."""
        self._first = tab
        self._ours: dict[str, set[Cell]] = {name: set() for name in self.touched}
        """What this commit has written in each column, wherever it fell."""
        self._ours_in_own: set[Cell] = set()
        """What of it fell into the curator's own columns."""
        self.is_astray = False

    @property
    def writes_keys(self) -> bool:
        return self.key in self.touched

    def whole_row(self, known: Known, tab: Tab) -> list[Cell]:
        """A row to be put back in the tab, as it ought to stand. Formulas come back as their values."""
        cells = list(known.cells) if tab.columns == self._first.columns else []
        cells += [None] * (max(tab.columns.values()) + 1 - len(cells))
        for name, index in tab.columns.items():
            cells[index] = known.ought(name)
        return cells

    def is_known_by_key(self, known: Known | None) -> bool:
        """Whether a row's key alone tells it from all others, throughout the commit."""
        return (
            known is not None
            and not self.writes_keys
            and not self.is_astray
            and self._times[known.stood(self.key)] == 1
        )

    @cached_property
    def _times(self) -> Counter[Cell]:
        """How many rows each key stands in; a row without one shares that with everybody."""
        times = Counter(known.stood(self.key) for known in self._known)
        times[None] = len(self._known) + 1
        return times

    def fell(
        self, cells: Iterable[tuple[int, Cell]], columns: Mapping[int, str] | None, scattered: Iterable[Known] = ()
    ) -> None:
        """Take note of cells (index of the column, value) that fell into other columns than they were meant for.

        `columns` says which declared column stood at each index in that moment; where it is None, any may be hit.
        All cells of the rows in `scattered` were written.
        """
        self.is_astray = True
        for index, value in cells:
            if columns is None:
                hit: Iterable[str] = self._first.columns
            else:
                hit = [columns[index]] if index in columns else []
            for name in hit:
                self._ours.setdefault(name, set()).add(value)
            if columns is None or index not in columns:
                self._ours_in_own.add(value)
        for known in scattered:
            ours = [self._ours.setdefault(name, set()) for name in self._first.columns]
            if columns is not None:  # it is known where it went: the row comes anew, and what fell is cleared
                self.lost.append(known)
                # What a row lacks that this hits comes back: better a cell that the curator has cleared in that moment
                # than a person lost.
                for written in ours:
                    written.add(None)
                continue
            known.scattered = True
            ought = {name: known.ought(name) for name in self._first.columns}
            known.wanted = {name: cell for name, cell in ought.items() if cell is not None}

    @property
    def new_rows(self) -> Sequence[Known]:
        return self._new if self.is_appended else ()

    def writes(self, tab: Tab, owners: Mapping[int, Known]) -> list[Write]:
        """What has to be written so that the tab, as it stands now, comes to stand as it ought to."""
        names = [name for name in self._ours if name in tab.columns]
        own = self._own_columns(tab) if self._ours_in_own else {}
        if not names and not own:
            return []
        found: list[Write] = []
        for row in tab.filled_rows():
            known = owners.get(row)
            found += self._lacking(tab, row, known, names)
            found += self._foreign(tab, row, known, own)
        for write in found:
            if write.valued:
                (self._ours[write.name] if write.name else self._ours_in_own).add(write.value)
        return found

    def _lacking(self, tab: Tab, row: int, known: Known | None, names: Sequence[str]) -> Iterator[Write]:
        """What of one row is not as it ought to be. What is not of this commit's making is left as it is.

        Of a row whose cells were scattered all get their formats. What stands right is not written again with them: a
        sort in that moment, and it would be the ruin of another row.
        """
        scattered = known is not None and known.scattered
        for name in names:
            cell = tab.cell(row, name)
            ought = known.ought(name) if known else None
            meant = known is not None and name in known.wanted
            is_ours = meant or cell in self._ours[name]
            if cell != ought and is_ours:
                yield Write(row, tab.columns[name], ought, name, formatted=scattered)
            elif scattered:
                yield Write(row, tab.columns[name], cell, name, formatted=True, valued=False)

    def _foreign(self, tab: Tab, row: int, known: Known | None, own: Mapping[int, int | None]) -> Iterator[Write]:
        """What fell into the curator's own columns, put back as it was."""
        for index, before in own.items():
            cell = tab.at(row, index)
            ought = known.entered(before) if known and before is not None else None
            if cell != ought and cell in self._ours_in_own:
                yield Write(row, index, ought, formatted=known is not None and known.scattered)

    def _own_columns(self, tab: Tab) -> dict[int, int | None]:
        """Index of each of the curator's own columns → its index when the tab was first read; None for a new one.

        They have no marks, so they are known again by what stands in them, the title included.
        """
        said = {index: _said(tab, index, self._ours_in_own) for index in tab.own_columns()}
        before = {index: _said(self._first, index, set()) for index in self._first.own_columns()}
        alike = [
            (common, now, then)
            for now, cells in said.items()
            for then, former in before.items()
            if (common := (cells & former).total())
        ]
        found: dict[int, int | None] = {}
        for _, now, then in sorted(alike, key=lambda one: (-one[0], *one[1:])):
            if now not in found and then not in found.values():
                found[now] = then
        return {index: found.get(index) for index in said}

    def owners(self, tab: Tab) -> dict[int, Known]:
        """Whose row each row is now. One that was typed in meanwhile is nobody's.

        A key proves whose row it is, unless this very commit writes keys: one may have fallen into a wrong row. Then
        what people entered in the row proves more. Where cells fell into wrong columns, what is left of a row has to
        do.
        """
        if not self._ours and not self.leaving:
            return {}
        rows = _Rows(tab, self.key, self._steady)
        claims = _Claims(rows.filled, [*self._known, *self.new_rows])
        if self.writes_keys:
            claims.make(rows.key_and_content, lambda known: (known.ought(self.key), self._content(known)))
            claims.make(rows.key_and_content, lambda known: (known.stood(self.key), self._content(known)))
            claims.make(rows.content_where_entered, self._content)
            # Entered anew in this very moment; where nothing is entered, the key may be all that fell there.
            claims.make(rows.key_where_entered, lambda known: known.ought(self.key), once=True)
        else:
            claims.make(rows.keys, lambda known: known.stood(self.key), once=True)
            claims.make(rows.key_and_content, lambda known: (known.stood(self.key), self._content(known)))
        if self.is_astray:
            names = tuple(self._first.columns)
            claims.resemble(rows.traces, partial(_traces, names=names), partial(_stood, names=names))
        return claims.owners

    def _content(self, known: Known) -> tuple[Cell, ...]:
        return tuple(known.stood(name) for name in self._steady)


def _entered(tab: Tab, row: int) -> list[Cell]:
    """A row's cells without those that a formula elsewhere fills."""
    return [None if (row, index) in tab.spilled else cell for index, cell in enumerate(tab.rows[row])]


def _said(tab: Tab, index: int, strays: set[Cell]) -> Counter[Cell]:
    cells = (tab.at(row, index) for row in range(len(tab.rows)))
    return Counter(cell for cell in cells if cell is not None and cell not in strays)


def _traces(known: Known, names: Sequence[str]) -> set[Hashable]:
    """The cells that the row may show: (column, cell), or the cell alone where its cells may be in any column."""
    cells = [(name, cell) for name in names for cell in (known.stood(name), known.ought(name)) if _tells(cell)]
    return {cell for _, cell in cells} if known.scattered else set(cells)


def _stood(known: Known, names: Sequence[str]) -> set[Hashable]:
    """Those of its cells that the row had before: what this commit writes in it may have fallen anywhere."""
    cells = [(name, known.stood(name)) for name in names if _tells(known.stood(name))]
    return {cell for _, cell in cells} if known.scattered else set(cells)


def _tells(cell: Cell) -> bool:
    return cell not in (None, "", False)


@dataclass(frozen=True)
class _Rows:
    """What the rows of a tab are recognised by."""

    tab: Tab
    key: str
    steady: tuple[str, ...]

    @cached_property
    def filled(self) -> list[int]:
        return self.tab.filled_rows()

    def keys(self, row: int) -> Cell:
        return self.tab.cell(row, self.key)

    def content(self, row: int) -> tuple[Cell, ...]:
        """What people and forms entered there, less what the commit writes itself."""
        return tuple(self.tab.cell(row, name) for name in self.steady)

    def key_and_content(self, row: int) -> Signature:
        return self.keys(row), self.content(row)

    def content_where_entered(self, row: int) -> Signature:
        return self.content(row) if any(cell is not None for cell in self.content(row)) else None

    def key_where_entered(self, row: int) -> Signature:
        return self.keys(row) if any(cell is not None for cell in self.content(row)) else None

    def traces(self, row: int) -> list[tuple[Hashable, Hashable]]:
        """Each cell that says something, with its column and alone."""
        cells = ((name, self.tab.cell(row, name)) for name in self.tab.columns)
        return [((name, cell), cell) for name, cell in cells if _tells(cell)]


class _Claims:
    """Rows and those who lay claim to them, the surest claim first."""

    def __init__(self, rows: list[int], known: list[Known]) -> None:
        self.owners: dict[int, Known] = {}
        self._rows, self._known = rows, known

    def make(
        self, of_row: Callable[[int], Signature], of_known: Callable[[Known], Signature], *, once: bool = False
    ) -> None:
        """Give every row that is still free to the first who has the same signature.

        With `once`, a signature counts only where one row and one of the known have it.
        """
        if not self._rows or not self._known:
            return
        claimants: dict[Signature, list[Known]] = {}
        for known in self._known:
            claimants.setdefault(of_known(known), []).append(known)
        signatures = {row: of_row(row) for row in self._rows}
        times = Counter(signatures.values())
        for row, signature in signatures.items():
            alike = claimants.get(signature)
            if signature is None or not alike or (once and (times[signature] > 1 or len(alike) > 1)):
                continue
            self.owners[row] = alike.pop(0)
        self._settle()

    def resemble(
        self,
        of_row: Callable[[int], list[tuple[Hashable, Hashable]]],
        of_known: Callable[[Known], set[Hashable]],
        stood: Callable[[Known], set[Hashable]],
    ) -> None:
        """Give every row that is still free to whom it is most like, if more than half of what it says is theirs, and
        something of it was so before."""
        theirs = {known: of_known(known) for known in self._known}
        before = {known: stood(known) for known in self._known}
        holders: dict[Hashable, list[Known]] = {}
        for known, traces in theirs.items():
            for trace in traces:
                holders.setdefault(trace, []).append(known)
        claims: list[tuple[int, int, Known]] = []
        for row in self._rows:
            cells = of_row(row)
            rare = (
                holders[trace] for both in cells for trace in both if len(holders.get(trace, ())) in range(1, _RARE)
            )
            for known in dict.fromkeys(known for some in rare for known in some):
                votes = sum(not theirs[known].isdisjoint(both) for both in cells)
                if 2 * votes > len(cells) and any(not before[known].isdisjoint(both) for both in cells):
                    claims.append((votes, row, known))
        given: set[Known] = set()
        for _, row, known in sorted(claims, key=lambda claim: (-claim[0], claim[1])):
            if row not in self.owners and known not in given:
                self.owners[row] = known
                given.add(known)
        self._settle()

    def _settle(self) -> None:
        taken = {id(known) for known in self.owners.values()}
        self._known = [known for known in self._known if id(known) not in taken]
        self._rows = [row for row in self._rows if row not in self.owners]
