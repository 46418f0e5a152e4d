"""What a matching takes as there are more and more people, from a school to a region; each size in its own process.

`python -m benchmarks.growth` prints the table and draws `docs/pictures/matching-growth.svg`.
`python -m benchmarks.growth MENTEES MENTORS` measures one size and prints one JSON line.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

from automation.matching import match
from benchmarks.matching import gap, people, proof_of
from benchmarks.measure import Figure, machine, peak_gigabytes

SIZES = (1_000, 2_000, 5_000, 10_000, 20_000, 50_000)
CAPACITY = 3
PICTURE = Path(__file__).parent.parent / "docs/pictures/matching-growth.svg"


@dataclass(frozen=True)
class Size:
    """One matching: how many people, seconds, gigabytes at the peak, and the gap to the upper bound in points."""

    mentees: int
    mentors: int
    seconds: float
    gigabytes: float
    gap: float

    @property
    def name(self) -> str:
        return f"{self.mentees:,} × {self.mentors:,}".replace(",", "\u00a0")


def figures() -> Iterator[Figure]:
    large = measured(10_000, 3_400)
    yield Figure(f"Подбор {large.name}, по {CAPACITY} места", large.seconds, "с", 5)
    yield Figure("— память на пике", large.gigabytes, "ГБ", 1.5)
    yield gap(large.gap)
    sizes = [measured(mentees, -(-mentees // CAPACITY)) for mentees in SIZES]
    for size in sizes:
        memory = f"память {size.gigabytes:.2f} ГБ".replace(".", ",")
        yield Figure(f"Подбор {size.name}, по {CAPACITY} места", size.seconds, "с", peer=memory)
    yield Figure("— память на пике при 50\u00a0000", sizes[-1].gigabytes, "ГБ", 1.5)
    yield gap(max(size.gap for size in sizes))
    drawn = "рисунок: " + str(PICTURE.relative_to(PICTURE.parents[2])) if draw(sizes) else "рисунок: нет matplotlib"
    yield Figure("— показатель роста времени (1 — линейный)", exponent(sizes), "", peer=drawn)


def measured(mentees: int, mentors: int) -> Size:
    """One size in a process of its own, so that the peak of memory is that of this size alone."""
    command = [sys.executable, "-m", "benchmarks.growth", str(mentees), str(mentors)]
    return Size(**json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout))


def exponent(sizes: Sequence[Size]) -> float:
    """The power of the number of people with which time grows, by least squares of the logarithms."""
    people_, taken = (np.log([getattr(size, name) for size in sizes]) for name in ("mentees", "seconds"))
    return float(np.polyfit(people_, taken, 1)[0])


def draw(sizes: Sequence[Size]) -> bool:
    """Time against people, both in powers of ten, beside a line of linear growth; False without matplotlib."""
    if not find_spec("matplotlib"):
        return False
    import matplotlib as mpl

    mpl.use("svg")
    mpl.rcParams["svg.hashsalt"] = "growth"
    from matplotlib import pyplot as plt

    x, y = np.array([size.mentees for size in sizes]), np.array([size.seconds for size in sizes])
    figure, axes = plt.subplots(figsize=(7, 4.5), layout="constrained")
    axes.loglog(x, y[0] * x / x[0], "--", color="0.6", label="линейный рост (наклон 1)")
    axes.loglog(x, y, "o-", color="tab:blue", label=f"подбор: наклон {exponent(sizes):.2f}".replace(".", ","))
    for size in sizes:
        label = f"{size.seconds:.2g} с".replace(".", ",")
        axes.annotate(label, (size.mentees, size.seconds), (0, 8), textcoords="offset points", ha="center")
    axes.set_xticks(x, [f"{mentees:,}".replace(",", "\u00a0") for mentees in x])
    axes.set_xticks([], minor=True)
    axes.set_yticks((0.1, 1, 10), ("0,1", "1", "10"))
    axes.margins(0.08, 0.12)
    axes.set_xlabel("наставляемых (наставников втрое меньше, по 3 места)")
    axes.set_ylabel("секунд, с объяснениями и доказательством")
    axes.set_title(machine(), fontsize=9)
    axes.grid(which="major", alpha=0.3)
    axes.legend()
    figure.savefig(PICTURE, metadata={"Date": None})
    plt.close(figure)
    return True


def _measure(mentees: int, mentors: int) -> Size:
    frames = people(mentees, mentors, capacity=CAPACITY)
    match(*people(50, 20, capacity=CAPACITY))  # what is loaded only once is not what grows
    taken = []
    for _ in range(3 if mentees <= 10_000 else 1):
        began = time.perf_counter()
        proof = proof_of(*frames)
        taken.append(time.perf_counter() - began)
    return Size(mentees, mentors, sorted(taken)[len(taken) // 2], peak_gigabytes(), proof.gap)


def _show() -> int:
    sizes = [measured(mentees, -(-mentees // CAPACITY)) for mentees in SIZES]
    table = Table(title=machine(), title_justify="left")
    for title in ("наставляемых × наставников", "с", "ГБ на пике", "до верхней границы, балл."):
        table.add_column(title, justify="right")
    for size in sizes:
        table.add_row(size.name, f"{size.seconds:.2f}", f"{size.gigabytes:.2f}", f"{size.gap:g}")
    console = Console()
    console.print(table)
    console.print(f"время растёт как число людей в степени {exponent(sizes):.2f}")
    console.print(f"рисунок: {PICTURE.name}" if draw(sizes) else "рисунка нет: не установлен matplotlib (make bench)")
    return int(any(size.gap for size in sizes))


if __name__ == "__main__":
    if len(sys.argv) == 3:
        print(json.dumps(_measure(int(sys.argv[1]), int(sys.argv[2])).__dict__))
    else:
        sys.exit(_show())
