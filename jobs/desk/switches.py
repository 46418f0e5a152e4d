"""What the program does by itself, with a switch for each, as «Пульт» has them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from automation.workbook.book import Book
from jobs.control.lines import lines
from jobs.desk.parts import Button, Deeds, deeds
from sheets_schema.tabs.control import CHECK_NOW, Control


@dataclass(frozen=True)
class Switch:
    """One line, whether it is on, and the form that turns it."""

    what: str
    explanation: str
    is_on: bool
    deeds: Deeds | None


def switches(book: Book) -> Sequence[Switch]:
    """Those that can be turned, and whose row is there."""
    if book.unavailable(Control.name):
        return ()
    table = book[Control]
    ticked = dict(zip(table[Control.code], table[Control.on], strict=True))
    there = [one for one in lines().values() if not one.fixed and one.code != CHECK_NOW and one.code in ticked]
    return [Switch(one.what, one.explanation, bool(ticked[one.code]), _turn(book, one.code, ticked)) for one in there]


def _turn(book: Book, code: str, ticked: Mapping[str, bool]) -> Deeds | None:
    button = Button("Выключить", Control.on, "", "quiet") if ticked[code] else Button("Включить", Control.on, "да")
    return deeds(book, Control, code, [button])
