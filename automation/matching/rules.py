"""What the organisation wants of a pair: the weights of a score and the conditions of a pair."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, Literal

import numpy as np
import numpy.typing as npt

from sheets_schema.vocabulary import MENTORING_FORMS, SAME_DEPARTMENT_PREFERRED, WEIGHTS

Mode = Literal["best", "mutual"]
"""How a set of pairs is chosen: the best set, or one by mutual choice."""

VERDICTS: Final = ("accepted", "rejected", "assigned", "ended")
"""What is decided on a pair: «принять», «отклонить», «назначить»; or that it has worked and come to its end."""

PART_TITLES: Final = {part: title for part, (title, _, _) in WEIGHTS.items()}
"""The parts of a score, in the order they are told, and what the curator calls them."""

MAXIMUM: Final = 1000
"""The highest score, in tenths of a point: scores are whole tenths, so that sums are exact."""

ADULT: Final = 18
"""Full years from which a person answers for what they do (Civil Code of Russia, article 21): a mentor must."""


MOST_NEED: Final = 3
"""The highest degree of need."""

Integers = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Rules:
    """How pairs are compared, and which are possible at all.

    The first nine are weights, in any unit: only their proportions count. A part that is unknown, because
    one of the two left the question empty, earns half of its weight: it speaks neither for nor against.

    Attributes:
        requests: «запросы»: how much of what the mentee asks for the mentor can give; rarer counts more.
        days: «время»: days that suit both; nothing where both named hours and none suits both.
        interests: «интересы»: interests in common.
        department: «подразделение»: both belong to the same department; counts while `department_rule` prefers that.
        load: «нагрузка»: the share of the mentor's places that official pairs leave free.
        preferences: «выбор после встречи»: half for the mentee's choice, half for the mentor's; the first choice
            earns most, being passed over for others nothing.
        words: «свои слова»: half always, the other half as the words about the request and about the experience meet.
        experience: «стаж»: full when the mentor has worked longer by a number of years within `good_gap`, half when
            longer by fewer or more years.
        meeting: «как встречаться»: both in person, or both remotely.
        forms: «формы наставничества» that the organisation runs.
        group_sizes: mentoring form → the smallest and the largest group that one mentor has in it; any where it is not
            named. Who agrees to several forms has the widest limits of them, but nobody in a form for whose smallest
            group there are too few places.
        request_must_be_covered: «хотя бы один запрос»: a mentee with requests is only paired with a mentor
            who covers at least one of them.
        department_rule: one of `DEPARTMENT_RULES`.
        training_required: only trained mentors are proposed.
        common_time_required: people who have no time in common are not proposed to each other.
        peer_younger_months: by how many months a mentor who learns may be younger than the mentee.
        as_of: the day on which ages are counted; without it ages in years are not looked at.
        enough_days: so many days in common are as good as more.
        enough_interests: so many interests in common are as good as more.
        enough_likeness: texts so much alike (cosine, 0 … 1) are as good as more alike.
        good_gap: by how many years, from and to, a mentor's experience should exceed the mentee's.
        queue: where places are short, by how many points of a score the first in the queue of mentees is ahead of the
            last. Who waits depends on answers by chance alone only where this is as much as a whole score: somebody
            whose scores are all alike cannot lose much, somebody who asks for more can.
        need: the same for each degree of need, of which `MOST_NEED` count.
        lowest: nobody is paired below this score, in points.
    """

    requests: float = WEIGHTS["requests"][1]
    days: float = WEIGHTS["days"][1]
    interests: float = WEIGHTS["interests"][1]
    department: float = WEIGHTS["department"][1]
    load: float = WEIGHTS["load"][1]
    preferences: float = WEIGHTS["preferences"][1]
    words: float = WEIGHTS["words"][1]
    experience: float = WEIGHTS["experience"][1]
    meeting: float = WEIGHTS["meeting"][1]
    forms: tuple[str, ...] = MENTORING_FORMS
    group_sizes: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    request_must_be_covered: bool = True
    department_rule: str = SAME_DEPARTMENT_PREFERRED
    training_required: bool = False
    common_time_required: bool = False
    peer_younger_months: int = 0
    as_of: date | None = None
    enough_days: int = 2
    enough_interests: int = 2
    enough_likeness: float = 0.3
    good_gap: tuple[int, int] = (3, 25)
    queue: float = 100.0
    need: float = 50.0
    lowest: float = 0.0

    def lowest_tenths(self) -> int:
        """The lowest score of a pair, in tenths of a point: 0 where any will do."""
        return round(10 * _points_of(self.lowest))

    def queue_counts(self, waiting: Integers) -> Integers:
        """What the place in the queue counts when places are short, in tenths of a point, (mentees,).

        Whoever has waited longest (`waiting`, in days) is first, of equals whoever comes first.
        """
        place = np.empty(len(waiting))
        place[np.argsort(-waiting, kind="stable")] = np.linspace(1, 0, len(waiting))
        return np.rint(10 * _points_of(self.queue) * place).astype(np.int64)

    def need_counts(self, need: Integers) -> Integers:
        """The same for degrees of need, (mentees,)."""
        return np.rint(10 * _points_of(self.need) * np.minimum(need, MOST_NEED)).astype(np.int64)

    def weights(self) -> dict[str, float]:
        """The weight of each part as given, in the order of `PART_TITLES`."""
        return {part: _number(getattr(self, part)) for part in PART_TITLES}

    def wrong_weights(self) -> list[str]:
        """The parts whose weight is negative or no number: they count as zero."""
        return [part for part, weight in self.weights().items() if not _is_weight(weight)]

    def points(self) -> dict[str, int]:
        """The most that each part can add to a score, in tenths of a point.

        They add up to `MAXIMUM` exactly (running totals are rounded, not the shares), or are all zero
        when no weight is positive.
        """
        usable = {part: weight if _is_weight(weight) else 0.0 for part, weight in self.weights().items()}
        if self.department_rule != SAME_DEPARTMENT_PREFERRED:
            usable["department"] = 0.0
        largest = max(usable.values())
        usable = {part: weight / largest if largest else 0.0 for part, weight in usable.items()}
        total = sum(usable.values())
        points, told, reached = {}, 0, 0.0
        for part, weight in usable.items():
            reached += weight
            upto = round(MAXIMUM * reached / total) if total else 0
            points[part] = upto - told
            told = upto
        return points


def _number(value: Any) -> float:
    """NaN for what is no number."""
    try:
        return float(value)
    except (TypeError, ValueError, OverflowError):
        return math.nan


def _points_of(weight: Any) -> float:
    """What a curator's number counts: no more than a whole score, and nothing where it is none."""
    number = _number(weight)
    return min(number, MAXIMUM / 10) if _is_weight(number) else 0.0


def _is_weight(weight: float) -> bool:
    return math.isfinite(weight) and weight >= 0
