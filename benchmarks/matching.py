"""The matching: all of it, and its assignment alone beside scipy's.

`python -m benchmarks.matching` measures the large case by itself and prints one JSON line, so that the peak of
memory is that of this case alone.
"""

from __future__ import annotations

import json
import random
import resource
import subprocess
import sys
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.optimize import linear_sum_assignment

from automation.matching import Rules, eligibility, match, scoring
from automation.matching.arcs import Integers
from automation.matching.assignment import assign
from automation.matching.combinations import Combinations
from automation.matching.decisions import Decisions
from automation.matching.people import read_mentees, read_mentors
from automation.matching.preferences import read_preferences
from benchmarks.measure import Figure, against, seconds
from sheets_schema.vocabulary import COMPETENCES, INTERESTS, MENTORING_FORMS, WEEKDAYS

Scores = npt.NDArray[np.int16]


def figures() -> Iterator[Figure]:
    mentees, mentors = people(500, 500, capacity=1)
    yield Figure("Подбор 500 × 500, с баллами и объяснениями", seconds(lambda: match(mentees, mentors)), "с", 0.1)
    yield _assignment_alone(*people(500, 500, capacity=3))
    large = json.loads(subprocess.run([sys.executable, "-m", __name__], capture_output=True, check=True).stdout)
    yield Figure("Подбор 10\u00a0000 × 3\u00a0400, по 3 места", large["seconds"], "с", 5)
    yield Figure("— память на пике", large["gigabytes"], "ГБ", 1.5)


def people(asking: int, offering: int, *, capacity: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Mentees and mentors who want and give what the vocabulary has, drawn from a seed."""
    rng = random.Random(2023)

    def some(values: tuple[str, ...], least: int, most: int) -> tuple[str, ...]:
        return tuple(rng.sample(values, rng.randint(least, most)))

    def common() -> dict[str, tuple[str, ...]]:
        return {"days": some(WEEKDAYS, 1, 4), "interests": some(INTERESTS, 0, 3)}

    mentees = [
        {"form": rng.choice(MENTORING_FORMS), "requests": some(COMPETENCES, 1, 3), **common()} for _ in range(asking)
    ]
    mentors = [
        {"forms": some(MENTORING_FORMS, 1, 3), "competences": some(COMPETENCES, 2, 5), "capacity": capacity, **common()}
        for _ in range(offering)
    ]
    return (
        pd.DataFrame(mentees, index=[f"НМ-{number:05d}" for number in range(asking)]),
        pd.DataFrame(mentors, index=[f"Н-{number:05d}" for number in range(offering)]),
    )


def _assignment_alone(mentees: pd.DataFrame, mentors: pd.DataFrame) -> Figure:
    """Our assignment and scipy's on the same scores, after both have found the same optimum."""
    everything, scores, places = _prepared(mentees, mentors)
    found = assign(everything, places)
    assert found.proof.gap == 0
    worth = found.proof.pairs * found.bonus + int(found.score.sum())
    assert worth == _worth_of_scipys(scores, places, found.bonus)
    ours = seconds(lambda: assign(everything, places))
    theirs = seconds(lambda: _scipy(scores, places, found.bonus))
    title = "— одно назначение, по 3 места, с доказательством"
    return Figure(title, ours, "с", peer=against("scipy без него", theirs, ours))


def _prepared(mentees: pd.DataFrame, mentors: pd.DataFrame) -> tuple[Combinations, Scores, Integers]:
    """What `match` decides by for these people, all their scores (negative: impossible), and everybody's places."""
    asking, offering, rules = read_mentees(mentees)[0], read_mentors(mentors)[0], Rules()
    points = scoring.prepare(asking, offering, read_preferences(None, asking, offering)[0], rules)
    allowed = eligibility.prepare(asking, offering, Decisions(), offering.capacity, points, rules)
    everyone = np.arange(len(asking.ids))
    scores = np.where(allowed.possible(everyone), points.block(everyone), np.int16(-1))
    return Combinations.of(points, allowed, everyone), scores, offering.capacity


def _worth_of_scipys(scores: Scores, places: Integers, bonus: int) -> int:
    worth, rows, columns = _scipy(scores, places, bonus)
    return int(worth[rows, columns].sum())


def _scipy(scores: Scores, places: Integers, bonus: int) -> tuple[Integers, Integers, Integers]:
    """What pairs are worth, a column for each place, and which of them scipy takes; an impossible pair is worth 0."""
    one_place = np.where(scores < 0, 0, scores.astype(np.int64) + bonus)
    worth = np.repeat(one_place, places, axis=1)
    rows, columns = linear_sum_assignment(worth, maximize=True)
    return worth, rows, columns


def _large_case() -> None:
    mentees, mentors = people(10_000, 3_400, capacity=3)
    taken = seconds(lambda: match(mentees, mentors), runs=3)
    kilobytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(json.dumps({"seconds": taken, "gigabytes": kilobytes / 1024**2}))


if __name__ == "__main__":
    _large_case()
