"""Planned rows: each is planned once, is answered through a link of its own, and says how it stands with its answer.

    receive(table, today)
    numbers = plan(book, Compatibility, {"П-0001/НМ-0001": {Compatibility.pair: "П-0001", …}})
    stand(table, today, needless=table[Compatibility.pair].isin(ended))
    personal_link(book, CompatibilityQuestionnaire, numbers["П-0001/НМ-0001"])

A row that was answered stands as answered whatever becomes of what it is about. Where an answer found no row, because
its number is none or was answered before, it is a row of its own, about the same as the row whose number it carries.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pandas as pd

from automation.workbook.book import Book
from automation.workbook.cells import is_missing
from automation.workbook.checks import Found, find_problems
from automation.workbook.planned import awaited, spelled
from automation.workbook.questionnaires import prefilled
from automation.workbook.table import Row, Table
from sheets_schema.columns import FORM, Column, Name, Owner, shortened
from sheets_schema.form import Form
from sheets_schema.planned import Planned
from sheets_schema.vocabulary import IS_AWAITED, IS_DUE_SOON, IS_NEEDLESS, IS_PAST_DUE, IS_RECEIVED

NO_NUMBER = "не заполнено; впишите номер строки, на которую это ответ"
NO_SUCH_ROW = "строки «{number}» нет; впишите номер той, на которую это ответ"


def plan(book: Book, tab: type[Planned], rows: Mapping[str, Row]) -> dict[str, str]:
    """See to it that there is a row for each of these occasions, whose new rows begin with this; occasion → number."""
    table = book[tab]
    known = table.frame.dropna(subset=[Planned.occasion, table.key]).drop_duplicates(Planned.occasion)
    numbers: dict[str, str] = dict(zip(known[Planned.occasion], known[table.key], strict=True))
    new = {occasion: row for occasion, row in rows.items() if occasion not in numbers}
    keys = dict(zip(new, book.new_keys(table, len(new)), strict=True))
    # What a form asks of those who come without a link may be known beforehand.
    planned = [{table.key: keys[one], Planned.occasion: one, **row} for one, row in new.items()]
    table.append(planned, by=(Owner.FORM,))
    return {occasion: (numbers | keys)[occasion] for occasion in rows}


def personal_link(book: Book, form: type[Form], number: str) -> str:
    """Where the row of this number is answered; empty while there is no such form."""
    link = book.state.links.get(form.name, "")
    return prefilled(form, link, {Planned.number: number}) if link else ""


def receive(table: Table, today: date) -> None:
    """Take what the curator has typed into a waiting row for its answer, and let an answer that found no row be about
    what the row is about whose number it carries."""
    for row in _typed_in(table):
        table.set(row, {Planned.answered: pd.Timestamp(today)})
    strays = table.frame[_own_rows(table)]
    if len(strays):
        rows = table.frame.dropna(subset=[table.key]).drop_duplicates(table.key).set_index(table.key)
        meant = strays[Planned.number].map(spelled)
        for name in (Planned.person, *_subject(table)):
            told = meant.map(rows[name].to_dict()).astype("str")
            table[name] = table[name].fillna(told)


def stand(table: Table, today: date, needless: pd.Series[bool]) -> None:
    """Say of each row how it stands with its answer; `needless` are rows that nobody need answer any more."""
    left = (table[Planned.due] - pd.Timestamp(today)).dt.days
    standing = pd.Series(IS_AWAITED, index=table.index, dtype="str")
    standing = standing.mask(left <= _tab(table).soon, IS_DUE_SOON).mask(left < 0, IS_PAST_DUE)
    standing = standing.mask(table[Planned.excused] | needless, IS_NEEDLESS)
    answers = table.frame[table[Planned.answered].notna()]
    told = set(answers[Planned.number].dropna().map(spelled))
    received = table[Planned.answered].notna() | table[table.key].isin(told)
    standing = standing.where(table[Planned.occasion].notna() | received)
    table[Planned.standing] = standing.mask(received, IS_RECEIVED)


def what_to_fix(book: Book, tab: type[Planned]) -> Found:
    """What is wrong in each row, and of which answers it cannot be known what they are about."""
    table = book[tab]
    found = find_problems(table, book.today, known=book.keys_referred_to(tab))
    first, *_ = _subject(table)
    title = Planned.number.column.title
    for row in table.index[_own_rows(table) & table[first].isna()]:
        number = table[Planned.number][row]
        said = NO_NUMBER if is_missing(number) else NO_SUCH_ROW.format(number=shortened(number))
        found.setdefault(int(row), []).insert(0, f"{title}: {said}")
    return found


def _own_rows(table: Table) -> pd.Series[bool]:
    """The answers that nobody had planned."""
    return table[Planned.occasion].isna() & table[Planned.answered].notna()


def _typed_in(table: Table) -> list[int]:
    """The waiting rows in which something stands that the form asks."""
    asked = [name for name in table.sheet.owned_by(FORM) if name != Planned.number]
    rows = table.frame.loc[awaited(table), asked].itertuples(name=None)
    return [row for row, *cells in rows if not all(is_missing(cell) or cell is False for cell in cells)]


def _tab(table: Table) -> type[Planned]:
    assert issubclass(table.sheet, Planned)  # noqa: S101  (a mistake in the job)
    return table.sheet


def _subject(table: Table) -> list[Name[Column]]:
    return [column.known_as for column in _tab(table).subject]
