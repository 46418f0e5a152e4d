"""What the organisation wants of a pair: the weights of a score and the conditions of a pair."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from sheets_schema.vocabulary import MENTORING_FORMS

VERDICTS: Final = ("accepted", "rejected", "assigned")
"""What a curator may decide on a pair: «принять», «отклонить», «назначить»."""

PART_TITLES: Final = {
    "requests": "запросы",
    "days": "время",
    "interests": "интересы",
    "department": "подразделение",
    "load": "нагрузка",
}
"""The parts of a score, in the order they are told, and what the curator calls them."""

MAXIMUM: Final = 1000
"""The highest score, in tenths of a point: scores are whole tenths, so that sums are exact."""


@dataclass(frozen=True)
class Rules:
    """How pairs are compared, and which are possible at all.

    The first five are weights, in any unit: only their proportions count. A part that is unknown, because
    one of the two left the question empty, earns half of its weight: it speaks neither for nor against.

    Attributes:
        requests: «запросы»: how much of what the mentee asks for the mentor can give; rarer counts more.
        days: «время»: days of the week that suit both.
        interests: «интересы»: interests in common.
        department: «подразделение»: both belong to the same department.
        load: «нагрузка»: the share of the mentor's places that is still free.
        forms: «формы наставничества» that the organisation runs.
        request_must_be_covered: «хотя бы один запрос»: a mentee with requests is only paired with a mentor
            who covers at least one of them.
        enough_days: so many days in common are as good as more.
        enough_interests: so many interests in common are as good as more.
    """

    requests: float = 60
    days: float = 20
    interests: float = 10
    department: float = 5
    load: float = 5
    forms: tuple[str, ...] = MENTORING_FORMS
    request_must_be_covered: bool = True
    enough_days: int = 2
    enough_interests: int = 2

    def weights(self) -> dict[str, float]:
        """The weight of each part as given, in the order of `PART_TITLES`."""
        return {part: float(getattr(self, part)) for part in PART_TITLES}

    def wrong_weights(self) -> list[str]:
        """The parts whose weight is negative or no number: they count as zero."""
        return [part for part, weight in self.weights().items() if not _is_weight(weight)]

    def points(self) -> dict[str, int]:
        """The most that each part can add to a score, in tenths of a point.

        They add up to `MAXIMUM` exactly (running totals are rounded, not the shares), or are all zero
        when no weight is positive.
        """
        usable = {part: weight if _is_weight(weight) else 0.0 for part, weight in self.weights().items()}
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


def _is_weight(weight: float) -> bool:
    return math.isfinite(weight) and weight >= 0
