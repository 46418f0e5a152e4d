"""What the parts of a score are made of: whole tenths of a point for blocks of mentees × mentors.

Every part computes any block exactly, tells the tenths of single pairs, and says the most that it can give to a
mentee. All are whole numbers, so a score is the same however it is cut into blocks, and its parts add up to it.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, chain
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
from scipy import sparse

from automation.matching.people import Values

Tenths = npt.NDArray[np.int16]
Floats = npt.NDArray[np.float32]
Flags = npt.NDArray[np.bool_]
Indices = npt.NDArray[np.intp]
Chosen = slice | Indices
"""Some of the mentees, or of the mentors."""

EVERYONE = slice(None)
UNKNOWN = np.float32(0.5)
"""The share of a part's points that a pair earns when one of the two has not answered."""

_CELLS_AT_ONCE = 1 << 20

_Kind = TypeVar("_Kind", bound=Hashable)
_Cell = TypeVar("_Cell", bound=np.generic)


@dataclass(frozen=True)
class Part:
    """A part that depends on a mentee only through what kind of mentee it is: who answered the same is one kind.

    Attributes:
        kind: (mentees,), the row of `tenths`.
        tenths: (kinds, mentors), tenths of a point.
    """

    kind: Indices
    tenths: Tenths

    def block(self, rows: Chosen, columns: Chosen = EVERYONE) -> Tenths:
        """Tenths of a point, (mentees of `rows`, mentors of `columns`), or one row where all mentees are alike."""
        if len(self.tenths) == 1:
            return self.tenths[:, columns]
        if isinstance(columns, slice):
            return self.tenths[self.kind[rows]][:, columns]
        return picked(self.tenths, self.kind[rows][:, np.newaxis], columns)

    def of_pairs(self, mentee: Indices, mentor: Indices) -> Tenths:
        """The same for single pairs, (pairs,)."""
        return picked(self.tenths, self.kind[mentee], mentor)

    def most(self, rows: Chosen = EVERYONE) -> Tenths:
        """The most that any mentor earns with a mentee, (mentees of `rows`,)."""
        return self._most_of_kind[self.kind[rows]]

    @cached_property
    def constant(self) -> int | None:
        """What every pair earns, where that is one and the same."""
        first = int(self.tenths.flat[0]) if self.tenths.size else 0
        return first if (self.tenths == first).all() else None

    @cached_property
    def _most_of_kind(self) -> Tenths:
        most: Tenths = self.tenths.max(axis=1, initial=0)
        return most


@dataclass(frozen=True)
class PartWithExceptions:
    """A part with something more, or less, for a few pairs.

    Attributes:
        usual: what pairs earn without it.
        exceptions: mentees × mentors, tenths of a point beside the usual.
    """

    usual: Part
    exceptions: sparse.csr_array

    def block(self, rows: Chosen, columns: Chosen = EVERYONE) -> Tenths:
        """Tenths of a point, (mentees of `rows`, mentors of `columns`)."""
        here = cut(self.exceptions, rows, columns).tocoo()
        block = np.array(np.broadcast_to(self.usual.block(rows, columns), here.shape))
        block[here.coords] += here.data
        return block

    def of_pairs(self, mentee: Indices, mentor: Indices) -> Tenths:
        """The same for single pairs, (pairs,)."""
        beside: Tenths = entries(self.exceptions, mentee, mentor)
        return self.usual.of_pairs(mentee, mentor) + beside

    def most(self, rows: Chosen = EVERYONE) -> Tenths:
        """No mentor earns more with a mentee, (mentees of `rows`,)."""
        more = np.zeros(len(self.usual.kind), dtype=np.int16)
        here = self.exceptions.tocoo()
        np.maximum.at(more, here.coords[0], here.data)
        return self.usual.most(rows) + more[rows]

    @property
    def constant(self) -> int | None:
        """What every pair earns, where that is one and the same."""
        return None if self.exceptions.nnz else self.usual.constant


def kinds_of(answers: Iterable[_Kind]) -> tuple[Indices, list[_Kind]]:
    """Which kind everyone is of, (people,), and the answer of each kind, in the order of first appearance."""
    found: dict[_Kind, int] = {}
    kind = [found.setdefault(answer, len(found)) for answer in answers]
    return np.array(kind, dtype=np.intp), list(found)


def count_of(size: int, chosen: Chosen) -> int:
    """How many of so many people are chosen."""
    return len(range(size)[chosen]) if isinstance(chosen, slice) else len(chosen)


