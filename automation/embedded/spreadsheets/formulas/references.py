"""References in the text of a formula: found, shifted, and changed as the cells that they mean move.

openpyxl's tokenizer takes the text apart, whichever locale it is written in; what is no reference is left as typed.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from automation.embedded.spreadsheets import a1
from automation.embedded.spreadsheets.a1 import Bounds

if TYPE_CHECKING:
    from openpyxl.formula.tokenizer import Token

LOST = "#REF!"

# The tokenizer's own words for kinds of parts.
FUNC, OPERAND, INFIX, WHITE_SPACE, SEPARATOR = "FUNC", "OPERAND", "OPERATOR-INFIX", "WHITE-SPACE", "SEP"
OPEN, CLOSE, RANGE, NUMBER, TEXT = "OPEN", "CLOSE", "RANGE", "NUMBER", "TEXT"

COLUMN_MARK = "\\"

_CORNER = re.compile(r"(?:(\$?)([A-Za-z]{1,3}))?(?:(\$?)([1-9]\d{0,7}))?\Z")

Span = tuple[int, int]
SpanChange = Callable[[int, int], Span | None]


@dataclass(frozen=True, slots=True)
class Corner:
    """A corner as written: row and column counted from 0, ``None`` where it names none; ``$`` before either."""

    row: int | None
    column: int | None
    row_fixed: bool = False
    column_fixed: bool = False

    def text(self) -> str:
        """The corner as it stands in a formula: ``$A2``."""
        letters = "" if self.column is None else "$" * self.column_fixed + a1.column_letters(self.column)
        return letters + ("" if self.row is None else "$" * self.row_fixed + str(self.row + 1))

    def at(self, rows: bool, index: int | None) -> Corner:
        """The corner with another row, or another column."""
        return replace(self, row=index) if rows else replace(self, column=index)

    def filled(self, row: int, column: int) -> Corner:
        """The corner with these lines where it names none, held by ``$``."""
        with_row = self if self.row is not None else replace(self, row=row, row_fixed=True)
        return with_row if self.column is not None else replace(with_row, column=column, column_fixed=True)

    def shifted(self, rows: int, columns: int) -> Corner | None:
        """Moved by so many lines where no ``$`` holds it; nothing where that leaves the sheet."""
        row = self.row if self.row is None or self.row_fixed else self.row + rows
        column = self.column if self.column is None or self.column_fixed else self.column + columns
        inside = (row is None or row >= 0) and (column is None or 0 <= column < a1.MAX_COLUMNS)
        return replace(self, row=row, column=column) if inside else None


@dataclass(frozen=True, slots=True)
class CellReference:
    """``prefix`` is the sheet as written with its ``!`` (or nothing), ``title`` the sheet that it names."""

    prefix: str
    title: str | None
    first: Corner
    last: Corner | None

    def text(self) -> str:
        """The reference as it stands in a formula: ``'Банк'!A2:B``."""
        return self.prefix + self.first.text() + (f":{self.last.text()}" if self.last else "")

    def shifted(self, rows: int, columns: int) -> CellReference | None:
        """As a copy of the formula so many lines further would have it."""
        first = self.first.shifted(rows, columns)
        last = self.last and self.last.shifted(rows, columns)
        return replace(self, first=first, last=last) if first and (last or not self.last) else None

    def bounds(self) -> Bounds:
        """What it covers; open sides are ``None``."""
        first, last = self.first, self.last or self.first
        top, bottom = _ordered(first.row, last.row)
        left, right = _ordered(first.column, last.column)
        return Bounds(top, None if bottom is None else bottom + 1, left, None if right is None else right + 1)

    def following(self, dimension: str, change: SpanChange) -> CellReference | None:
        """After lines of its sheet came, went or moved; nothing where what it meant is gone."""
        bounds, rows = self.bounds(), dimension == "ROWS"
        start, end = (bounds.top, bounds.bottom) if rows else (bounds.left, bounds.right)
        if start is None and end is None:
            return self
        far = 2**30  # an open end stays open, and stays behind everything
        span = change(start or 0, far if end is None else end)
        if span is None:
            return None
        return self._with_span(rows, None if start is None else span[0], None if end is None else span[1] - 1)

    def _with_span(self, rows: bool, start: int | None, last: int | None) -> CellReference:
        """With other lines; each corner keeps its ``$`` and its place."""
        first, end = self.first, self.last or self.first
        before, after = (first.row, end.row) if rows else (first.column, end.column)
        if before is None or after is None:
            low, high = (None, start) if before is None else (start, None)
        else:
            low, high = (start, last) if before <= after else (last, start)
        return replace(self, first=first.at(rows, low), last=self.last and end.at(rows, high))

    def moved(self, rows: int, columns: int) -> CellReference:
        """Moved by so many lines, ``$`` or not: its cells were cut and pasted there."""
        return replace(self, first=_pushed(self.first, rows, columns),
                       last=self.last and _pushed(self.last, rows, columns))  # fmt: skip


def _pushed(corner: Corner, rows: int, columns: int) -> Corner:
    row = None if corner.row is None else corner.row + rows
    return replace(corner, row=row, column=None if corner.column is None else corner.column + columns)


def _ordered(first: int | None, last: int | None) -> tuple[int | None, int | None]:
    if first is None or last is None:
        # "A2:B" is open below whichever corner names the row.
        return (last, None) if first is None else (first, None)
    return min(first, last), max(first, last)


@functools.lru_cache(maxsize=16_384)
def tokens(text: str) -> tuple[Token, ...] | None:
    """The parts of a formula (``=`` first); nothing where it cannot be taken apart."""
    from openpyxl.formula.tokenizer import Tokenizer, TokenizerError  # takes a while to load

    columns = _column_marks(text)
    try:
        parts = tuple(Tokenizer(_with_semicolons(text, columns)).items)
    except (TokenizerError, IndexError):  # IndexError: a bracket closes that none opened
        return None
    at = 1
    for part in parts:
        if at in columns:
            part.value = COLUMN_MARK
        at += len(part.value)
    return parts


def _column_marks(text: str) -> set[int]:
    """Where a ``\\`` parts the columns of an array, as it does where the decimal comma is in use."""
    found: set[int] = set()
    depth, inside = 0, ""  # the quotation mark that is open
    for index, character in enumerate(text if COLUMN_MARK in text else ""):
        if inside:
            inside = "" if character == inside else inside
        elif character in "\"'":
            inside = character
        elif character in "{}":
            depth += 1 if character == "{" else -1
        elif character == COLUMN_MARK and depth > 0:
            found.add(index)
    return found


def _with_semicolons(text: str, places: set[int]) -> str:
    """What the tokenizer can read, which knows no other mark there."""
    return "".join(";" if index in places else each for index, each in enumerate(text)) if places else text


@functools.lru_cache(maxsize=16_384)
def read(operand: str) -> CellReference | None:
    """The reference that an operand is; nothing for a name, or anything else."""
    title, rest = _split(operand)
    first_text, colon, last_text = rest.partition(":")
    first = _corner(first_text)
    last = _corner(last_text) if colon else None
    if first is None or (colon and last is None):
        return None
    if last is None and (first.row is None or first.column is None):
        return None  # a lone "A" is a name, a lone "5" a number
    if last is not None and not _are_corners(first, last):
        return None
    return CellReference(operand[: len(operand) - len(rest)], title, first, last)


def _are_corners(first: Corner, last: Corner) -> bool:
    """Whether two corners span a range: "A2:B", "2:3", "A:B", but neither "A:2" nor "2:B"."""
    columns = (first.column is not None) + (last.column is not None)
    rows = (first.row is not None) + (last.row is not None)
    return columns == 2 or rows == 2


def _split(operand: str) -> tuple[str | None, str]:
    head, mark, rest = operand.rpartition("!")
    if not mark:
        return None, operand
    if head.startswith("'") and head.endswith("'") and len(head) > 1:
        head = head[1:-1].replace("''", "'")
    return head, rest


def _corner(text: str) -> Corner | None:
    matched = _CORNER.match(text)
    if not matched or not text:
        return None
    column_mark, letters, row_mark, digits = matched.groups()
    column = a1.column_index(letters) if letters else None
    return Corner(int(digits) - 1 if digits else None, column, bool(row_mark), bool(column_mark))


def rewritten(text: str, change: Callable[[CellReference], CellReference | None]) -> str:
    """The formula with every reference changed; one that comes to nothing reads ``#REF!``."""
    parts = tokens(text)
    if parts is None:
        return text
    return "=" + "".join(_changed_part(part, change) for part in parts)


