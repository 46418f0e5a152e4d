"""How everything here is measured: the median of several runs after a warm-up, held against its budget."""

from __future__ import annotations

import math
import platform
import resource
import statistics
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from os import cpu_count
from pathlib import Path


@dataclass(frozen=True)
class Figure:
    """One line of the report."""

    what: str
    value: float
    unit: str
    budget: float | None = None
    """At most this; at least this where `more_is_better`. None where DESIGN.md sets no budget."""
    more_is_better: bool = False
    peer: str = ""
    """What the same work takes elsewhere, measured in the same run."""

    @property
    def over(self) -> bool:
        """Whether the figure breaks its budget."""
        if self.budget is None:
            return False
        return self.value < self.budget if self.more_is_better else self.value > self.budget


def seconds(work: Callable[[], object], *, runs: int = 5, warm_ups: int = 1) -> float:
    """The median time of `work`."""
    for _ in range(warm_ups):
        work()
    return statistics.median(_once(work) for _ in range(runs))


def _once(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def peak_gigabytes() -> float:
    """The most memory that this process has used since its program began.

    On Linux by `VmHWM`: what `getrusage` tells includes the process that started this one.
    """
    with suppress(OSError, StopIteration):
        lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
        return int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) / 1024**2
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2


def against(name: str, theirs: float, ours: float) -> str:
    """«docxtpl: 12 мс, в 1,5 раза дольше»: a peer's time beside ours, both for the same work."""
    ratio = theirs / ours
    compared = f"в {_number(ratio)} раза дольше" if ratio >= 1 else f"в {_number(1 / ratio)} раза быстрее"
    return f"{name}: {shown_seconds(theirs)}, {compared}"


def shown_seconds(value: float) -> str:
    """«0,25 с», «3,1 мс»."""
    return f"{_number(value)} с" if value >= 0.1 else f"{_number(value * 1000)} мс"


def shown(value: float, unit: str) -> str:
    """A figure with its unit, as the report writes it."""
    return shown_seconds(value) if unit == "с" else f"{_number(value)} {unit}".strip()


def _number(value: float) -> str:
    if math.isinf(value):
        return "∞"
    if value == int(value) or value >= 100:
        return f"{value:,.0f}".replace(",", "\u00a0")
    return f"{value:.3g}".replace(".", ",") if value < 10 else f"{value:.0f}"


def machine() -> str:
    """«AMD EPYC, ядер 2, Python 3.11.2»."""
    return f"{_processor()}, ядер {cpu_count()}, Python {platform.python_version()}, {platform.system()}"


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, platform.processor() or platform.machine())
