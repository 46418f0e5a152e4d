"""Combinations whose scores are written out in a matrix."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from automation.matching.combinations import Combinations
from automation.matching.eligibility import ByKind
from automation.matching.parts import Part

Scores = npt.NDArray[np.int16]

IMPOSSIBLE = -1
"""The entry for a pair that may not be."""


def combinations(scores: Scores) -> Combinations:
    """Those of a matrix of (mentees, mentors), in tenths of a point: the lead says it all."""
    everyone = np.arange(len(scores))
    lead = Part(everyone, np.maximum(scores, 0))
    return Combinations(lead, [], [ByKind(everyone, scores != IMPOSSIBLE)], [everyone], everyone, scores.shape[1])