def _changed_part(part: Token, change: Callable[[CellReference], CellReference | None]) -> str:
    reference = reference_of(part)
    if reference is None:
        return str(part.value)
    changed = change(reference)
    if changed is reference:
        return str(part.value)
    return LOST if changed is None else changed.text()


def reference_of(part: Token) -> CellReference | None:
    """The reference that a token is, if it is one."""
    return read(part.value) if part.type == OPERAND and part.subtype == RANGE else None


def copied(text: str, rows: int, columns: int) -> str:
    """The formula as its copy ``rows`` further down and ``columns`` further right has it."""
    if not rows and not columns:
        return text
    return rewritten(text, lambda reference: reference.shifted(rows, columns))


def same_sheet(reference: CellReference, own_title: str, title: str) -> bool:
    """Whether a reference on the sheet ``own_title`` means the sheet ``title``; Google ignores case here."""
    return (own_title if reference.title is None else reference.title).lower() == title.lower()


def after_lines(text: str, own_title: str, title: str, dimension: str, change: SpanChange) -> str:
    """The formula after lines of the sheet ``title`` came, went or moved."""

    def follow(reference: CellReference) -> CellReference | None:
        return reference.following(dimension, change) if same_sheet(reference, own_title, title) else reference

    return rewritten(text, follow)


def after_renaming(text: str, old: str, new: str) -> str:
    """The formula after the sheet ``old`` got the title ``new``."""

    def follow(reference: CellReference) -> CellReference:
        if reference.title is None or reference.title.lower() != old.lower():
            return reference
        return replace(reference, prefix=a1.quote_title(new) + "!", title=new)

    return rewritten(text, follow)


def after_naming(text: str, old: str, new: str) -> str:
    """The formula after the named range ``old`` got the name ``new``."""
    parts = tokens(text) if old.lower() in text.lower() else None
    if parts is None:
        return text
    return "=" + "".join(
        new if part.type == OPERAND and part.subtype == RANGE and part.value.lower() == old.lower() else part.value
        for part in parts
    )


def after_deletion(text: str, title: str) -> str:
    """The formula after the sheet ``title`` was deleted."""

    def follow(reference: CellReference) -> CellReference | None:
        return None if reference.title is not None and reference.title.lower() == title.lower() else reference

    return rewritten(text, follow)
