"""`nastavnik person`: all that is held of one person, handed over to them or erased."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.markup import escape

from automation import private
from jobs.cli.questions import agrees
from jobs.person.sought import NobodyFound
from jobs.runner.configuration import ConfigurationError, ready
from jobs.runner.connection import connected, locked
from jobs.runner.erasing import Plan, ask_for, carry_out, planned
from jobs.runner.handing_over import as_document, as_spreadsheet, dossier_of
from jobs.runner.holding import look
from sheets_schema.nastavnik import NASTAVNIK

console = Console()


def attend(data: Path, number: str, to: Path | None, *, erase: bool, yes: bool) -> None:
    """Do the one of the two that was named. `ConfigurationError` where it is neither or both."""
    if bool(to) == erase:
        raise ConfigurationError("Назовите одно из двух: --export ПАПКА или --erase")
    if to:
        hand_over(data, number, to)
    else:
        let_go(data, number, yes=yes)


def hand_over(data: Path, number: str, to: Path) -> None:
    """Write what is held of a person into the folder `to`, as .docx and .xlsx. `ConfigurationError` for nobody."""
    configuration = ready(data)
    with console.status("Собираю всё об этом человеке…"), connected(data, configuration) as google:
        try:
            held = look(google, configuration.spreadsheet, number, now=datetime.now(UTC), schema=NASTAVNIK)
        except NobodyFound as nobody:
            raise ConfigurationError(str(nobody)) from None
        told = dossier_of(google, held)
    private.make_folder(to)
    for ending, content in ((".docx", as_document(told)), (".xlsx", as_spreadsheet(told))):
        private.write(to / f"{number}{ending}", content)
    console.print(f"Готово: {escape(str(to / number))}.docx и .xlsx", soft_wrap=True)
    console.print(
        "Прежде чем отдать, прочтите: чужие имена программа заменила номерами, но в свободном тексте могло остаться "
        "то, чего она не узнала.",
        soft_wrap=True,
    )


def let_go(data: Path, number: str, *, yes: bool) -> None:
    """Show what would go of a person, and let it go. Asks first, unless `yes`; where there is nobody to ask, it is only
    shown."""
    configuration = ready(data)
    status = console.status("Ищу всё об этом человеке…")
    with status, connected(data, configuration) as google:
        try:
            held = look(google, configuration.spreadsheet, number, now=datetime.now(UTC), schema=NASTAVNIK)
        except NobodyFound as nobody:
            raise ConfigurationError(str(nobody)) from None
        shown = planned(google, held)
        status.stop()
        _show(shown)
        if not _agreed(shown, yes=yes):
            return
        with locked(data), console.status("Удаляю…"):
            now = datetime.now(UTC)
            row = ask_for(google, configuration.spreadsheet, number, shown.numbers, now=now)
            carry_out(google, configuration.spreadsheet, row, now=now)
    console.print(f"Готово. Что удалено, что сохранено и что удалить вручную — лист «Удаление данных», строка {row}.")


def _show(plan: Plan) -> None:
    console.print(f"[bold]Будут удалены данные: {', '.join(plan.numbers)}[/]")
    for kind, count in plan.goes.items():
        console.print(f"  {escape(kind)}: {count}", soft_wrap=True)
    for title, lines in (("Сохранится", plan.kept), ("Останется удалить вручную", plan.by_hand)):
        if lines:
            console.print(f"[bold]{title}[/]")
        for line in lines:
            console.print(f"  {escape(line)}", soft_wrap=True)


def _agreed(plan: Plan, *, yes: bool) -> bool:
    if yes:
        return True
    if not sys.stdin.isatty():
        console.print("Это только показ: ничего не удалено. Чтобы удалить, повторите с --yes.")
        return False
    if agrees(f"Удалить насовсем всё об этом человеке ({', '.join(plan.numbers)})? Вернуть будет нельзя."):
        return True
    console.print("Ничего не удалено.")
    return False
