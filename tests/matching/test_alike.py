"""Where many mentees are alike, the best of all of them are chosen at once."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse

from automation.matching.combinations import ANY, Combinations
from automation.matching.eligibility import ByKind
from automation.matching.parts import Part, PartWithExceptions

ALIKE = 40

values = st.lists(st.sampled_from([-1, 0, 100, 100, 500, 900]), min_size=1, max_size=8)


def some_exceptions(mentors: int) -> st.SearchStrategy[npt.NDArray[np.int16]]:
    """What pairs earn beside what everybody earns, (mentees, mentors): most nothing."""
    pairs = st.tuples(st.integers(0, ALIKE - 1), st.integers(0, mentors - 1))

    def written_out(some: dict[tuple[int, int], int]) -> npt.NDArray[np.int16]:
        more = np.zeros((ALIKE, mentors), dtype=np.int16)
        for pair, tenths in some.items():
            more[pair] = tenths
        return more

    return st.dictionaries(pairs, st.sampled_from([1, 100, 400]), max_size=20).map(written_out)


def with_more(more: npt.NDArray[np.int16]) -> PartWithExceptions:
    nothing = np.zeros((1, more.shape[1]), dtype=np.int16)
    return PartWithExceptions(Part(np.zeros(ALIKE, dtype=np.intp), nothing), sparse.csr_array(more))


@given(values, st.data(), st.integers(1, 5), st.booleans())
def test_everybody_is_told_their_best_above_their_floor(
    scores: list[int], data: st.DataObject, width: int, lowest_first: bool
) -> None:
    everyone, one = np.arange(ALIKE), np.zeros(ALIKE, dtype=np.intp)
    row = np.array([scores], dtype=np.int16)
    more = data.draw(some_exceptions(len(scores)))
    crowd = Combinations(
        Part(one, np.maximum(row, 0)), [with_more(more)], [ByKind(one, row >= 0)], [one], everyone, len(scores)
    )
    price = np.array(data.draw(st.lists(st.integers(-50, 600), min_size=len(scores), max_size=len(scores))))
    floors = st.sampled_from([ANY, -100, 0, 99, 100, 450])
    floor = np.array(data.draw(st.lists(floors, min_size=ALIKE, max_size=ALIKE)))
    least = data.draw(st.sampled_from([0, 0, 100, 101]))
    found = crowd.search(price, floor, width, least=least, lowest_first=lowest_first).arcs
    for mentee in everyone:
        mine = found[found.mentee == mentee]
        assert len(set(mine.mentor)) == len(mine)
        earned = [score + int(more[mentee, at]) for at, score in enumerate(scores)]
        assert mine.score.tolist() == [earned[at] for at in mine.mentor]
        nets = [
            score - int(price[at])
            for at, (score, lead) in enumerate(zip(earned, scores, strict=True))
            if lead >= 0 and score >= least
        ]
        assert (mine.score >= least).all()
        expected = sorted((net for net in nets if net > floor[mentee]), reverse=True)[:width]
        assert (mine.score - price[mine.mentor]).tolist() == expected


def test_who_sees_no_difference_is_not_given_the_same_few_mentors() -> None:
    everyone, one = np.arange(ALIKE), np.zeros(ALIKE, dtype=np.intp)
    row = np.full((1, 20), 500, dtype=np.int16)
    crowd = Combinations(Part(one, row), [], [ByKind(one, row >= 0)], [one], everyone, 20)
    found = crowd.search(np.zeros(20, dtype=np.int64), np.full(ALIKE, ANY), 2).arcs
    assert len(set(found.mentor)) == 20
