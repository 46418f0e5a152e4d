"""The same task solved the slow way, in plain Python, to hold `match` against on small cases."""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from automation.matching import Rules

Person = Mapping[Hashable, Any]


def best_assignment(scores: Sequence[Sequence[int]], capacity: Sequence[int]) -> tuple[int, int]:
    """The most pairs, and the greatest total among those, by trying every combination (negative: impossible)."""

    def best(mentee: int, left: tuple[int, ...]) -> tuple[int, int]:
        if mentee == len(scores):
            return 0, 0
        options = [best(mentee + 1, left)]
        for mentor, score in enumerate(scores[mentee]):
            if score >= 0 and left[mentor] > 0:
                used = (*left[:mentor], left[mentor] - 1, *left[mentor + 1 :])
                pairs, total = best(mentee + 1, used)
                options.append((pairs + 1, total + score))
        return max(options)

    return best(0, tuple(capacity))


def tenths(mentee: Person, mentor: Person, mentors: pd.DataFrame, free: int, rules: Rules) -> int:
    """The score of one pair in tenths of a point, by the definition in `Rules`; `free` places of the mentor."""
    points = rules.points()

    def rarity(value: str) -> int:
        having = sum(value in competences for competences in mentors["competences"])
        return round(64 * (1 + math.log((1 + len(mentors)) / (1 + having))))

    def overlap(part: str, wanted: tuple[str, ...], offered: tuple[str, ...], enough: float) -> int:
        weigh: Callable[[str], int] = rarity if part == "requests" else lambda value: 1
        unknown = not wanted or (not offered and part != "requests")
        need = min(sum(map(weigh, wanted)), enough)
        met = sum(weigh(value) for value in wanted if value in offered)
        share = np.float32(0.5) if unknown else min(np.float32(met) / np.float32(need), np.float32(1))
        return int(np.rint(share * np.float32(points[part])))

    def one(value: object) -> tuple[str, ...]:
        return (value,) if isinstance(value, str) else ()

    return (
        overlap("requests", mentee["requests"], mentor["competences"], math.inf)
        + overlap("days", mentee["days"], mentor["days"], rules.enough_days)
        + overlap("interests", mentee["interests"], mentor["interests"], rules.enough_interests)
        + overlap("department", one(mentee["department"]), one(mentor["department"]), 1)
        + int(np.rint(points["load"] * free / max(mentor["capacity"], 1)))
    )


def fits(mentee: Person, mentor: Person) -> bool:
    """Whether form, person and requests allow the pair."""
    wanted = mentee["requests"]
    covered = not wanted or bool(set(wanted) & set(mentor["competences"]))
    return mentee["form"] in mentor["forms"] and mentee["person"] != mentor["person"] and covered
