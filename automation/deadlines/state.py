"""How a measure, and each occurrence of one that recurs, stands on a given day."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from automation.deadlines.deadline import Deadline

Days = NDArray[np.datetime64]
_DAY = np.timedelta64(1, "D")


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


def state(deadline: Deadline, *, today: date, done: bool, soon_days: int, done_until: date | None = None) -> Standing:
    """How a measure with this deadline stands on `today`.

    The first of these that holds:

    - «выполнено»: it is done, whenever that was;
    - «без срока»: no due date is known, because there is none, it is relative to a day that is not known, or it was
      not understood;
    - «просрочено»: the due date has passed;
    - «скоро»: at most `soon_days` days remain to the due date, begun or not;
    - «в работе»: its first day has come;
    - «не начато»: its first day is still ahead, or it has none («до 9.09.2022»).

    `done` speaks of the whole measure; `done_until` of its occurrences: those due by that day are done. A recurring
    measure stands as the first occurrence that is not done.
    """
    starts, dues = _spans(deadline)
    at = 0 if done_until is None else int(np.searchsorted(dues, np.datetime64(done_until), side="right"))
    if done or 0 < len(dues) <= at:
        return Standing(State.DONE, None)
    if not len(dues):
        return Standing(State.NO_DEADLINE, None)
    first_open = slice(at, at + 1)
    found = _states(starts[first_open], dues[first_open], np.zeros(1, dtype=bool), today, soon_days)[0]
    return Standing(State(found), (dues[at].item() - today).days)


def occurrences(
    deadlines: pd.Series,
    *,
    done: "pd.Series[bool]",
    today: date,
    soon_days: int,
    done_until: "pd.Series[pd.Timestamp] | None" = None,
) -> pd.DataFrame:
    """Every occurrence of every measure of a plan, and how it stands on `today`; arguments as of `timetable`.

    Returns a frame with one row an occurrence, by measure and then by date, and the columns

    - measure: the label of the measure in `deadlines`;
    - start (NaT where unknown), due (datetime64);
    - state (str): «выполнено», «просрочено», «скоро», «в работе» or «не начато»;
    - checkpoint (bool): the first one of a measure whose deadline is a «контрольная точка».
    """
    index = deadlines.index
    flat = _flat(list(deadlines), _finished(done, index), _until(done_until, index), today, soon_days)
    checkpoints = np.array([deadline.checkpoint for deadline in deadlines], dtype=bool)
    positions = flat["measure"].to_numpy()
    is_first = ~flat["measure"].duplicated().to_numpy()
    return flat.assign(measure=index.to_numpy()[positions], checkpoint=checkpoints[positions] & is_first)


def timetable(
    deadlines: pd.Series,
    *,
    done: "pd.Series[bool]",
    today: date,
    soon_days: int,
    done_until: "pd.Series[pd.Timestamp] | None" = None,
) -> pd.DataFrame:
    """The deadlines of a whole plan and how its measures stand on `today`.

    deadlines: a `Deadline` for each measure.
    done: whether each measure is done; same index. A missing one counts as not done.
    done_until: the day up to which each measure has been done, for those that recur; missing where none has.

    Returns a frame with the index of `deadlines` and the columns

    - start, due (datetime64, NaT where unknown): of the first occurrence that is not done, or of the last one;
    - next_due (datetime64): the first due date after that one that is still ahead;
    - days_left (Int64, NA where there is nothing to count) and state (str, a value of `State`);
    - times, times_done, times_overdue (int64): how many occurrences there are, are done, are overdue;
    - checkpoint (bool) and problems (str: sentences joined by a space, empty when all is clear).
    """
    index = deadlines.index
    finished = _finished(done, index)
    flat = _flat(list(deadlines), finished, _until(done_until, index), today, soon_days)
    frame = _told(flat, len(deadlines), pd.Timestamp(today))
    starts = pd.Series([deadline.start for deadline in deadlines], dtype="datetime64[s]")
    frame["start"] = frame["start"].where(frame["due"].notna(), starts)
    frame["state"] = frame["state"].mask(finished, str(State.DONE)).fillna(str(State.NO_DEADLINE))
    is_open = frame["due"].notna() & (frame["state"] != State.DONE)
    left = (frame["due"] - pd.Timestamp(today)).dt.days
    frame["days_left"] = left.where(is_open).astype("Int64")
    frame["checkpoint"] = pd.Series([deadline.checkpoint for deadline in deadlines], dtype="bool")
    frame["problems"] = pd.Series([" ".join(deadline.problems) for deadline in deadlines], dtype="str")
    return frame[list(_COLUMNS)].astype(_COLUMNS).set_axis(index)


_COLUMNS: dict[str, Any] = {
    "start": "datetime64[s]",
    "due": "datetime64[s]",
    "next_due": "datetime64[s]",
    "days_left": "Int64",
    "state": "str",
    "times": "int64",
    "times_done": "int64",
    "times_overdue": "int64",
    "checkpoint": "bool",
    "problems": "str",
}


def _finished(done: "pd.Series[bool]", index: pd.Index) -> NDArray[np.bool_]:
    return done.reindex(index).eq(True).fillna(False).to_numpy(dtype=bool)


def _until(days: "pd.Series[pd.Timestamp] | None", index: pd.Index) -> Days:
    if days is None:
        return np.full(len(index), np.datetime64("NaT", "D"))
    return days.reindex(index).to_numpy(dtype="datetime64[D]")


def _flat(
    deadlines: Sequence[Deadline], done: NDArray[np.bool_], until: Days, today: date, soon_days: int
) -> pd.DataFrame:
    """Columns measure (position in `deadlines`), start, due and state; one row an occurrence."""
    spans = [_spans(deadline) for deadline in deadlines]
    measure = np.repeat(np.arange(len(spans)), [len(dues) for _, dues in spans])
    nothing = np.empty(0, dtype="datetime64[D]")
    start = np.concatenate([nothing, *(starts for starts, _ in spans)])
    due = np.concatenate([nothing, *(dues for _, dues in spans)])
    is_done = done[measure] | (due <= until[measure])  # nothing is before NaT
    states = _states(start, due, is_done, today, soon_days)
    dates = {"start": start.astype("datetime64[s]"), "due": due.astype("datetime64[s]")}
    return pd.DataFrame({"measure": measure, **dates, "state": pd.Series(states, dtype="str")})


def _told(flat: pd.DataFrame, count: int, today: pd.Timestamp) -> pd.DataFrame:
    """Of each measure, the occurrence that its row tells of, the one after it, and how many there are."""
    is_open = flat["state"] != State.DONE
    first_open = flat[is_open].drop_duplicates("measure")
    last = flat.drop_duplicates("measure", keep="last")
    told = pd.concat([first_open, last]).drop_duplicates("measure").set_index("measure").reindex(range(count))
    later = flat["due"].to_numpy() > told["due"].to_numpy()[flat["measure"]]
    ahead = flat[later & is_open & (flat["due"] >= today)].drop_duplicates("measure").set_index("measure")
    told["next_due"] = ahead["due"].reindex(range(count))
    counted = {"times": is_open | ~is_open, "times_done": ~is_open, "times_overdue": flat["state"] == State.OVERDUE}
    for name, rows in counted.items():
        told[name] = np.bincount(flat["measure"][rows], minlength=count)
    return told


@lru_cache(maxsize=8192)
def _spans(deadline: Deadline) -> tuple[Days, Days]:
    """First days (NaT where unknown) and last days of every occurrence, the earliest first."""
    spans = deadline.spans()
    starts = np.array([start for start, _ in spans], dtype="datetime64[D]")
    dues = np.array([due for _, due in spans], dtype="datetime64[D]")
    for days in (starts, dues):
        days.flags.writeable = False
    return starts, dues


def _states(starts: Days, dues: Days, done: NDArray[np.bool_], today: date, soon_days: int) -> NDArray[Any]:
    """The state of each occurrence, by the rules that `state` names."""
    now = np.datetime64(today)
    left = (dues - now) / _DAY
    rules = (
        (State.DONE, done),
        (State.OVERDUE, left < 0),
        (State.SOON, left <= soon_days),
        (State.IN_PROGRESS, starts <= now),
    )
    names = np.array([str(name) for name, _ in rules], dtype=object)
    return np.select([holds for _, holds in rules], list(names), default=np.array(str(State.NOT_STARTED), dtype=object))
