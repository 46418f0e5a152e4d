"""What the desk's pages are made of: groups of things that wait, each with what can be done about it on the spot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from automation.workbook.book import Book
from jobs.desk.entering import row_of, stands
from jobs.letters.correspondence import as_text
from sheets_schema.sheet import Sheet

CALLED_BY = ("full_name", "mentor_name", "mentee_name", "subject", "topic", "specialist", "measure")
"""What a row is called by, in the order in which it is said."""


def called(row: Mapping[Any, Any]) -> str:
    """What a row is called beside its number; empty where nothing tells. The subject of a person is what they teach."""
    names = [one for one in CALLED_BY if one != "subject" or "full_name" not in row]
    return " — ".join(said for one in names if (said := as_text(row.get(one))))


@dataclass(frozen=True)
class Button:
    """Pressed, it fills one cell."""

    label: str
    cell: str
    says: str
    style: str = ""


@dataclass(frozen=True)
class Asked:
    """What the person types before a button is pressed."""

    cell: str
    label: str
    value: str = ""
    hint: str = ""


@dataclass(frozen=True)
class Deeds:
    """The form of one row: its buttons, what is asked beside them, and how the cells stood."""

    tab: str
    key: str
    was: Mapping[str, str]
    buttons: Sequence[Button]
    asked: Sequence[Asked] = ()


@dataclass(frozen=True)
class Item:
    """One thing that waits."""

    title: str
    text: str = ""
    address: str = ""
    """Where all of it is to be seen."""
    links: Mapping[str, str] = field(default_factory=dict)
    """Label → address of what belongs to it besides: a document."""
    deeds: Deeds | None = None


@dataclass(frozen=True)
class Group:
    """Things of one kind."""

    title: str
    items: Sequence[Item]
    count: int
    """How many there are; `items` may be the first of them."""
    address: str = ""
    more: str = ""
    """What is to be found there, as a link says it."""
    hint: str = ""
    is_urgent: bool = False


def deeds(
    book: Book, sheet: type[Sheet], key: str, buttons: Sequence[Button], asked: Sequence[Asked] = ()
) -> Deeds | None:
    """What can be done about a row; None where the row, or a cell of it, is not there."""
    table = book[sheet]
    concerned = dict.fromkeys([*(button.cell for button in buttons), *(one.cell for one in asked)])
    if set(concerned) & set(table.tab.missing):
        return None
    row = row_of(table, key)
    return Deeds(sheet.name, key, {name: stands(table, row, name) for name in concerned}, buttons, asked)
