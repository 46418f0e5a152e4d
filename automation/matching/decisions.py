"""What the curator has decided: obeyed where it can be, explained where it contradicts itself."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from automation.matching.circles import closing_circles
from automation.matching.parts import Indices
from automation.matching.people import Mentees, Mentors, read_texts
from automation.matching.problems import Problem
from automation.matching.rules import VERDICTS

Pair = tuple[int, int]


@dataclass
class Decisions:
    """The curator's decisions by position of mentee and mentor.

    Attributes:
        fixed: pair → "accepted" or "assigned"; no mentee occurs twice.
        rejected: pairs that the curator does not want.
        ended: pairs that have worked, and are not proposed again.
        contradicted: mentees for whom several mentors were chosen, and who wait until one is left.
        problems: decisions that could not be obeyed, or were obeyed against the number of places.
    """

    fixed: dict[Pair, str] = field(default_factory=dict)
    rejected: list[Pair] = field(default_factory=list)
    ended: list[Pair] = field(default_factory=list)
    contradicted: set[int] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)

    def fixed_positions(self) -> tuple[Indices, Indices]:
        """Positions of the mentees and of the mentors of the fixed pairs."""
        mentee, mentor = np.array(list(self.fixed), dtype=np.intp).reshape(-1, 2).T
        return mentee, mentor


def settle(frame: pd.DataFrame | None, mentees: Mentees, mentors: Mentors) -> Decisions:
    """Sort out the rows of `frame` (columns `mentee`, `mentor`, `verdict`), in any order, repeated or not."""
    settled = Decisions()
    chosen = _verdicts_by_pair(frame, mentees, mentors, settled)
    by_mentee: dict[int, dict[int, str]] = defaultdict(dict)
    for (i, j), verdicts in sorted(chosen.items()):
        if "ended" in verdicts:
            settled.ended.append((i, j))
        if verdicts == {"ended"}:
            continue
        if "rejected" in verdicts:
            settled.rejected.append((i, j))
            if verdicts - {"rejected", "ended"}:
                settled.problems.append(Problem(mentees.ids[i], mentors.ids[j], _BOTH_WAYS))
        elif mentees.person[i] and mentees.person[i] == mentors.person[j]:
            settled.problems.append(Problem(mentees.ids[i], mentors.ids[j], _ONESELF))
        else:
            by_mentee[i][j] = "assigned" if "assigned" in verdicts else "accepted"
    for i, choices in by_mentee.items():
        _fix_one(i, choices, mentees, mentors, settled)
    settled.problems += _beyond_capacity(settled, mentees, mentors)
    settled.problems += _in_circles(settled, mentees, mentors)
    return settled


_BOTH_WAYS = "Пара и выбрана, и отклонена. Оставьте одно решение: до тех пор этот наставник не предлагается."
_ONESELF = "Наставник и наставляемый – один и тот же человек. Пара не составлена: выберите другого наставника."


def _verdicts_by_pair(
    frame: pd.DataFrame | None, mentees: Mentees, mentors: Mentors, settled: Decisions
) -> dict[Pair, set[str]]:
    """The verdicts on pairs of people who are here; all others are reported."""
    mentee_at = {id_: at for at, id_ in enumerate(mentees.ids)}
    mentor_at = {id_: at for at, id_ in enumerate(mentors.ids)}
    chosen: dict[Pair, set[str]] = defaultdict(set)
    for mentee, mentor, verdict in _rows(frame):
        wrong = _why_unusable(mentee in mentee_at, mentor in mentor_at, mentee, mentor, verdict)
        if wrong:
            settled.problems.append(Problem(mentee, mentor, wrong))
        else:
            chosen[mentee_at[mentee], mentor_at[mentor]].add(verdict)
    return chosen


def _rows(frame: pd.DataFrame | None) -> list[tuple[str, str, str]]:
    if frame is None:
        return []
    columns = [read_texts(frame, name) for name in ("mentee", "mentor", "verdict")]
    return sorted({row for row in zip(*columns, strict=True) if any(row)})


def _why_unusable(mentee_known: bool, mentor_known: bool, mentee: str, mentor: str, verdict: str) -> str:
    if verdict not in VERDICTS:
        return f"Непонятное решение «{verdict[:60]}». Выберите «принять», «отклонить» или «назначить»."
    for known, id_, who in ((mentee_known, mentee, "наставляемый"), (mentor_known, mentor, "наставник")):
        if not id_:
            return f"В решении не указан {who}. Впишите номер."
        if not known:
            return (
                f"Решение не действует: {who} {id_} сейчас не участвует в подборе. "
                "Проверьте номер и статус этого человека."
            )
    return ""


def _fix_one(i: int, choices: dict[int, str], mentees: Mentees, mentors: Mentors, settled: Decisions) -> None:
    """Fix the mentor chosen for a mentee. A mentor assigned by name outranks one accepted from the list."""
    assigned = [j for j, verdict in choices.items() if verdict == "assigned"]
    candidates = assigned or list(choices)
    mentee = mentees.ids[i]
    if len(candidates) > 1:
        settled.contradicted.add(i)
        names = ", ".join(mentors.ids[j] for j in candidates)
        sentence = f"Выбрано сразу несколько наставников: {names}. Оставьте одного: до тех пор пара не составляется."
        settled.problems += [Problem(mentee, mentors.ids[j], sentence) for j in candidates]
        return
    (winner,) = candidates
    settled.fixed[i, winner] = choices[winner]
    sentence = f"Назначен наставник {mentors.ids[winner]}, поэтому принятое решение по этому наставнику не действует."
    settled.problems += [Problem(mentee, mentors.ids[j], sentence) for j in choices if j != winner]


def _beyond_capacity(settled: Decisions, mentees: Mentees, mentors: Mentors) -> list[Problem]:
    _, mentor = settled.fixed_positions()
    taken = np.bincount(mentor, minlength=len(mentors.ids))
    return [
        Problem(
            mentees.ids[i],
            mentors.ids[j],
            f"У наставника {mentors.ids[j]} мест: {mentors.capacity[j]}, а выбранных для него наставляемых: {taken[j]}."
            " Пара сохранена. Увеличьте число мест или выберите другого наставника.",
        )
        for i, j in settled.fixed
        if taken[j] > mentors.capacity[j]
    ]


def _in_circles(settled: Decisions, mentees: Mentees, mentors: Mentors) -> list[Problem]:
    return [
        Problem(mentees.ids[i], mentors.ids[j], _CIRCLE) for i, j in closing_circles(mentees, mentors, settled.fixed)
    ]


_CIRCLE = (
    "Наставник в этой паре сам наставляемый этого человека, напрямую или через других. "
    "Пара сохранена: проверьте, так ли задумано."
)
