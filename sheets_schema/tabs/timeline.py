"""«График»: the school year in one picture, a row a measure, a column for every ten days."""

from __future__ import annotations

from dataclasses import dataclass

from sheets_schema.columns import JOB, Choice, Key, Mark, Run, Text
from sheets_schema.sheet import Kept, Sheet
from sheets_schema.vocabulary import (
    BLUE,
    DONE,
    GREEN,
    GREY,
    IN_PROGRESS,
    MEASURE_STATES,
    NOT_STARTED,
    OVERDUE,
    RED,
    SOON,
    YELLOW,
)

MONTHS = ("сен", "окт", "ноя", "дек", "янв", "фев", "мар", "апр", "май", "июн", "июл", "авг")
FIRST_DAYS = (1, 11, 21)
"""The days of a month on which its thirds begin. Weeks would begin on other days each year; these never move, so the
titles are true in every year and nothing has to rewrite them."""

SIGNS = {DONE: "✓", NOT_STARTED: "○", IN_PROGRESS: "►", SOON: "●", OVERDUE: "!"}
"""What fills the bar of a measure in each state: the picture says the same without its colours. From the least
pressing to the most, which is shown where several fall on the same days."""
CHECKPOINT = "◆"
"""Stands before the sign on the days when a checkpoint is due."""
TODAY = "│"
BEFORE, AFTER = "←", "→"
"""The measure lies wholly outside the year that is shown."""

MEANINGS = {
    **{sign: state for state, sign in SIGNS.items()},
    CHECKPOINT: "контрольная точка",
    TODAY: "сегодня",
    f"{BEFORE} {AFTER}": "в другом учебном году",
}
LEGEND = "Знаки: " + "; ".join(f"{sign} {meaning}" for sign, meaning in MEANINGS.items())

_STATE_COLOURS = {DONE: GREEN, IN_PROGRESS: BLUE, SOON: YELLOW, OVERDUE: RED}
_BAR_COLOURS = {SIGNS[state]: colour for state, colour in {**_STATE_COLOURS, NOT_STARTED: GREY}.items()}
_ALL_COLOURS = {**_STATE_COLOURS, **_BAR_COLOURS, **{CHECKPOINT + sign: hue for sign, hue in _BAR_COLOURS.items()}}
_OPTIONS = (*SIGNS.values(), *(CHECKPOINT + sign for sign in SIGNS.values()), TODAY, BEFORE, AFTER)


@dataclass(frozen=True)
class MeasureKey(Key):
    """A row is known by its measure."""

    hidden: bool = True


class Timeline(Sheet):
    """Учебный год одной картиной: строка — мероприятие, столбец — десять дней, цвет — состояние. Рисует программа."""

    title = "График"
    position = 3.5
    kept = Kept.WHILE_IT_GOES_ON
    written_by = ("timeline",)
    frozen = 3
    colours = _ALL_COLOURS

    id = MeasureKey()
    number = Text("Пункт", owner=JOB, width=60)
    measure = Text("Мероприятие", owner=JOB, width=280)
    state = Choice("Состояние", MEASURE_STATES, owner=JOB, width=100, hint=LEGEND)
    tens = Run(
        {
            f"month_{month}_{day}": Mark(f"{day} {name}", options=_OPTIONS)
            for month, name in enumerate(MONTHS, 1)
            for day in FIRST_DAYS
        }
    )
    year = Text("Учебный год", owner=JOB, width=90)
