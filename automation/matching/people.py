"""Both sides as clean lists in the order of ids, whatever the cells of the frames held.

Sorting by id here is what makes every later step independent of the order of rows.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from automation.matching.problems import Problem

Values = tuple[str, ...]


@dataclass(frozen=True)
class People:
    """What both sides have, in the order of ids; every list has one entry a person; "", (), 0 of `born` and None mean
    "not stated".

    Attributes:
        born: (people,), the day of birth as `date.toordinal`.
        years: full years of work.
        avoids: ids of those on the other side with whom the person would not work.
    """

    ids: list[str]
    days: list[Values]
    times: list[Values]
    meeting: list[str]
    department: list[str]
    interests: list[Values]
    years: list[int | None]
    born: npt.NDArray[np.int64]
    avoids: list[Values]
    person: list[str]


@dataclass(frozen=True)
class Mentees(People):
    """`wish` is the request in the mentee's own words.

    Attributes:
        waiting: (mentees,), days that they have waited for a mentor.
        need: (mentees,), how much more than others they need one, from 0.
    """

    form: list[str]
    requests: list[Values]
    wish: list[str]
    waiting: npt.NDArray[np.int64]
    need: npt.NDArray[np.int64]


@dataclass(frozen=True)
class Mentors(People):
    """`forms` is None when the organisation does not ask for them.

    Attributes:
        ages: the age groups of mentees wanted; () for any.
        least: (mentors,), the smallest group they take, 0 where any will do.
        trained: (mentors,), whether they have been trained as mentors.
        experience: what they tell of it in their own words.
        busy: (mentors,), places that official pairs take.
        taken: (mentors,), places of mentees who are not among those to be paired.
    """

    forms: list[Values] | None
    competences: list[Values]
    capacity: npt.NDArray[np.int64]
    least: npt.NDArray[np.int64]
    ages: list[Values]
    trained: npt.NDArray[np.bool_]
    experience: list[str]
    busy: npt.NDArray[np.int64]
    taken: npt.NDArray[np.int64]


def read_mentees(frame: pd.DataFrame) -> tuple[Mentees, list[Problem]]:
    """Clean the mentees' frame; rows without an id or with someone else's id are left out and reported."""
    rows, ids, wrong = _rows_by_id(frame)
    mentees = Mentees(
        **_of_both(rows, ids),
        form=read_texts(rows, "form"),
        requests=_values(rows, "requests"),
        wish=read_texts(rows, "wish"),
        waiting=np.array([_whole(cell) or 0 for cell in _cells(rows, "waiting")], dtype=np.int64),
        need=np.array([_whole(cell) or 0 for cell in _cells(rows, "need")], dtype=np.int64),
    )
    return mentees, [Problem(id_, "", sentence) for id_, sentence in wrong]


def read_mentors(frame: pd.DataFrame) -> tuple[Mentors, list[Problem]]:
    """Clean the mentors' frame; what is left out or counts as zero places is reported."""
    rows, ids, wrong = _rows_by_id(frame)
    capacity = [_whole(cell) for cell in _cells(rows, "capacity")]
    mentors = Mentors(
        **_of_both(rows, ids),
        forms=_values(rows, "forms") if "forms" in frame.columns else None,
        competences=_values(rows, "competences"),
        capacity=np.array([places or 0 for places in capacity], dtype=np.int64),
        least=np.array([_whole(cell) or 0 for cell in _cells(rows, "least")], dtype=np.int64),
        ages=_values(rows, "ages"),
        trained=np.array([cell is True or cell is np.True_ for cell in _cells(rows, "trained")], dtype=np.bool_),
        experience=read_texts(rows, "experience"),
        busy=np.array([_whole(cell) or 0 for cell in _cells(rows, "busy")], dtype=np.int64),
        taken=np.array([_whole(cell) or 0 for cell in _cells(rows, "taken")], dtype=np.int64),
    )
    wrong += [(id_, _NO_CAPACITY) for id_, places in zip(ids, capacity, strict=True) if places is None]
    if mentors.forms is not None:
        wrong += [(id_, _NO_FORMS) for id_, forms in zip(ids, mentors.forms, strict=True) if not forms]
    return mentors, [Problem("", id_, sentence) for id_, sentence in wrong]


def _of_both(rows: pd.DataFrame, ids: list[str]) -> dict[str, Any]:
    """The fields of `People`."""
    return {
        "ids": ids,
        "days": _values(rows, "days"),
        "times": _values(rows, "times"),
        "meeting": read_texts(rows, "meeting"),
        "department": read_texts(rows, "department"),
        "interests": _values(rows, "interests"),
        "years": [_whole(cell) for cell in _cells(rows, "years")],
        "born": np.array([_birthday(cell) for cell in _cells(rows, "born")], dtype=np.int64),
        "avoids": _values(rows, "avoids"),
        "person": read_texts(rows, "person"),
    }


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
    return [_text(cell) for cell in _cells(frame, column)] if column in frame.columns else [""] * len(frame)


def _values(frame: pd.DataFrame, column: str) -> list[Values]:
    return [_several(cell) for cell in _cells(frame, column)] if column in frame.columns else [()] * len(frame)


def _text(cell: object) -> str:
    if isinstance(cell, str):
        return cell.strip()
    return "" if _is_missing(cell) else str(cell)


def _several(cell: object) -> Values:
    """Each value of a cell once, in the order entered; a lone value counts as a list of one."""
    if isinstance(cell, tuple) and not cell:
        return ()
    if isinstance(cell, (set, frozenset)):
        cell = sorted(cell, key=str)
    items: Iterable[object] = cell if isinstance(cell, (tuple, list, np.ndarray)) else (cell,)
    return tuple(dict.fromkeys(text for text in map(_text, items) if text))


def _is_missing(cell: object) -> bool:
    return cell is None or cell is pd.NA or cell is pd.NaT or (isinstance(cell, float) and math.isnan(cell))


def _whole(cell: object) -> int | None:
    """A whole number from 0 up, or None if the cell holds anything else."""
    try:
        number = float(cell)  # type: ignore[arg-type]  # whatever float() cannot read is what we look for
    except (TypeError, ValueError):
        return None
    if isinstance(cell, (bool, np.bool_)) or not number.is_integer() or number < 0:
        return None
    return min(int(number), _MOST)


_MOST = 1_000_000_000
"""More places than people on Earth want; keeps sums of places inside 64 bits."""


def _birthday(cell: object) -> int:
    """`date.toordinal` of a date or a moment; 0 for anything else."""
    return cell.toordinal() if isinstance(cell, date) and not _is_missing(cell) else 0
