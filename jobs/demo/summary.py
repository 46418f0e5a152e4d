"""What the demonstration prints at the end: what happened, and where to look."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from sheets_schema.vocabulary import KEPT, NOBODY, OVERDUE, SENT

Rows = list[dict[str, Any]]


@dataclass
class Record:
    """What the play wrote down of itself."""

    told: list[tuple[date, str]] = field(default_factory=list)
    """(day, what people did)."""
    calls: Counter[str] = field(default_factory=Counter)
    cycles: int = 0


_LETTER_KINDS = {
    "received": "участникам: анкета получена",
    "fix": "участникам: что исправить в анкете",
    "withdrawal": "участникам: согласие отозвано",
    "stopped": "участникам: пара остановлена",
    "introduction": "парам: знакомство",
    "official": "парам: пара утверждена",
    "searching": "наставляемым: наставника ещё ищем",
    "trial": "парам: анкета после пробной встречи",
    "reminder": "ответственным: сроки мероприятий",
    "digest": "кураторам: что ждёт решения",
}


def print_summary(
    console: Console,
    record: Record,
    read: Callable[[str], Rows],
    *,
    name: str,
    data: Path,
    files: Path,
    saved: int,
    seconds: float,
) -> None:
    """The year in a handful of tables; `read` gives the rows of a tab by its title."""
    console.rule(f"[bold]Год наставничества: {escape(name)}")
    console.print(_story(record))
    console.print(_people(read("Банк наставляемых"), read("Банк наставников")))
    console.print(_pairs(read("Реестр пар")))
    console.print(_unmatched(read("Подбор")))
    console.print(_orders(read("Приказы")))
    console.print(_reports(read("Отчёты")))
    console.print(_letters(read("Письма")))
    console.print(_overdue(read("Дорожная карта")))
    console.print(_calls(record, seconds))
    console.print(_where_to_look(data, files, saved))


def _table(title: str, *columns: str) -> Table:
    table = Table(title=f"[bold]{title}", title_justify="left", box=box.SIMPLE_HEAD, show_header=bool(columns))
    for column in columns:
        table.add_column(column, overflow="fold")
    return table


def _story(record: Record) -> Table:
    table = _table("Что произошло", "Дата", "Событие")
    for day, what in record.told:
        table.add_row(f"{day:%d.%m.%Y}", escape(what))
    return table


def _people(mentees: Rows, mentors: Rows) -> Table:
    table = _table("Участники", "Статус", "Наставляемых", "Наставников")
    by_status = [Counter(row["Статус"] for row in rows) for rows in (mentees, mentors)]
    for status in sorted(by_status[0] | by_status[1]):
        table.add_row(status, *(str(counts[status] or "—") for counts in by_status))
    table.add_row("[bold]всего", f"[bold]{len(mentees)}", f"[bold]{len(mentors)}")
    return table


def _pairs(pairs: Rows) -> Table:
    table = _table("Пары", "Форма наставничества", "Утверждено", "Завершено раньше срока", "Наставников", "Групп")
    for form in sorted({row["Форма наставничества"] for row in pairs}):
        of_form = [row for row in pairs if row["Форма наставничества"] == form]
        working = [row for row in of_form if row["Состояние"] == "утверждена"]
        per_mentor = Counter(row["Наставник"] for row in working)
        groups = sum(1 for count in per_mentor.values() if count > 1)
        ended = sum(1 for row in of_form if row["Состояние"] == "завершена")
        table.add_row(form, str(len(working)), str(ended), str(len(per_mentor)), str(groups))
    return table


def _unmatched(matches: Rows) -> Table:
    table = _table("Без наставника — и почему", "Номер", "Наставляемый", "Причина")
    for row in sorted(matches, key=lambda row: row["№"]):
        if row["Состояние"] == NOBODY:
            # Of whoever may not be named any more, the number is all that is left.
            name, why = row["ФИО наставляемого"] or "—", row["Почему"] or "—"
            table.add_row(row["Наставляемый"], escape(name), escape(why))
    return table


def _orders(orders: Rows) -> Table:
    table = _table("Приказы", "Номер", "О чём", "Состояние", "№ и дата")
    for row in orders:
        number = f"№ {row['Номер']}" if row["Номер"] else "—"
        table.add_row(row["№"], escape(row["О чём"]), row["Состояние"], number)
    return table


def _reports(reports: Rows) -> Table:
    table = _table("Отчёты о выполнении дорожной карты", "Номер", "За какой срок", "Главное")
    for row in reports:
        if row["Документ"]:
            table.add_row(row["№"], row["За какой срок"], row["Главное"])
    return table


def _letters(letters: Rows) -> Table:
    table = _table("Письма", "Кому и о чём", "Написано", "Адресатов")
    for kind, title in _LETTER_KINDS.items():
        of_kind = [row for row in letters if row["Ключ"].startswith(kind + "/")]
        sent = [row for row in of_kind if row["Состояние"] in (SENT, KEPT)]
        table.add_row(title, str(len(sent)), str(len({row["Кому"] for row in of_kind})))
    return table


def _overdue(measures: Rows) -> Table:
    table = _table("Просроченные мероприятия", "Пункт", "Мероприятие", "Срок", "Ответственные")
    for row in measures:
        if row["Состояние"] == OVERDUE:
            table.add_row(row["Пункт"], escape(row["Мероприятие"]), row["Срок"], row["Ответственные"] or "—")
    return table


def _calls(record: Record, seconds: float) -> Table:
    table = _table(
        f"Обращения к рабочему пространству: циклов {record.cycles}, {seconds:.0f} с", "Вид", "Всего", "За цикл"
    )
    for kind, count in sorted(record.calls.items()):
        table.add_row(kind, str(count), f"{count / record.cycles:.1f}")
    return table


def _where_to_look(data: Path, files: Path, saved: int) -> Table:
    table = _table("Куда посмотреть")
    table.add_row("Таблица (.xlsx), приказы и отчёты (.docx), письма (.eml)", f"{files} — файлов {saved}")
    table.add_row("То же самое в браузере: команда напечатает ссылку", f"nastavnik workspace --data {data}")
    table.add_row("Ещё один цикл, уже сегодня", f"nastavnik run --data {data}")
    return table
