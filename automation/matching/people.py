"""Both sides as clean lists in the order of ids, whatever the cells of the frames held.

Sorting by id here is what makes every later step independent of the order of rows.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from automation.matching.problems import Problem

Values = tuple[str, ...]


@dataclass(frozen=True)
class Mentees:
    """Mentees in the order of their ids; every list has one entry a mentee; "" and () mean "not stated"."""

    ids: list[str]
    form: list[str]
    requests: list[Values]
    days: list[Values]
    department: list[str]
    interests: list[Values]
    person: list[str]


@dataclass(frozen=True)
class Mentors:
    """Mentors in the order of their ids; `forms` is None when the organisation does not ask for them."""

    ids: list[str]
    forms: list[Values] | None
    competences: list[Values]
    capacity: npt.NDArray[np.int64]
    days: list[Values]
    department: list[str]
    interests: list[Values]
    person: list[str]


def read_mentees(frame: pd.DataFrame) -> tuple[Mentees, list[Problem]]:
    """Clean the mentees' frame; rows without an id or with someone else's id are left out and reported."""
    rows, ids, wrong = _rows_by_id(frame)
    mentees = Mentees(
        ids=ids,
        form=read_texts(rows, "form"),
        requests=_values(rows, "requests"),
        days=_values(rows, "days"),
        department=read_texts(rows, "department"),
        interests=_values(rows, "interests"),
        person=read_texts(rows, "person"),
    )
    return mentees, [Problem(id_, "", sentence) for id_, sentence in wrong]


def read_mentors(frame: pd.DataFrame) -> tuple[Mentors, list[Problem]]:
    """Clean the mentors' frame; what is left out or counts as zero places is reported."""
    rows, ids, wrong = _rows_by_id(frame)
    capacity = [_places(cell) for cell in _cells(rows, "capacity")]
    mentors = Mentors(
        ids=ids,
        forms=_values(rows, "forms") if "forms" in frame.columns else None,
        competences=_values(rows, "competences"),
        capacity=np.array([places or 0 for places in capacity], dtype=np.int64),
        days=_values(rows, "days"),
        department=read_texts(rows, "department"),
        interests=_values(rows, "interests"),
        person=read_texts(rows, "person"),
    )
    wrong += [(id_, _NO_CAPACITY) for id_, places in zip(ids, capacity, strict=True) if places is None]
    if mentors.forms is not None:
        wrong += [(id_, _NO_FORMS) for id_, forms in zip(ids, mentors.forms, strict=True) if not forms]
    return mentors, [Problem("", id_, sentence) for id_, sentence in wrong]


_NO_ID = "У строки нет номера, поэтому в подборе она не участвует. Впишите номер."
_SAME_ID = "Этот номер стоит у нескольких строк, поэтому все они не участвуют в подборе. Сделайте номера разными."
_NO_CAPACITY = (
    "Не указано, сколько наставляемых может взять наставник (нужно целое число от 0). "
    "Пока считаем, что мест нет: впишите число."
)
_NO_FORMS = (
    "Не указано, на какие формы наставничества согласен наставник, поэтому он никому не предлагается. "
    "Отметьте хотя бы одну форму."
)


def _rows_by_id(frame: pd.DataFrame) -> tuple[pd.DataFrame, list[str], list[tuple[str, str]]]:
    ids = [_text(cell) for cell in frame.index]
    times = Counter(ids)
    order = sorted((id_, at) for at, id_ in enumerate(ids) if id_ and times[id_] == 1)
    wrong = [(id_, _SAME_ID if id_ else _NO_ID) for id_, count in times.items() if not id_ or count > 1]
    return frame.iloc[[at for _, at in order]], [id_ for id_, _ in order], wrong


def _cells(frame: pd.DataFrame, column: str) -> list[Any]:
    return frame[column].tolist() if column in frame.columns else [None] * len(frame)


def read_texts(frame: pd.DataFrame, column: str) -> list[str]:
    """One text a row, trimmed; "" where the cell is missing or the column is."""
    return [_text(cell) for cell in _cells(frame, column)]


def _values(frame: pd.DataFrame, column: str) -> list[Values]:
    return [_several(cell) for cell in _cells(frame, column)]


def _text(cell: object) -> str:
    if isinstance(cell, str):
        return cell.strip()
    return "" if _is_missing(cell) else str(cell)


def _several(cell: object) -> Values:
    """Each value of a cell once, in the order entered; a lone value counts as a list of one."""
    if isinstance(cell, (set, frozenset)):
        cell = sorted(cell, key=str)
    items: Iterable[object] = cell if isinstance(cell, (tuple, list, np.ndarray)) else (cell,)
    return tuple(dict.fromkeys(text for text in map(_text, items) if text))


def _is_missing(cell: object) -> bool:
    return cell is None or cell is pd.NA or cell is pd.NaT or (isinstance(cell, float) and math.isnan(cell))


def _places(cell: object) -> int | None:
    """A whole number of places from 0 up, or None if the cell holds anything else."""
    try:
        number = float(cell)  # type: ignore[arg-type]  # whatever float() cannot read is what we look for
    except (TypeError, ValueError):
        return None
    if isinstance(cell, (bool, np.bool_)) or not number.is_integer() or number < 0:
        return None
    return min(int(number), _MOST_PLACES)


_MOST_PLACES = 1_000_000_000
"""More places than people on Earth want; keeps sums of places inside 64 bits."""
