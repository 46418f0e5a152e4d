"""What commands print, as tables that a person enjoys reading."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.markup import escape
from rich.table import Table

from jobs.runner.cycle import CycleReport


def cycle_table(report: CycleReport) -> RenderableType:
    """What one cycle did."""
    table = Table(title="Выполнено", title_justify="left", show_header=False, box=None, pad_edge=False)
    table.add_row("Задания", ", ".join(report.jobs))
    changed = "\n".join(f"{escape(title)}: строк {rows}" for title, rows in report.changed.items())
    table.add_row("Изменено", changed or "ничего: всё уже сделано")
    if report.documents:
        table.add_row("Документы", "\n".join(report.documents))
    letters = report.letters
    if letters.sent or letters.failed or letters.waiting:
        table.add_row("Письма", f"отправлено {letters.sent}, не принято {letters.failed}, ждут {letters.waiting}")
    calls = ", ".join(f"{kind} {count}" for kind, count in sorted(report.calls.items()))
    table.add_row("Обращения", f"{report.calls.total()} ({calls})")
    table.add_row("Время", f"{report.seconds:.1f} с")
    notices = [f"[yellow]![/] {escape(notice)}" for notice in report.notices]
    return Group(table, *notices)
