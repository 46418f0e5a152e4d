"""A row as a form: what a person may put right in it, with what is asked of each cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from automation.workbook.book import Book
from jobs.desk.entering import declared, row_of, stands
from jobs.letters.correspondence import as_text
from sheets_schema.columns import Choice, Choices, Column, Flag, OpenChoice, Owner, Text
from sheets_schema.sheet import Sheet


@dataclass(frozen=True)
class Box:
    """One cell, to be typed in."""

    name: str
    title: str
    says: str
    hint: str
    wanted: str
    is_required: bool
    options: Sequence[str] = ()
    suggested: Sequence[str] = ()
    """Of which one may be chosen, or another be typed."""
    several: bool = False
    is_long: bool = False
    is_flag: bool = False

    @property
    def chosen(self) -> Sequence[str]:
        """Of several options."""
        return self.says.split(", ")


@dataclass(frozen=True)
class Form:
    """The boxes of a row."""

    tab: str
    title: str
    key: str
    problems: Sequence[str]
    boxes: Sequence[Box]


def form(book: Book, sheet: type[Sheet], key: str) -> Form:
    """Raises `Refusal` where the row is not there, `TabUnavailable` where the tab is not."""
    table = book[sheet]
    row = row_of(table, key)
    theirs = [name for name, column in table.columns.items() if _may_be_typed(column) and name not in table.tab.missing]
    problems = as_text(table[sheet.named("problems")][row]) if "problems" in sheet.columns else ""
    boxes = [_box(name, declared(table, row, name), stands(table, row, name)) for name in theirs]
    return Form(sheet.name, sheet.title, key, problems.splitlines(), boxes)


def _may_be_typed(column: Column) -> bool:
    return column.owner in (Owner.CURATOR, Owner.FORM) and not column.hidden


def _box(name: str, column: Column, says: str) -> Box:
    return Box(
        name=name,
        title=column.title,
        says=says,
        hint=column.hint,
        wanted=column.wanted() if column.can_be_wrong() else "",
        is_required=column.required,
        options=column.options if isinstance(column, Choice | Choices) else (),
        suggested=column.options if isinstance(column, OpenChoice) else (),
        several=isinstance(column, Choices),
        is_long=isinstance(column, Text) and column.long,
        is_flag=isinstance(column, Flag),
    )
