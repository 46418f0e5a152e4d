"""Both sides as clean lists in the order of ids, whatever the cells of the frames held.

Sorting by id here is what makes every later step independent of the order of rows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from numbers import Real
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
import pandas as pd

from automation.matching.problems import Problem

Values = tuple[str, ...]

_Answer = TypeVar("_Answer")


@dataclass(frozen=True)
class People:
    """What both sides have, in the order of ids; every list has one entry a person; "", (), 0 of `born` and None mean
    "not stated".

    Attributes:
        born: (people,), the day of birth as `date.toordinal`.
        years: full years of work.
        avoids: ids of those on the other side with whom the person would not work.
        questions: question of the organisation's own → what each has chosen.
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
    questions: dict[str, list[Values]]


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


def read_mentees(frame: pd.DataFrame, questions: Collection[str] = ()) -> tuple[Mentees, list[Problem]]:
    """Clean the mentees' frame; rows without an id or with someone else's id are left out and reported."""
    rows = _Rows(frame)
    mentees = Mentees(
        **_of_both(rows, questions),
        form=rows.texts("form"),
        requests=rows.values("requests"),
        wish=rows.texts("wish"),
        waiting=rows.counts("waiting", _NO_WAITING),
        need=rows.counts("need", _NO_NEED),
    )
    return mentees, [Problem(id_, "", sentence) for id_, sentence in rows.wrong]


def read_mentors(frame: pd.DataFrame, questions: Collection[str] = ()) -> tuple[Mentors, list[Problem]]:
    """Clean the mentors' frame; what is left out or counts as zero places is reported."""
    rows = _Rows(frame)
    mentors = Mentors(
        **_of_both(rows, questions),
        forms=rows.values("forms") if "forms" in frame.columns else None,
        competences=rows.values("competences"),
        capacity=rows.counts("capacity", _NO_CAPACITY, must=True),
        least=rows.counts("least", _NO_LEAST),
        ages=rows.values("ages"),
        trained=np.array(rows.read("trained", _tick, _NO_TICK), dtype=np.bool_),
        experience=rows.texts("experience"),
        busy=rows.counts("busy", _NO_BUSY),
        taken=rows.counts("taken", _NO_TAKEN),
    )
    wrong = rows.wrong
    if mentors.forms is not None:
        wrong += [(id_, _NO_FORMS) for id_, forms in zip(rows.ids, mentors.forms, strict=True) if not forms]
    return mentors, [Problem("", id_, sentence) for id_, sentence in wrong]


def repeated_columns(frame: pd.DataFrame | None, whose: str) -> list[Problem]:
    """Which columns a table has more than once; `whose` says in Russian what it is a table of."""
    names = pd.Index([]) if frame is None else frame.columns.get_level_values(0)
    return [
        Problem("", "", f"В таблице {whose} столбец «{_text(name)}» стоит не один раз: учтён первый. Оставьте один.")
        for name in names[names.duplicated()].unique()
    ]


def _of_both(rows: _Rows, questions: Collection[str]) -> dict[str, Any]:
    """The fields of `People`."""
    return {
        "ids": rows.ids,
        "days": rows.values("days"),
        "times": rows.values("times"),
        "meeting": rows.texts("meeting"),
        "department": rows.texts("department"),
        "interests": rows.values("interests"),
        "years": rows.read("years", whole, _NO_YEARS),
        "born": np.array([day or 0 for day in rows.read("born", _birthday, _NO_BIRTHDAY)], dtype=np.int64),
        "avoids": rows.values("avoids"),
        "person": rows.texts("person"),
        "questions": {question: rows.values(question) for question in questions},
    }


_NO_ID = "У строки нет номера, поэтому в подборе она не участвует. Впишите номер."
_SAME_ID = "Этот номер стоит у нескольких строк, поэтому все они не участвуют в подборе. Сделайте номера разными."
_NO_CAPACITY = (
    "Не указано, сколько наставляемых может взять наставник (нужно целое число от 0). "
    "Пока считаем, что мест нет: впишите число."
)
_NO_LEAST = "Наименьшая группа – не целое число от 0, поэтому она не учитывается. Впишите число."
_NO_BUSY = "Число мест, занятых официальными парами, – не целое число от 0. Пока считаем, что таких мест нет."
_NO_TAKEN = "Число мест, занятых другими, – не целое число от 0. Пока считаем, что таких мест нет."
_NO_WAITING = "Сколько дней человек ждёт наставника, записано не целым числом от 0. Пока считаем, что нисколько."
_NO_NEED = "«Нужнее других» – не целое число от 0, поэтому оно не учитывается. Впишите число."
_NO_YEARS = "Стаж – не целое число лет от 0, поэтому он не учитывается. Впишите число."
_NO_BIRTHDAY = "Дата рождения записана не как дата, поэтому возраст не учитывается. Впишите её заново."
_NO_TICK = "Непонятно, обучен ли наставник. Пока считаем, что нет: отметьте это заново."
_NO_FORMS = (
    "Не указано, на какие формы наставничества согласен наставник, поэтому он никому не предлагается. "
    "Отметьте хотя бы одну форму."
)


