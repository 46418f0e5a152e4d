"""`python -m benchmarks` (`make bench`): every figure of DESIGN.md «Budgets» beside its budget and its peer.

`python -m benchmarks matching growth`: only these.
"""

from __future__ import annotations

import sys

from rich import box
from rich.console import Console
from rich.table import Table

from benchmarks import (
    command,
    cycles,
    deadlines,
    desk,
    documents,
    growth,
    importing,
    matching,
    people,
    reading,
    sheets,
    visitors,
    waits,
    workspace,
)
from benchmarks.measure import Figure, machine, shown

WIDE = 150
"""Columns where the report goes to a file."""

SUBJECTS = {
    subject.__name__.rpartition(".")[2]: subject
    for subject in (
        command,
        deadlines,
        matching,
        people,
        growth,
        documents,
        reading,
        importing,
        workspace,
        sheets,
        visitors,
        waits,
        cycles,
        desk,
    )
}


def main() -> int:
    """Print the table; 1 when a figure is over its budget."""
    console = Console(width=None if sys.stdout.isatty() else WIDE)
    measured: list[Figure] = []
    with console.status("Измеряю…") as status:
        for name in sys.argv[1:] or SUBJECTS:
            status.update(f"Измеряю: {name}…")
            measured += SUBJECTS[name].figures()
    console.print(_table(measured))
    over = [figure for figure in measured if figure.over]
    console.print(f"[red]Превышено: {len(over)}[/]" if over else "[green]Всё в пределах.[/]")
    return 1 if over else 0


def _table(measured: list[Figure]) -> Table:
    title = f"Скорость · {machine()} · медиана нескольких запусков"
    table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD)
    table.add_column("Что")
    table.add_column("Измерено", justify="right", no_wrap=True)
    table.add_column("Предел", justify="right", no_wrap=True)
    table.add_column("")
    table.add_column("Рядом, в этом же запуске")
    for figure in measured:
        table.add_row(figure.what, shown(figure.value, figure.unit), _budget(figure), _verdict(figure), figure.peer)
    return table


def _budget(figure: Figure) -> str:
    if figure.budget is None:
        return ""
    return f"{'≥' if figure.more_is_better else '≤'} {shown(figure.budget, figure.unit)}"


def _verdict(figure: Figure) -> str:
    if figure.budget is None:
        return ""
    return "[red]превышено[/]" if figure.over else "[green]да[/]"


if __name__ == "__main__":
    sys.exit(main())
