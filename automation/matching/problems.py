"""Input that could not be used as it stands: who it concerns, and a sentence that says what to do."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import pandas as pd


class Problem(NamedTuple):
    """One thing to put right. An id is empty where the problem does not concern a person on that side."""

    mentee: str
    mentor: str
    problem: str


def as_frame(problems: Iterable[Problem]) -> pd.DataFrame:
    """All problems once each, sorted, as columns `mentee`, `mentor`, `problem` (text)."""
    return pd.DataFrame(sorted(set(problems)), columns=list(Problem._fields), dtype="str")
