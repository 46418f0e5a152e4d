"""Taking people in from a file: what its columns are, what would be done, and doing it; and taking it back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

import typer
from rich.console import Console
from rich.markup import escape

from automation.google import Google
from automation.grids import UnreadableFile, sheets
from automation.workbook.book import Book
from automation.workbook.commit import commit
from automation.workbook.reading import read_book
from jobs.cli.questions import agrees, is_there_anybody
from jobs.cli.tables import columns_table, decided_table
from jobs.importing.deciding import ENTERED, Decided, Differing, decide
from jobs.importing.entering import Undone, enter, last, undo
from jobs.importing.fields import NOTHING, TARGETS, named, plain_title
from jobs.importing.lists import PeopleList, lists_in
from jobs.importing.proposing import Chosen, propose, proposed
from jobs.importing.report import as_xlsx, counted
from jobs.runner.configuration import Configuration, ConfigurationError, ready
from jobs.runner.connection import connected, locked
from sheets_schema.nastavnik import NASTAVNIK

console = Console()

_NOBODY = 'В файле не нашлось списка людей: нужен столбец с ФИО. Если он есть, назовите его: --map "Название=ФИО"'
_BY = "команда nastavnik import"
_LEFT_OUT = ("", "-", "нет", "не вносить")


@dataclass(frozen=True)
class Wishes:
    """What the command line says of an import. `columns` are «title=field», `replace` are titles of columns."""

    to: str = ""
    columns: Sequence[str] = field(default_factory=tuple)
    replace: Sequence[str] = field(default_factory=tuple)
    report: Path | None = None
    yes: bool = False

    def replaces(self, differing: Differing) -> bool:
        plain = [plain_title(one) for one in self.replace]
        return plain_title(differing.title) in plain or differing.name in plain


def import_people(file: Path, data: Path, wishes: Wishes) -> None:
    """Show what a file holds and what would come of it; take it in where that is agreed to."""
    configuration = ready(data)
    lists = _read(file)
    with connected(data, configuration) as google:
        book = _book(google, configuration)
        chosen = _asked(_wanted(propose(lists, file.stem, book.schema), wishes), wishes)
        with console.status("Сравниваю с таблицей…"):
            decided = decide(book, chosen, wishes.replaces)
        _show(decided)
        if not any(one.fate in ENTERED for one in decided):
            console.print("Вносить нечего: всё это уже есть или не может быть внесено.")
        elif _agreed(wishes):
            with locked(data), console.status("Вношу…"):
                book = _book(google, configuration)
                decided = decide(book, chosen, wishes.replaces)
                number = enter(book, decided, file=file.name, by=_BY)
                _write(google, configuration, book)
            console.print(f"Внесено, загрузка {number}. Отменить её целиком: nastavnik import --undo", soft_wrap=True)
    if wishes.report:
        wishes.report.write_bytes(as_xlsx(decided))
        console.print(f"Отчёт по строкам: {escape(str(wishes.report))}", soft_wrap=True)


def undo_import(number: str, data: Path) -> None:
    """Take an import back: the last that stands, where none is named."""
    configuration = ready(data)
    with locked(data), connected(data, configuration) as google, console.status("Отменяю…"):
        book = _book(google, configuration)
        undone = undo(book, number or last(book))
        _write(google, configuration, book)
    _tell(undone)


def _tell(undone: Undone) -> None:
    told = f"Загрузка {undone.number} отменена: убрано людей — {len(undone.gone)}"
    console.print(told + (f", возвращены прежние ячейки — {len(undone.emptied)}" if undone.emptied else "") + ".")
    for key, why in undone.left.items():
        console.print(f"[yellow]![/] {escape(key)}: остаётся, {escape(why)}", soft_wrap=True)


def _read(file: Path) -> list[PeopleList]:
    try:
        with console.status("Читаю файл…"):
            lists, remarks = lists_in(sheets(file.read_bytes()))
    except UnreadableFile as error:
        raise UnreadableFile(f"{file}: {error}") from error
    for remark in remarks:
        console.print(f"[yellow]![/] {escape(remark)}", soft_wrap=True)
    return lists


def _wanted(chosen: Sequence[Chosen], wishes: Wishes) -> list[Chosen]:
    """The proposal as the command line changes it."""
    if wishes.to and wishes.to not in TARGETS:
        raise ConfigurationError(f"--to: «{wishes.to}» — некуда; назовите: {', '.join(TARGETS)}")
    if wishes.to:
        chosen = [proposed(one.people, wishes.to, one.schema) if one.to or len(chosen) == 1 else one for one in chosen]
        chosen = [one if one.to else replace(one, to=wishes.to) for one in chosen]
    for pair in wishes.columns:
        title, sign, wanted = pair.rpartition("=")
        if not sign:
            raise ConfigurationError(f'--map: «{pair}» — нужно "Столбец файла=столбец таблицы"')
        if not any(plain_title(title) in map(plain_title, one.people.titles) for one in chosen):
            raise ConfigurationError(f"--map: столбца «{title}» в файле нет")
        chosen = [one.put(title, _field(one, wanted)) if one.sheet else one for one in chosen]
    return list(chosen)


def _field(one: Chosen, typed: str) -> str:
    """The field that was named. `ConfigurationError` where the tab has none of the kind."""
    if typed.strip().lower() in _LEFT_OUT or one.sheet is None:
        return NOTHING
    found = named(one.sheet, typed, one.schema)
    if found is None:
        known = ", ".join(one.titles.values())
        raise ConfigurationError(f"«{typed}»: такого столбца на листе «{one.sheet.title}» нет. Есть: {known}")
    return found


def _asked(chosen: list[Chosen], wishes: Wishes) -> list[Chosen]:
    """The proposal, shown; where somebody sits at the terminal, as they change it."""
    taken = [one for one in chosen if one.sheet]
    if not any(one.has_names for one in taken):
        raise UnreadableFile(_NOBODY)
    asks = is_there_anybody() and not wishes.yes
    return [_asked_of(one) if asks else _shown(one) for one in taken]


def _shown(one: Chosen) -> Chosen:
    console.print(columns_table(one))
    return one


def _asked_of(one: Chosen) -> Chosen:
    while True:
        _shown(one)
        answer = str(
            typer.prompt(
                "Всё верно — Enter; изменить — «номер=столбец», например 3=Телефон", default="", show_default=False
            )
        )
        if not answer.strip():
            return one
        place, _, wanted = answer.partition("=")
        if not place.strip().isdecimal() or not 1 <= int(place) <= len(one.people.titles):
            console.print("Такого номера нет.")
            continue
        try:
            one = one.put(one.people.titles[int(place) - 1], _field(one, wanted))
        except ConfigurationError as error:
            console.print(escape(str(error)), soft_wrap=True)


def _show(decided: Sequence[Decided]) -> None:
    console.print(decided_table(decided))
    console.print(f"Всего строк: {len(decided)} ({counted(decided)}).")


def _agreed(wishes: Wishes) -> bool:
    if wishes.yes:
        return True
    if not is_there_anybody():
        console.print("Это только показ: ничего не внесено. Чтобы внести, повторите с --yes.")
        return False
    if agrees("Внести?"):
        return True
    console.print("Ничего не внесено.")
    return False


def _book(google: Google, configuration: Configuration) -> Book:
    return read_book(google, configuration.spreadsheet, datetime.now(UTC), NASTAVNIK)


def _write(google: Google, configuration: Configuration, book: Book) -> None:
    commit(
        google.spreadsheets,
        configuration.spreadsheet,
        book.changes(),
        book.state,
        where=book.tabs,
        expected=book.state_as_read.write,
    )