class _Rows:
    """The rows of a frame in the order of ids, and what in them could not be used.

    Attributes:
        ids: everybody's number.
        wrong: whose row it is, and what is wrong there.
    """

    def __init__(self, frame: pd.DataFrame) -> None:
        ids = [_text(cell) for cell in frame.index]
        times = Counter(ids)
        order = sorted((id_, at) for at, id_ in enumerate(ids) if id_ and times[id_] == 1)
        self.wrong = [(id_, _SAME_ID if id_ else _NO_ID) for id_, count in times.items() if not id_ or count > 1]
        self.ids = [id_ for id_, _ in order]
        self._frame = frame.iloc[[at for _, at in order]]

    def texts(self, column: str) -> list[str]:
        return read_texts(self._frame, column)

    def values(self, column: str) -> list[Values]:
        return [_several(cell) for cell in cells(self._frame, column)]

    def read(
        self, column: str, answer: Callable[[object], _Answer | None], sentence: str, *, must: bool = False
    ) -> list[_Answer | None]:
        """Everybody's answer, None where there is none; `sentence` is said of a cell that holds anything else, and of
        an empty one too where there `must` be an answer.
        """
        found = cells(self._frame, column)
        answers = [answer(cell) for cell in found]
        self.wrong += [
            (id_, sentence)
            for id_, cell, told in zip(self.ids, found, answers, strict=True)
            if told is None and (must or not is_missing(cell))
        ]
        return answers

    def counts(self, column: str, sentence: str, *, must: bool = False) -> npt.NDArray[np.int64]:
        """Whole numbers, 0 where there is none."""
        return np.array([count or 0 for count in self.read(column, whole, sentence, must=must)], dtype=np.int64)


def cells(frame: pd.DataFrame, column: str) -> list[Any]:
    """What a column holds, None in every row where it is missing; of several with one name the first."""
    if column not in frame.columns:
        return [None] * len(frame)
    found = frame[column]
    return (found.iloc[:, 0] if isinstance(found, pd.DataFrame) else found).tolist()


def read_texts(frame: pd.DataFrame, column: str) -> list[str]:
    """One text a row, trimmed; "" where the cell is missing or the column is."""
    return [_text(cell) for cell in cells(frame, column)]


def _text(cell: object) -> str:
    if cell is None:
        return ""
    text = cell if type(cell) is str else _told(cell)
    return _word(text) if len(text) <= _LONGEST_WORD else _trimmed(text)


def _trimmed(text: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError:  # halves of characters, which cannot be stored
        text = text.encode(errors="replace").decode()
    return text.strip()


_word = lru_cache(maxsize=16_384)(_trimmed)
"""The same of what a vocabulary repeats."""
_LONGEST_WORD = 60


def _told(cell: object) -> str:
    if isinstance(cell, str):
        return str(cell)
    if is_missing(cell):
        return ""
    if isinstance(cell, (float, np.floating)) and cell.is_integer():
        cell = int(cell)  # an empty cell elsewhere in the column makes 1.0 of the number 1
    try:
        return str(cell)
    except ValueError:  # a number of more digits than Python writes
        return ""


def _several(cell: object) -> Values:
    """Each value of a cell once, in the order entered; a lone value counts as a list of one."""
    if cell is None:
        return ()
    items = cell if isinstance(cell, (tuple, list)) else _items(cell)
    return tuple(dict.fromkeys(filter(None, map(_text, items))))


def _items(cell: object) -> Iterable[object]:
    if isinstance(cell, (set, frozenset)):
        return sorted(cell, key=_text)
    return cell.ravel().tolist() if isinstance(cell, np.ndarray) else (cell,)


def is_missing(cell: object) -> bool:
    """Whether a cell holds nothing: None, NA, NaT, NaN."""
    if cell is None:
        return True
    if isinstance(cell, Decimal):
        return cell.is_nan()  # a signalling one is more than pandas can bear
    scalar: Any = cell
    return pd.api.types.is_scalar(cell) and bool(pd.isna(scalar))


def whole(cell: object) -> int | None:
    """A whole number from 0 up, or None if the cell holds anything else."""
    if cell is None or isinstance(cell, bool):
        return None
    if isinstance(cell, int):
        return min(cell, _MOST) if cell >= 0 else None
    if not isinstance(cell, (str, Real, Decimal)):
        return None
    try:
        number = float(cell)
    except (TypeError, ValueError, OverflowError):
        return None
    return min(int(number), _MOST) if number.is_integer() and number >= 0 else None


_MOST = 1_000_000_000
"""More places than people on Earth want; keeps sums of places inside 64 bits."""


def _birthday(cell: object) -> int | None:
    """`date.toordinal` of a date or a moment, or None if the cell holds anything else."""
    return cell.toordinal() if isinstance(cell, date) and not is_missing(cell) else None


def _tick(cell: object) -> bool | None:
    return bool(cell) if isinstance(cell, (bool, np.bool_)) else None