def picked(table: npt.NDArray[_Cell], row: Indices, column: Indices) -> npt.NDArray[_Cell]:
    """`table[row, column]`, in half the time."""
    found: npt.NDArray[_Cell] = table.take(row * table.shape[1] + column)
    return found


def entries(table: sparse.csr_array, mentee: Indices, mentor: Indices) -> npt.NDArray[Any]:
    """What a table of mentees × mentors holds for single pairs, (pairs,)."""
    found = table[mentee, mentor]
    return found if isinstance(found, np.ndarray) else np.asarray(found.toarray())  # sparse where no pair is asked for


def cut(matrix: sparse.csr_array, rows: Chosen, columns: Chosen) -> sparse.csr_array:
    """The rows and columns of a sparse matrix."""
    found: Any = matrix[rows]
    if not (isinstance(columns, slice) and columns == EVERYONE):
        found = found[:, columns]
    return sparse.csr_array(found)


def as_tenths(share: Floats, points: int) -> Tenths:
    """Shares of a part's points as whole tenths; `share` is overwritten."""
    share *= np.float32(points)
    return np.rint(share, out=share).astype(np.int16)


@dataclass(frozen=True)
class Overlap:
    """How much of what is wanted is among what is offered.

    Attributes:
        wanted: wishes × values, the whole-number weight of each wanted value that somebody offers.
        offered: values × offers, 1 where offered.
        need: (wishes,), the weight that is all one could ask; 0 where nothing was said.
        silent: (offers,), True where nothing was said, which is not the same as offering nothing.
    """

    wanted: sparse.csr_array
    offered: Floats
    need: Floats
    silent: Flags

    @classmethod
    def of(
        cls,
        wishes: Sequence[Values],
        offers: Sequence[Values],
        *,
        weigh: Callable[[str], int] = lambda value: 1,
        enough: float = np.inf,
        silence_is_unknown: bool = True,
    ) -> Overlap:
        """`weigh` gives the weight of a value, 0 if it does not count; so much of it as `enough` is as good as more."""
        asked = sorted(set(chain.from_iterable(wishes)))
        shared = sorted(set(asked) & set(chain.from_iterable(offers)))
        weights, columns = {value: weigh(value) for value in asked}, {value: at for at, value in enumerate(shared)}
        need = [min(max(sum(weights[value] for value in values), len(values[:1])), max(enough, 1)) for values in wishes]
        return cls(
            wanted=_incidence(wishes, columns, weights),
            offered=np.ascontiguousarray(_incidence(offers, columns, {}).toarray().T, dtype=np.float32),
            need=np.array(need, dtype=np.float32),
            silent=np.array([silence_is_unknown and not values for values in offers], dtype=np.bool_),
        )

    @property
    def size(self) -> tuple[int, int]:
        """How many wishes and offers there are."""
        return len(self.need), len(self.silent)

    def met(self, rows: Chosen = EVERYONE) -> Floats:
        """The weight of what is both wanted and offered, (wishes of `rows`, offers)."""
        return np.asarray(self.wanted[rows] @ self.offered, dtype=np.float32)

    def share(self, rows: Chosen = EVERYONE) -> Floats:
        """The part of what is wanted that is offered, 0 … 1, (wishes of `rows`, offers)."""
        share = self.met(rows)
        need = self.need[rows, np.newaxis]
        share /= np.maximum(need, 1)
        np.minimum(share, 1, out=share)
        np.copyto(share, UNKNOWN, where=(need == 0) | self.silent)
        return share


def in_strips(rows: int, columns: int, strip: Callable[[slice], Any], dtype: type[np.generic]) -> Any:
    """A (rows, columns) table put together of strips of its rows, so that what they are computed from stays small."""
    table = np.empty((rows, columns), dtype=dtype)
    step = max(1, _CELLS_AT_ONCE // max(1, columns))
    for start in range(0, rows, step):
        table[start : start + step] = strip(slice(start, min(start + step, rows)))
    return table


def _incidence(lists: Sequence[Values], columns: dict[str, int], weights: dict[str, int]) -> sparse.csr_array:
    """Lists × values of `columns`, the weight of each value that a list has; 1 for one without a weight."""
    known = [[value for value in values if value in columns] for values in lists]
    flat = list(chain.from_iterable(known))
    return sparse.csr_array(
        (
            np.array([weights.get(value, 1) for value in flat], dtype=np.float32),
            np.array([columns[value] for value in flat], dtype=np.int32),
            np.array([0, *accumulate(map(len, known))], dtype=np.int32),
        ),
        shape=(len(known), len(columns)),
    )
