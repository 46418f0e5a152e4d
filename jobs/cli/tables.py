"""What commands print, as tables that a person enjoys reading."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from rich import box
from rich.console import Group, RenderableType
from rich.markup import escape
from rich.table import Table

from automation.roadmaps import Finding, Plan, Weight
from jobs.runner.cycle import CycleReport
from sheets_schema.roadmaps import Roadmap


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


def plans_table(plans: Sequence[Roadmap]) -> RenderableType:
    """The plans that there are to choose from."""
    table = Table("План", "Организация", "Годы", "Этапов", "Мероприятий", box=box.SIMPLE_HEAD, pad_edge=False)
    for plan in plans:
        years = f"{plan.period.start.year}–{plan.period.end.year}" if plan.period else "любые"
        numbers = str(len(plan.stages)), str(len(plan.measures))
        table.add_row(plan.code, escape(plan.organisation.short_name), years, *numbers)
    return table


def plan_table(plan: Roadmap) -> RenderableType:
    """One plan, stage by stage."""
    table = Table("№", "Мероприятие", "Срок", "Ответственные", box=box.SIMPLE_HEAD, pad_edge=False, show_lines=False)
    for stage in plan.stages:
        table.add_section()
        table.add_row(f"[bold]{stage.number}[/]", f"[bold]{escape(stage.title)}[/]")
        for measure in stage.measures:
            people = ", ".join(measure.responsible)
            cells = (measure.number, measure.title, measure.deadline or "—", people or "—")
            table.add_row(*(escape(cell) for cell in cells))
    heading = f"[bold]{escape(plan.title)}[/]\n{escape(plan.organisation.name)}"
    return Group(heading, table)


_WEIGHTS = {
    Weight.PROBLEM: "[red]исправить[/]",
    Weight.ADVICE: "[yellow]совет[/]",
    Weight.NOTE: "[dim]к сведению[/]",
}


def findings_table(plan: Plan, found: Sequence[Finding], title: str) -> RenderableType:
    """What is to be said of a plan, measure by measure."""
    table = Table("Пункт", "Мероприятие", "", "Что не так", box=box.SIMPLE_HEAD, pad_edge=False)
    entries = {entry.row: entry for entry in plan.entries}
    for row, group in groupby(found, key=lambda finding: finding.row):
        table.add_section()
        name, measure = entries[row].name, entries[row].title
        for finding in group:
            table.add_row(escape(name), escape(measure), _WEIGHTS[finding.weight], escape(finding.sentence))
            name = measure = ""
    return Group(f"[bold]{escape(title)}[/]", table)
