"""Looking at plans, checking them, and bringing one in from a file."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from rich.console import Console
from rich.markup import escape

from automation.grids import UnreadableFile, grids
from automation.roadmaps import (
    Imported,
    Plan,
    as_yaml,
    findings,
    not_there_yet,
    plan_of,
    read_tables,
    rows_of,
)
from automation.workbook.commit import commit
from automation.workbook.reading import read_book
from jobs.cli.tables import findings_table, plan_table, plans_table
from jobs.plan.measures import measures
from jobs.plan.roadmap import NO_PERIOD
from jobs.plan.years import school_year
from jobs.runner.configuration import ConfigurationError, ready
from jobs.runner.connection import connected, locked
from jobs.runner.cycle import CALLS_OF_A_WRITE
from jobs.runner.journal import record
from sheets_schema.columns import Owner
from sheets_schema.nastavnik import NASTAVNIK
from sheets_schema.roadmaps import Roadmap, RoadmapError, load, names, read
from sheets_schema.tabs.roadmap import Roadmap as RoadmapTab

console = Console()

YAML = (".yaml", ".yml")


def show_all() -> None:
    """The plans of the package."""
    console.print(plans_table([load(name) for name in names()]))


def show_one(name: str) -> None:
    """A plan, stage by stage. `RoadmapError` where there is none of this name."""
    console.print(plan_table(_plan(name)))


def check_one(name: str) -> None:
    """What is wrong with a plan of the package or of a file."""
    roadmap = _plan(name)
    _say_findings(plan_of(roadmap, period=school_year(date.today())), roadmap.title)


def check_own(data: Path) -> None:
    """What is wrong with the plan in the organisation's spreadsheet. Nothing is written there."""
    configuration = ready(data)
    with console.status("Читаю таблицу…"), connected(data, configuration) as google:
        book = read_book(google, configuration.spreadsheet, datetime.now(UTC), NASTAVNIK)
    measured = measures(book, book.today)
    if measured is None:
        raise ConfigurationError(f"План не проверить, пока неизвестен его период: {NO_PERIOD}")
    _say_findings(measured.plan, book[RoadmapTab].tab.title)


def import_to_sheet(file: Path, data: Path) -> None:
    """Add the measures of a file that the «Дорожная карта» tab has not to its end; what stands there stays."""
    began = time.perf_counter()
    read_in = _read(file)
    configuration = ready(data)
    with locked(data), console.status("Вношу мероприятия…"), connected(data, configuration) as google:
        book = read_book(google, configuration.spreadsheet, datetime.now(UTC), NASTAVNIK)
        table = book[RoadmapTab]
        fresh = not_there_yet(read_in, table.frame)
        there = len(read_in.measures) - len(fresh.measures)
        keys = book.new_keys(table, len(fresh.measures))
        rows = [{RoadmapTab.named(name): cell for name, cell in row.items()} for row in rows_of(fresh.measures)]
        numbered = [{RoadmapTab.id: key, **row} for key, row in zip(keys, rows, strict=True)]
        table.append(numbered, by=(Owner.CURATOR,))
        if keys:
            changes = f"«{table.tab.title}»: внесено {len(keys)} ({keys[0]} – {keys[-1]}), уже было {there}"
            changes += f", замечаний {len(fresh.remarks)}" if fresh.remarks else ""
            calls = google.calls.total() + CALLS_OF_A_WRITE
            record(book, "импорт плана", changes, calls, time.perf_counter() - began)
            commit(
                google.spreadsheets,
                configuration.spreadsheet,
                book.changes(),
                book.state,
                where=book.tabs,
                expected=book.state_as_read.write,
            )
    _say(fresh.remarks)
    console.print(f"Внесено на лист «{escape(table.tab.title)}»: {len(keys)}. Было там или повторялось: {there}.")


def import_to_file(file: Path, to: Path) -> None:
    """Write the measures of a file as a plan in YAML; a file that is there already is never overwritten."""
    if to.suffix.lower() not in YAML:
        raise ConfigurationError(f"Название файла с планом должно кончаться на .yaml: {to}")
    if to.exists():
        raise ConfigurationError(f"Файл {to} уже есть. Укажите другой")
    read_in = _read(file)
    text = as_yaml(read_in.measures, title=" ".join(file.stem.split()) or "План")
    read(text, code=to.stem)  # whatever was in the table, a plan is written that can be read
    to.write_text(text, encoding="utf-8")
    _say(read_in.remarks)
    console.print(f"Записано мероприятий: {len(read_in.measures)}. Файл: {escape(str(to))}", soft_wrap=True)
    console.print(f"Проверить: nastavnik roadmap check {escape(str(to))}", soft_wrap=True)


def _read(file: Path) -> Imported:
    try:
        found = read_tables(grids(file.read_bytes()))
    except UnreadableFile as error:
        raise UnreadableFile(f"{file}: {error}") from error
    if not found.measures:
        _say(found.remarks)
        raise UnreadableFile(f"{file}: ни одного мероприятия не найдено. Нужна таблица со столбцом «Мероприятие»")
    return found


def _say(remarks: Sequence[str]) -> None:
    for remark in remarks:
        console.print(f"[yellow]![/] {escape(remark[:1].upper() + remark[1:])}", soft_wrap=True)


def _say_findings(plan: Plan, title: str) -> None:
    found = findings(plan)
    if found:
        console.print(findings_table(plan, found, title))
    console.print(f"Мероприятий: {len(plan.entries)}. Замечаний: {len(found)}.")


def _plan(name: str) -> Roadmap:
    """The plan of this name in the package, or in this file."""
    path = Path(name)
    if path.suffix.lower() not in YAML:
        return load(name)
    try:
        return read(path.read_text(encoding="utf-8"), code=path.stem)
    except UnicodeDecodeError:
        raise RoadmapError(f"{name}: файл не читается как текст. Сохраните его в кодировке UTF-8") from None
