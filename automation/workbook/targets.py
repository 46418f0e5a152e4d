"""How a tab ought to stand when a commit is through, and what is still to be written for it.

A target is fixed once, from the tab as it stood before the first write. However the curator rearranges the rows
afterwards, `owners` says which row is whose, and `writes` what differs from what ought to be there:

    target = Target(tab, changes)
    target.writes(tab, target.owners(tab))      # what was wanted
    target.writes(later, target.owners(later))  # what is still lacking, and what fell beside a wrong row, put back

Rows that are to be deleted are `leaving`; a row that a deletion took by mistake is `lost` until it is back.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial

from automation.workbook.cells import Cell
from automation.workbook.layout import Tab
from automation.workbook.table import Changes
from sheets_schema.columns import Owner

Signature = Hashable | None
"""What a row is recognised by; None where it has nothing of the kind."""


@dataclass(frozen=True)
class Write:
    """A cell to be written."""

    row: int
    name: str
    value: Cell


@dataclass(eq=False)
class Known:
    """A row that was there before the first write, or that the commit itself adds."""

    stood: Callable[[str], Cell]
    """Column name → the cell as it was."""
    wanted: Mapping[str, Cell] = field(default_factory=dict)
    """What is to be written in it."""
    cells: Sequence[Cell] = ()
    """All that stood in it, the curator's own columns included."""

    def ought(self, name: str) -> Cell:
        return self.wanted[name] if name in self.wanted else self.stood(name)


class Target:
    """One tab's share of a commit."""

    def __init__(self, tab: Tab, changes: Changes) -> None:
        rows = tab.identities()
        edits = {rows[identity]: cells for identity, cells in changes.edits.items() if identity in rows}
        self.appended = changes.appended
        self.is_appended = False
        """Whether the new rows are in the sheet by now."""
        self.key = tab.sheet.key_column().name
        self.touched = tuple(dict.fromkeys(name for cells in edits.values() for name in cells))
        entered = tab.sheet.owned_by(Owner.FORM, Owner.CURATOR)
        self._steady = tuple(name for name in entered if name not in self.touched)
        self._known = [
            Known(partial(tab.cell, row), edits.get(row, {}), tab.rows[row]) for row in sorted(rows.values())
        ]
        self._new = [Known(cells.get) for cells in changes.appended]
        gone = {rows[identity] for identity in changes.deleted if identity in rows}
        self.leaving = {known for row, known in zip(sorted(rows.values()), self._known, strict=True) if row in gone}
        """The rows that are to be deleted."""
        self.lost: list[Known] = []
        """Rows that were deleted by mistake and are to come back."""
        self._columns = tab.columns
        self._ours: dict[str, set[Cell]] = {name: set() for name in self.touched}
        """What this commit has written in each column, wherever it fell."""

    @property
    def writes_keys(self) -> bool:
        return self.key in self.touched

    @property
    def all_known_by_keys(self) -> bool:
        return all(self.is_known_by_key(known) for known in self._known)

    def whole_row(self, known: Known, tab: Tab) -> list[Cell]:
        """A row to be put back in the tab, as it ought to stand. Formulas come back as their values."""
        cells = list(known.cells) if tab.columns == self._columns else []
        cells += [None] * (max(tab.columns.values()) + 1 - len(cells))
        for name, index in tab.columns.items():
            cells[index] = known.ought(name)
        return cells

    def is_known_by_key(self, known: Known | None) -> bool:
        """Whether a row's key alone tells it from all others, throughout the commit."""
        return known is not None and not self.writes_keys and self._times[known.stood(self.key)] == 1

    @cached_property
    def _times(self) -> Counter[Cell]:
        """How many rows each key stands in; a row without one shares that with everybody."""
        times = Counter(known.stood(self.key) for known in self._known)
        times[None] = len(self._known) + 1
        return times

    def writes(self, tab: Tab, owners: Mapping[int, Known]) -> list[Write]:
        """What has to be written so that the tab, as it stands now, comes to stand as it ought to."""
        if not self.touched:
            return []
        found = [
            Write(row, name, ought)
            for row in tab.filled_rows()
            for name, ought in self._lacking(owners.get(row), {name: tab.cell(row, name) for name in self.touched})
        ]
        for write in found:
            self._ours[write.name].add(write.value)
        return found

    def _lacking(self, known: Known | None, stands: Mapping[str, Cell]) -> Iterator[tuple[str, Cell]]:
        """What of one row is not as it ought to be. What is not of this commit's making is left as it is."""
        for name, cell in stands.items():
            ought = known.ought(name) if known else None
            meant = known is not None and name in known.wanted
            if cell != ought and (meant or cell in self._ours[name]):
                yield name, ought

    def owners(self, tab: Tab) -> dict[int, Known]:
        """Whose row each row is now. One that was typed in meanwhile is nobody's.

        A key proves whose row it is, unless this very commit writes keys: one may have fallen into a wrong row. Then
        what people entered in the row proves more.
        """
        if not self.touched and not self.leaving:
            return {}
        rows = _Rows(tab, self.key, self._steady)
        claims = _Claims(rows.filled, [*self._known, *self._new_rows()])
        if self.writes_keys:
            claims.make(rows.key_and_content, lambda known: (known.ought(self.key), self._content(known)))
            claims.make(rows.key_and_content, lambda known: (known.stood(self.key), self._content(known)))
            claims.make(rows.content_where_entered, self._content)
            # Entered anew in this very moment; where nothing is entered, the key may be all that fell there.
            claims.make(rows.key_where_entered, lambda known: known.ought(self.key), once=True)
        else:
            claims.make(rows.keys, lambda known: known.stood(self.key), once=True)
            claims.make(rows.key_and_content, lambda known: (known.stood(self.key), self._content(known)))
        return claims.owners

    def _new_rows(self) -> Iterable[Known]:
        return self._new if self.is_appended else ()

    def _content(self, known: Known) -> tuple[Cell, ...]:
        return tuple(known.stood(name) for name in self._steady)


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
        taken = {id(known) for known in self.owners.values()}
        self._known = [known for known in self._known if id(known) not in taken]
        self._rows = [row for row in self._rows if row not in self.owners]
