"""The same task solved the slow way, in plain Python, to hold `match` against on small cases."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import product
from typing import Any

import numpy as np
import pandas as pd

from automation.matching import Rules
from automation.matching.texts import lemmas
from sheets_schema.vocabulary import (
    EITHER_WAY,
    OTHER_DEPARTMENT_ONLY,
    SAME_DEPARTMENT_ONLY,
    mentored_by_learners,
)

HIGHEST = 1000

Person = Mapping[Hashable, Any]
Choices = Mapping[tuple[str, str, str], int]
"""(mentee, mentor, who chose the other) → rank."""


def best_assignment(
    scores: Sequence[Sequence[int]], capacity: Sequence[int], claims: Sequence[int] | None = None
) -> tuple[int, int, int]:
    """The most pairs, the greatest total of scores and claims among those, and the highest lowest score among these, by
    trying every combination (negative: impossible). Without a pair the lowest score is `HIGHEST`."""
    claims = claims or [0] * len(scores)

    def best(mentee: int, left: tuple[int, ...]) -> set[tuple[int, int, int]]:
        """Of each lowest score the best that can be had from a mentee on."""
        if mentee == len(scores):
            return {(0, 0, HIGHEST)}
        found = set(best(mentee + 1, left))
        for mentor, score in enumerate(scores[mentee]):
            if score >= 0 and left[mentor] > 0:
                used = (*left[:mentor], left[mentor] - 1, *left[mentor + 1 :])
                rest = best(mentee + 1, used)
                weight = score + claims[mentee]
                found |= {(pairs + 1, total + weight, min(lowest, score)) for pairs, total, lowest in rest}
        best_of: dict[int, tuple[int, int, int]] = {}
        for one in found:
            best_of[one[2]] = max(best_of.get(one[2], one), one)
        return set(best_of.values())

    return max(best(0, tuple(capacity)))


def claims_of(scores: Sequence[Sequence[int]], rules: Rules) -> list[int]:
    """What it is worth that each mentee has a mentor: the less, the higher a score they can have, and the further back
    in the queue, in which they stand as they come."""
    last = max(len(scores) - 1, 1)
    ahead = [round(10 * rules.queue * (1 - at / last)) for at in range(len(scores))]
    return [HIGHEST - max([*row, 0]) + first for row, first in zip(scores, ahead, strict=True)]


def best_groups(
    scores: Sequence[Sequence[int]], places: Sequence[int], least: Sequence[int], claims: Sequence[int] | None = None
) -> tuple[tuple[int, int, int], list[list[int]]]:
    """The most pairs, the greatest total of scores and claims, and the highest lowest score, where every mentor has
    nobody, or from `least` up to `places`; and each set that is so good, the position of everybody's mentor or -1: by
    trying all."""
    best: tuple[int, int, int] = 0, 0, 0
    sets: list[list[int]] = []
    choices = [[-1, *(mentor for mentor, score in enumerate(row) if score >= 0)] for row in scores]
    for chosen in product(*choices):
        size = Counter(chosen)
        if all(not size[mentor] or least[mentor] <= size[mentor] <= places[mentor] for mentor in range(len(places))):
            pairs = [(mentee, mentor) for mentee, mentor in enumerate(chosen) if mentor >= 0]
            weight = sum(scores[mentee][mentor] + (claims[mentee] if claims else 0) for mentee, mentor in pairs)
            lowest = min((scores[mentee][mentor] for mentee, mentor in pairs), default=HIGHEST)
            this = len(pairs), weight, lowest
            if this > best:
                best, sets = this, []
            if this == best:
                sets.append(list(chosen))
    return best, sets


@dataclass(frozen=True)
class ByDefinition:
    """Scores and conditions of pairs by the definitions in `Rules`, one pair at a time."""

    left: pd.DataFrame
    right: pd.DataFrame
    rules: Rules
    choices: Choices

    def tenths(self, i: str, j: str) -> int:
        """The score of a pair in tenths of a point."""
        return sum(self.parts(i, j).values())

    def parts(self, i: str, j: str) -> dict[str, int]:
        """What each part gives a pair, in tenths of a point."""
        mentee, mentor, points = self._mentees[i], self._mentors[j], self.rules.points()
        free = max(mentor["capacity"] - mentor["busy"], 0)
        shares: dict[str, Any] = {
            "requests": self._overlap(mentee["requests"], mentor["competences"], math.inf, rare=True),
            "days": self._days(mentee, mentor),
            "interests": self._overlap(mentee["interests"], mentor["interests"], self.rules.enough_interests),
            "department": _same(_lower(mentee["department"]), _lower(mentor["department"])),
            "load": np.float32(free / max(mentor["capacity"], 1)),
            "experience": self._gap(mentee["years"], mentor["years"]),
            "meeting": _same(mentee["meeting"], mentor["meeting"], EITHER_WAY),
        }
        earned = {name: int(np.rint(np.float32(share) * np.float32(points[name]))) for name, share in shares.items()}
        worth = self._choice(i, j, "mentee") + self._choice(i, j, "mentor")
        earned["preferences"] = int(np.rint(points["preferences"] * worth / 20))
        half = round(points["words"] / 2)
        likeness = min(1, self._likeness(i, j) / self.rules.enough_likeness)
        earned["words"] = half + int(np.rint((points["words"] - half) * likeness))
        return earned

    def fits(self, i: str, j: str) -> bool:
        """Whether the conditions allow the pair, but for what was decided and for circles."""
        mentee, mentor, rules = self._mentees[i], self._mentors[j], self.rules
        forms = set(mentor["forms"]) & set(rules.forms) & ({mentee["form"]} if mentee["form"] else set(rules.forms))
        departments = _lower(mentee["department"]), _lower(mentor["department"])
        wanted = {SAME_DEPARTMENT_ONLY: True, OTHER_DEPARTMENT_ONLY: False}.get(rules.department_rule)
        return all(
            (
                any(self._of_fitting_ages(form, mentee["born"], mentor["born"]) for form in forms),
                mentee["person"] != mentor["person"],
                not mentee["requests"] or bool(set(mentee["requests"]) & set(mentor["competences"])),
                bool(mentor["trained"]) or not rules.training_required,
                wanted is None or not all(departments) or (departments[0] == departments[1]) == wanted,
                not rules.common_time_required or _can_meet(mentee, mentor),
                j not in mentee["avoids"] and i not in mentor["avoids"],
            )
        )

    def _of_fitting_ages(self, form: str, mentee: date | None, mentor: date | None) -> bool:
        if mentored_by_learners(form):
            return mentee is None or mentor is None or mentor <= mentee
        return self.rules.as_of is None or _of_age(mentor, self.rules.as_of)

    @cached_property
    def _mentees(self) -> Mapping[Hashable, Person]:
        return self.left.to_dict("index")

    @cached_property
    def _mentors(self) -> Mapping[Hashable, Person]:
        return self.right.to_dict("index")

    def _overlap(
        self, wanted: Iterable[str], offered: Iterable[str], enough: float, *, rare: bool = False
    ) -> np.float32:
        weigh: Callable[[str], int] = self._rarity if rare else lambda value: 1
        if not wanted or (not offered and not rare):
            return np.float32(0.5)
        need = min(max(sum(map(weigh, wanted)), 1), enough)
        met = sum(weigh(value) for value in wanted if value in offered)
        return min(np.float32(met) / np.float32(need), np.float32(1))

    def _rarity(self, value: str) -> int:
        having = sum(value in competences for competences in self.right["competences"])
        return having and round(64 * (1 + math.log((1 + len(self.right)) / (1 + having))))

    def _days(self, mentee: Person, mentor: Person) -> np.float32:
        apart = mentee["times"] and mentor["times"] and not set(mentee["times"]) & set(mentor["times"])
        return np.float32(0) if apart else self._overlap(mentee["days"], mentor["days"], self.rules.enough_days)

    def _gap(self, years: int | None, other: int | None) -> float:
        if years is None or other is None:
            return 0.5
        least, most = self.rules.good_gap
        return 1 if least <= other - years <= most else 0.5 if other > years else 0

    def _choice(self, i: str, j: str, side: str) -> int:
        rank = self.choices.get((i, j, side))
        if rank is not None:
            return max(11 - rank, 6)
        chooser = i if side == "mentee" else j
        others = [by for *pair, by in self.choices if by == side and pair[0 if side == "mentee" else 1] == chooser]
        return 0 if others else 5

    def _likeness(self, i: str, j: str) -> float:
        one, other = self._vectors[self._mentees[i]["wish"]], self._vectors[self._mentors[j]["experience"]]
        return sum(one[word] * other.get(word, 0) for word in one) / 2048**2

    @cached_property
    def _vectors(self) -> dict[str, dict[str, int]]:
        """Each text's words, weighed."""
        texts = [*self.left["wish"], *self.right["experience"]]
        words = {text: Counter(lemmas(text)) for text in texts}
        written = sum(bool(words[text]) for text in texts)
        used_in = Counter(word for text in texts for word in words[text])

        def vector(text: str) -> dict[str, int]:
            weights = {
                word: (1 + math.log(count)) * (1 + math.log((1 + written) / (1 + used_in[word])))
                for word, count in words[text].items()
            }
            length = math.hypot(*weights.values())
            return {word: round(2048 * weight / length) for word, weight in weights.items()}

        return {text: vector(text) for text in words}


def _same(one: str | None, other: str | None, joker: str | None = None) -> float:
    if not one or not other:
        return 0.5
    return float(one == other or joker in (one, other))


def _lower(name: str | None) -> str:
    return (name or "").lower()


def _of_age(born: Any, on: Any) -> bool:
    return born is None or on.year - born.year - ((on.month, on.day) < (born.month, born.day)) >= 18


def _can_meet(mentee: Person, mentor: Person) -> bool:
    return all(not mentee[w] or not mentor[w] or bool(set(mentee[w]) & set(mentor[w])) for w in ("days", "times"))


def is_without_circles(mentors_of: Iterable[tuple[str, str]]) -> bool:
    """Whether nobody mentors himself over others; pairs are (mentee, mentor)."""
    arrows = set(mentors_of)
    while arrows:
        last = {mentee for mentee, _ in arrows} - {mentor for _, mentor in arrows}
        if not last:
            return False
        arrows = {(mentee, mentor) for mentee, mentor in arrows if mentee not in last}
    return True
