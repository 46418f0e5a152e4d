"""Beginning a new year: what it would do is shown first, and done when the person agrees."""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime
from pathlib import Path

from rich.console import Console
from rich.markup import escape

from automation.workbook.reading import read_book
from jobs.cli.questions import agrees, day
from jobs.cli.tables import new_year_table
from jobs.new_year.decision import NewYear, decide
from jobs.new_year.period import CannotBegin, NothingToDo, in_words, new_period
from jobs.new_year.turning import turn
from jobs.runner.configuration import ready
from jobs.runner.connection import connected, locked
from sheets_schema.nastavnik import NASTAVNIK

console = Console()

EMPTY = "Ни у одного мероприятия нет галочки «Каждый год»: план станет пустым."


def begin(data: Path, start: str, end: str, *, yes: bool) -> None:
    """Show what the new year from `start` to `end` would do (without dates: the one after the present), and do it.

    Asks first, unless `yes`; where there is nobody to ask, it is only shown. `CannotBegin` where it cannot be done.
    """
    first, last = day("--start", start), day("--end", end)
    configuration = ready(data)
    status = console.status("Читаю таблицу…")
    with status, connected(data, configuration) as google:
        book = read_book(google, configuration.spreadsheet, datetime.now(UTC), NASTAVNIK)
        status.stop()
        try:
            shown = decide(book, new_period(book, first, last))
        except NothingToDo as reason:
            console.print(f"{reason}.", soft_wrap=True)
            return
        _show(shown, book.today)
        if not _agreed(shown, yes=yes):
            return
        with locked(data), console.status("Сохраняю архив и переношу план…"):
            turned = turn(google, configuration.spreadsheet, shown, now=datetime.now(UTC))
    console.print(f"Готово. План действует {in_words(shown.new)}.")
    console.print(f"Архив: {turned.archive.name}: {turned.archive.link}", soft_wrap=True, markup=False)
    console.print(
        "Дальше: проверьте сроки на листе «Дорожная карта», а на лист «Настройки» впишите, сколько людей по плану, и, "
        f"когда его утвердят, номер и дату приказа. Проверить план: nastavnik roadmap check --data {escape(str(data))}",
        soft_wrap=True,
    )


def _show(year: NewYear, today: date) -> None:
    console.print(new_year_table(year))
    if year.new.end < today:
        passed = f"этот период уже прошёл (сегодня {today:%d.%m.%Y}); другой можно назвать: --start и --end"
        console.print(f"[yellow]![/] План будет действовать {in_words(year.new)}: {passed}", soft_wrap=True)


def _agreed(year: NewYear, *, yes: bool) -> bool:
    if yes:
        if year.keeps_nothing:
            raise CannotBegin(f"{EMPTY} Отметьте, что делается каждый год; если так и надо, повторите без --yes")
        return True
    if not sys.stdin.isatty():
        console.print("Это только показ: ничего не изменено. Чтобы перенести план, повторите с --yes.")
        return False
    if year.keeps_nothing:
        console.print(f"[red]![/] {EMPTY}")
    if agrees(f"Сохранить архив и перенести план ({in_words(year.new)})?"):
        return True
    console.print("Ничего не изменено.")
    return False
