"""How a measure stands on a given day."""

from collections.abc import Hashable
from datetime import date
from enum import StrEnum
from typing import NamedTuple

import pandas as pd

from automation.deadlines.deadline import Deadline
from automation.deadlines.meaning import parse
from automation.deadlines.working_days import RUSSIA, Calendar
from sheets_schema.roadmaps import Period


class State(StrEnum):
    """The states that the curator sees."""

    NOT_STARTED = "не начато"
    SOON = "скоро"
    IN_PROGRESS = "в работе"
    DONE = "выполнено"
    OVERDUE = "просрочено"
    NO_DEADLINE = "без срока"


class Standing(NamedTuple):
    """`days_left`: calendar days to the due date, 0 on it, negative after it; None without one or when done."""

    state: State
    days_left: int | None


def state(deadline: Deadline, *, today: date, done: bool, soon_days: int) -> Standing:
    """How a measure with this deadline stands on `today`.

    The first of these that holds:

    - «выполнено»: it is done, whenever that was;
    - «без срока»: no due date is known, because there is none, it is relative, or it was not understood;
    - «просрочено»: the due date has passed;
    - «скоро»: at most `soon_days` days remain to the due date, begun or not;
    - «в работе»: its first day has come;
    - «не начато»: its first day is still ahead, or it has none («до 9.09.2022»).

    Of a recurring deadline it is the occurrence that `today` belongs to, so one is overdue only after the
    last; `done` speaks of the whole measure.
    """
    if done:
        return Standing(State.DONE, None)
    start, due = deadline.window(today)
    if due is None:
        return Standing(State.NO_DEADLINE, None)
    days_left = (due - today).days
    if days_left < 0:
        return Standing(State.OVERDUE, days_left)
    if days_left <= soon_days:
        return Standing(State.SOON, days_left)
    return Standing(State.IN_PROGRESS if start and start <= today else State.NOT_STARTED, days_left)


def timetable(
    texts: "pd.Series[str]",
    *,
    done: "pd.Series[bool]",
    period: Period,
    today: date,
    soon_days: int,
    calendar: Calendar = RUSSIA,
) -> pd.DataFrame:
    """The deadlines of a whole plan and how its measures stand on `today`.

    texts: deadlines as written, one a measure; a missing one counts as empty.
    done: whether each measure is done; same index. A missing one counts as not done.

    Returns a frame with the index of `texts` and the columns

    - start, due (datetime64, NaT where unknown): of the occurrence that `today` belongs to;
    - days_left (Int64, NA where there is nothing to count) and state (str, a value of `State`);
    - checkpoint (bool) and problems (str: sentences joined by a space, empty when all is clear).
    """
    finished = done.reindex(texts.index).eq(True).fillna(False)
    rows = [
        _row(parse(text, period=period, calendar=calendar), today, is_done, soon_days)
        for text, is_done in zip(texts.fillna(""), finished, strict=True)
    ]
    columns = {"start": "datetime64[s]", "due": "datetime64[s]", "days_left": "Int64", "state": "str"}
    columns |= {"checkpoint": "bool", "problems": "str"}
    frame = pd.DataFrame(rows, index=texts.index, columns=list(columns), dtype=object)
    return frame.astype(columns)


def _row(deadline: Deadline, today: date, done: bool, soon_days: int) -> dict[Hashable, object]:
    start, due = deadline.window(today)
    standing = state(deadline, today=today, done=done, soon_days=soon_days)
    return {
        "start": start,
        "due": due,
        "days_left": standing.days_left,
        "state": standing.state.value,
        "checkpoint": deadline.checkpoint,
        "problems": " ".join(deadline.problems),
    }
