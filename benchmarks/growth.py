"""What a matching takes as there are more and more people, from a school to a region, whatever they are like; each size
in its own process.

`python -m benchmarks growth` prints the figures and draws `docs/pictures/matching-growth.svg`.
`python -m benchmarks.growth SHAPE MENTEES` measures one size of one of `benchmarks.shapes` and prints one JSON line.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from automation.matching import Matching, Proof, match
from benchmarks.matching import gap, people
from benchmarks.measure import Figure, machine, peak_gigabytes
from benchmarks.shapes import SHAPES, Shape

STEEPEST = 1.3
"""The power of the number of people with which time may grow."""

BUDGETS = {("usual", 10_000): 2.0, ("usual", 50_000): 12.0, ("alike", 10_000): 4.0}
"""Seconds at most."""

GIGABYTES = 1.0
"""For 50,000 people and any fewer."""

PICTURE = Path(__file__).parent.parent / "docs/pictures/matching-growth.svg"


@dataclass(frozen=True)
class Size:
    """One matching: how many people, seconds, gigabytes at the peak, the gap to the upper bound in points, and what the
    tab «Кого не хватает» says of it."""

    mentees: int
    mentors: int
    seconds: float
    gigabytes: float
    gap: float
    doubt: str

    @property
    def name(self) -> str:
        return f"{self.mentees:,} × {self.mentors:,}".replace(",", "\u00a0")

    @property
    def is_told_wrong(self) -> bool:
        """Whether the curator is told other than it is."""
        return bool(self.gap) != bool(self.doubt)


Measured = Mapping[str, Sequence[Size]]
"""Shape → its sizes."""


def figures() -> Iterator[Figure]:
    growth = measured()
    for name, sizes in growth.items():
        yield from _of_shape(name, sizes)
    drawn = "рисунок: " + str(PICTURE.relative_to(PICTURE.parents[2])) if draw(growth) else "рисунок: нет matplotlib"
    wrong = sum(size.is_told_wrong for sizes in growth.values() for size in sizes)
    yield Figure("Лист «Кого не хватает» говорит о доказанности не то, что есть", wrong, "", budget=0, peer=drawn)


def measured() -> Measured:
    return {name: [_alone(name, mentees) for mentees in shape.sizes] for name, shape in SHAPES.items()}


def _of_shape(name: str, sizes: Sequence[Size]) -> Iterator[Figure]:
    shape = SHAPES[name]
    for size in sizes:
        peer = f"память {size.gigabytes:.2f} ГБ".replace(".", ",")
        yield Figure(f"{shape.name}, {size.name}", size.seconds, "с", BUDGETS.get((name, size.mentees)), peer=peer)
    yield Figure("— показатель роста времени (1 — линейный)", exponent(sizes), "", STEEPEST)
    yield Figure("— память на пике", max(size.gigabytes for size in sizes), "ГБ", GIGABYTES)
    yield _proven(shape, sizes)


def _proven(shape: Shape, sizes: Sequence[Size]) -> Figure:
    """The gap, held to zero unless the proof may stay open, and the product says so, which is held elsewhere."""
    widest = max(sizes, key=lambda size: size.gap)
    if shape.open and widest.gap:
        return Figure(f"— не доказано, что лучше нельзя; при {widest.name} до верхней границы", widest.gap, "балл.")
    return gap(widest.gap)


def _alone(name: str, mentees: int) -> Size:
    """One size in a process of its own, so that the peak of memory is that of this size alone."""
    command = [sys.executable, "-m", "benchmarks.growth", name, str(mentees)]
    return Size(**json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout))


def _measure(name: str, mentees: int) -> Size:
    crowd = SHAPES[name].drawn(mentees)
    match(*people(50, 20, capacity=3))  # what is loaded only once is not what grows
    taken = []
    for _ in range(3 if mentees <= 10_000 else 1):
        began = time.perf_counter()
        matching = match(crowd.mentees, crowd.mentors, **crowd.beside)
        taken.append(time.perf_counter() - began)
    memory, proof = peak_gigabytes(), matching.proof
    assert isinstance(proof, Proof)
    return Size(mentees, len(crowd.mentors), sorted(taken)[len(taken) // 2], memory, proof.gap, _doubt(matching))


def _doubt(matching: Matching) -> str:
    """What the tab «Кого не хватает» says of the proof, and the report repeats; "" where it says nothing."""
    # Loaded when the matching is over: what a job needs is not what its memory is measured for.
    from jobs.matching import shortages
    from tests.jobs.books import book

    one = book({})
    shortages.tell(one, matching)
    return shortages.doubt(one)


def exponent(sizes: Sequence[Size]) -> float:
    """The power of the number of people with which time grows, by least squares of the logarithms."""
    people_, taken = (np.log([getattr(size, name) for size in sizes]) for name in ("mentees", "seconds"))
    return float(np.polyfit(people_, taken, 1)[0])


def draw(growth: Measured) -> bool:
    """Time against people, both in powers of ten, beside a line of linear growth; False without matplotlib."""
    if not find_spec("matplotlib"):
        return False
    import matplotlib as mpl

    mpl.use("svg")
    mpl.rcParams["svg.hashsalt"] = "growth"
    from matplotlib import pyplot as plt

    figure, axes = plt.subplots(figsize=(8, 5.5), layout="constrained")
    for name, sizes in growth.items():
        label = f"{SHAPES[name].name}: наклон {exponent(sizes):.2f}".replace(".", ",")
        axes.loglog([size.mentees for size in sizes], [size.seconds for size in sizes], "o-", markersize=4, label=label)
        last = sizes[-1]
        told = f"{last.seconds:.2g} с".replace(".", ",")
        axes.annotate(told, (last.mentees, last.seconds), (6, -3), textcoords="offset points", fontsize=8)
    ends = np.array([min(size.mentees for size in _all(growth)), max(size.mentees for size in _all(growth))])
    axes.loglog(ends, min(size.seconds for size in _all(growth)) * ends / ends[0], "--", color="0.6", label="наклон 1")
    marks = sorted({size.mentees for size in _all(growth)})
    axes.set_xticks(marks, [f"{mentees:,}".replace(",", "\u00a0") for mentees in marks])
    axes.set_xticks([], minor=True)
    axes.set_yticks((0.1, 1, 10), ("0,1", "1", "10"))
    axes.margins(0.1, 0.08)
    axes.set_xlabel("наставляемых")
    axes.set_ylabel("секунд, с объяснениями и доказательством")
    axes.set_title(machine(), fontsize=9)
    axes.grid(which="major", alpha=0.3)
    axes.legend(fontsize=8)
    figure.savefig(PICTURE, metadata={"Date": None})
    plt.close(figure)
    return True


def _all(growth: Measured) -> list[Size]:
    return [size for sizes in growth.values() for size in sizes]


if __name__ == "__main__":
    print(json.dumps(_measure(sys.argv[1], int(sys.argv[2])).__dict__))
