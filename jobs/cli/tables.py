"""What commands print, as tables that a person enjoys reading."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from itertools import groupby

from rich import box
from rich.console import Group, RenderableType
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from automation.roadmaps import Finding, Plan, Weight
from jobs.importing.deciding import Decided
from jobs.importing.proposing import Chosen
from jobs.importing.report import sentences, worth_a_look
from jobs.new_year.decision import Measure, NewYear
from jobs.new_year.period import in_words
from jobs.runner.cycle import CycleReport
from jobs.runner.rehearsal import Rehearsal
from sheets_schema.roadmaps import Roadmap


def cycle_table(report: CycleReport) -> RenderableType:
    """What one cycle did."""
    if report.rehearsal:
        told = Text("На листе «Пульт» включена репетиция: снимите галочку, и это будет сделано.")
        return Group(told, rehearsal_table(report.rehearsal))
    if not report.jobs and not report.switched_off:
        return Text("С прошлого раза ничего не изменилось, делать нечего.")
    table = Table(title="Выполнено", title_justify="left", show_header=False, box=None, pad_edge=False)
    table.add_row("Задания", ", ".join(report.jobs) or "ни одного")
    if report.switched_off:
        table.add_row("Выключены", f"{', '.join(report.switched_off)}: верните галочки на листе «Пульт»")
    changed = "\n".join(f"{escape(title)}: строк {rows}" for title, rows in report.changed.items())
    table.add_row("Изменено", changed or "ничего: всё уже сделано")
    if report.documents:
        table.add_row("Документы", "\n".join(report.documents))
    if letters := str(report.letters):
        table.add_row("Письма", letters)
    calls = ", ".join(f"{kind} {count}" for kind, count in sorted(report.calls.items()))
    table.add_row("Обращения", f"{report.calls.total()} ({calls})")
    table.add_row("Время", f"{report.seconds:.1f} с")
    notices = [f"[yellow]![/] {escape(notice)}" for notice in report.notices]
    return Group(table, *notices)


def rehearsal_table(rehearsal: Rehearsal) -> RenderableType:
    """What a cycle would do: numbers of rows and of people, no names."""
    table = Table(title="Было бы сделано", title_justify="left", show_header=False, box=None, pad_edge=False)
    table.add_row("Задания", ", ".join(rehearsal.jobs) or "ни одного")
    changed = "\n".join(f"{escape(title)}: строк {rows}" for title, rows in rehearsal.changed.items())
    table.add_row("Изменено", changed or "ничего")
    if rehearsal.documents:
        table.add_row("Документы", escape("\n".join(rehearsal.documents)))
    for title, letters in (
        ("Письма сейчас", [one for one in rehearsal.letters if one.goes_now]),
        ("Письма позже", [one for one in rehearsal.letters if not one.goes_now]),
    ):
        if letters:
            lines = Counter(f"{one.kind}, {one.to or 'без номера'}: «{one.subject}»" for one in letters)
            table.add_row(title, escape("\n".join(lines)))
    notices = [f"[yellow]![/] {escape(notice)}" for notice in rehearsal.notices]
    return Group(table, *notices)


def plans_table(plans: Sequence[Roadmap]) -> RenderableType:
    """The plans that there are to choose from."""
    table = Table("План", "Организация", "Годы", "Этапов", "Мероприятий", box=box.SIMPLE_HEAD, pad_edge=False)
    for plan in plans:
        years = f"{plan.period.start.year}–{plan.period.end.year}" if plan.period else "любые"
        numbers = str(sum(bool(stage.title) for stage in plan.stages)), str(len(plan.measures))
        owner = plan.organisation.short_name if plan.organisation else "любая"
        table.add_row(plan.code, escape(owner), years, *numbers)
    return table


def plan_table(plan: Roadmap) -> RenderableType:
    """One plan, stage by stage."""
    table = Table("№", "Мероприятие", "Срок", "Ответственные", box=box.SIMPLE_HEAD, pad_edge=False, show_lines=False)
    for stage in plan.stages:
        if stage.title:
            table.add_section()
            table.add_row(f"[bold]{stage.number}[/]", f"[bold]{escape(stage.title)}[/]")
        for measure in stage.measures:
            people = ", ".join(measure.responsible)
            cells = (measure.number, measure.title, measure.deadline or "—", people or "—")
            table.add_row(*(escape(cell) for cell in cells))
    owner = [escape(plan.organisation.name)] if plan.organisation else []
    return Group(f"[bold]{escape(plan.title)}[/]", *owner, table)


_WEIGHTS = {
    Weight.PROBLEM: "[red]исправить[/]",
    Weight.ADVICE: "[yellow]совет[/]",
    Weight.NOTE: "[dim]к сведению[/]",
}


_COMMON = 5
"""Said of more measures than this, a sentence is said once, of all of them."""


def findings_table(plan: Plan, found: Sequence[Finding], title: str) -> RenderableType:
    """What is to be said of a plan, measure by measure; what is true of many measures, below."""
    times = Counter((finding.weight, finding.sentence) for finding in found)
    own = [finding for finding in found if times[finding.weight, finding.sentence] <= _COMMON]
    common = [(weight, sentence) for (weight, sentence), count in times.items() if count > _COMMON]
    parts: list[RenderableType] = [f"[bold]{escape(title)}[/]"]
    if own:
        parts.append(_one_by_one(plan, own))
    for weight, sentence in common:
        rows = {finding.row for finding in found if (finding.weight, finding.sentence) == (weight, sentence)}
        parts.append(f"{_WEIGHTS[weight]} {escape(sentence)}\n  {escape(_which(plan, rows))}")
    return Group(*parts)


def _which(plan: Plan, rows: Collection[int]) -> str:
    if len(rows) == len(plan.entries):
        return "Во всех мероприятиях."
    return "Пункты: " + ", ".join(entry.name for entry in plan.entries if entry.row in rows)


def _one_by_one(plan: Plan, found: Sequence[Finding]) -> RenderableType:
    table = Table("Пункт", "Мероприятие", "", "Что не так", box=box.SIMPLE_HEAD, pad_edge=False)
    entries = {entry.row: entry for entry in plan.entries}
    for row, group in groupby(found, key=lambda finding: finding.row):
        table.add_section()
        name, measure = entries[row].name, entries[row].title
        for finding in group:
            table.add_row(escape(name), escape(measure), _WEIGHTS[finding.weight], escape(finding.sentence))
            name = measure = ""
    return table


def new_year_table(year: NewYear) -> RenderableType:
    """What a new year would do: measures with their deadlines, pairs and people by their numbers, all in figures."""
    parts: list[RenderableType] = [f"[bold]План: {in_words(year.old)} → {in_words(year.new)}[/]"]
    kept = ("Переходят на новый год", ("Был срок", "Станет"), year.kept)
    left = ("Остаются в архиве: делались один раз", ("Срок", "На что посмотреть"), year.left)
    for title, columns, measures in (kept, left):
        if measures:
            parts.append(_measures(title, columns, measures))
    parts += [f"[yellow]![/] Пункт {escape(one.name)}: {escape(one.remark)}" for one in year.kept if one.remark]
    parts += [_listed("Пары, которые продолжаются", year.continuing), _listed("Пары в архив", year.ended)]
    parts.append(_listed("Не участвуют и уходят из банков", year.leaving))
    unclear = sum(bool(one.remark) for one in year.kept)
    parts.append(
        f"Всего: мероприятий переходит {len(year.kept)} (из них проверить срок — {unclear}), остаётся в архиве "
        f"{len(year.left)}; пар продолжается {len(year.continuing)}, в архив {len(year.ended)}; "
        f"людей уходит из банков {len(year.leaving)}."
    )
    return Group(*parts)


def _measures(title: str, columns: tuple[str, str], measures: Sequence[Measure]) -> RenderableType:
    head = ("Пункт", "Мероприятие", *columns)
    table = Table(*head, title=f"{title}: {len(measures)}", title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    for one in measures:
        last = one.becomes if one.becomes else one.remark
        cells = (one.name, one.title, one.was or "—", last or "—")
        table.add_row(*(escape(cell) for cell in cells))
    return table


def _listed(title: str, numbers: Sequence[str]) -> RenderableType:
    return f"{title}: {escape(', '.join(numbers)) or 'нет'}"


_MOST_SHOWN = 30
"""Rows of a file that are told of; the report has them all."""
_EXAMPLES = 3


def columns_table(one: Chosen) -> RenderableType:
    """What a list's columns are taken for, with what stands in them first."""
    assert one.sheet is not None  # noqa: S101
    known = one.titles
    head = f"{one.people.name}: {one.to} (лист «{one.sheet.title}»), строк {len(one.people.lines)}"
    table = Table(
        "№", "Столбец файла", "Например", "Куда", title=escape(head), title_justify="left", box=box.SIMPLE_HEAD
    )
    for n, (title, name) in enumerate(zip(one.people.titles, one.columns, strict=True)):
        examples = [cell.text for cell in one.people.column(n) if cell.text][:_EXAMPLES]
        table.add_row(str(n + 1), escape(title), escape("; ".join(examples)), escape(known.get(name, "не вносить")))
    return table


def decided_table(decided: Sequence[Decided]) -> RenderableType:
    """The rows of a file that are to be looked at."""
    told = worth_a_look(decided)
    if not told:
        return Text("Замечаний нет.")
    table = Table("Где", "Что станет", "Почему", box=box.SIMPLE_HEAD, pad_edge=False)
    for one in told[:_MOST_SHOWN]:
        table.add_row(escape(one.place), one.fate.value, escape("\n".join(sentences(one))))
    more = len(told) - _MOST_SHOWN
    return Group(table, f"… и ещё {more}: сохраните отчёт (--report отчёт.xlsx)") if more > 0 else table
