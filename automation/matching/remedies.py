"""What would help most where mentees are left over: one more mentor for something, or one more place with somebody.

How many pairs more there could be is counted exactly, not guessed: a chain of mentees who each move on to another
mentor may free a place for somebody the new mentor could not take (augmenting paths: Berge, "Two theorems in graph
theory", PNAS 43, 1957).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from automation.matching import wording
from automation.matching.people import Mentors, Values

Flags = npt.NDArray[np.bool_]
Integers = npt.NDArray[np.int64]

NOBODY = -1


@dataclass(frozen=True)
class Remedy:
    """One thing that could be done, and how many pairs more it would make.

    `mentor` is the position of a mentor who would take one more, or `NOBODY` for a new one, who would be needed for
    `form` ("" for any) and `competence` ("" where the mentees ask for nothing in particular).
    """

    gain: int
    mentor: int = NOBODY
    form: str = ""
    competence: str = ""


@dataclass(frozen=True)
class Situation:
    """How things stand: as many pairs as there can be.

    Attributes:
        ids: everyone without a decision by the curator; (mentees,), as is what follows.
        form: the mentoring form that each wants, or "".
        requests: what each asks for.
        possible: (mentees, mentors), the pairs that may be, whether or not the mentor has a place left.
        mentor: (mentees,), the position of the mentor, or -1.
        may_grow: (mentors,), who might have one mentee more than there are places.
        forms: the mentoring forms that are run, each with the smallest and the largest group of one mentor.
    """

    ids: Sequence[str]
    form: Sequence[str]
    requests: Sequence[Values]
    possible: Flags
    mentor: Integers
    may_grow: Flags
    forms: Mapping[str, tuple[int, int]]


def told(now: Situation, mentors: Mentors, *, most: int) -> pd.DataFrame:
    """The `most` things that help most: `what` (Russian), `gain` (how many pairs more), and `mentees`, the ids of
    those left over whom it concerns (a tuple; empty where it helps only by letting others move).

    A new mentor is taken to have as many places as is usual here, or as the groups of the form ask for.
    """
    found = remedies(now, places=_usual_places(mentors), most=most)
    whom = [np.flatnonzero(_concerned(now, remedy)).tolist() for remedy in found]
    return pd.DataFrame(
        {
            "what": pd.Series([_in_words(remedy, mentors) for remedy in found], dtype="str"),
            "gain": pd.Series([remedy.gain for remedy in found], dtype="int64"),
            "mentees": pd.Series([tuple(now.ids[at] for at in those) for those in whom], dtype="object"),
        }
    )


def _usual_places(mentors: Mentors) -> int:
    places = mentors.capacity[mentors.capacity > 0]
    return int(np.median(places)) if places.size else 1


def _in_words(remedy: Remedy, mentors: Mentors) -> str:
    if remedy.mentor == NOBODY:
        return wording.one_mentor_more(remedy.form, remedy.competence)
    return wording.one_place_more(mentors.ids[remedy.mentor])


def _concerned(now: Situation, remedy: Remedy) -> Flags:
    left_over = now.mentor < 0
    if remedy.mentor == NOBODY:
        return left_over & _fits(now, remedy.form, remedy.competence)
    return left_over & now.possible[:, remedy.mentor]


def remedies(now: Situation, *, places: int, most: int) -> list[Remedy]:
    """The `most` things that help most, each taken by itself; a new mentor would take `places` mentees where the
    groups of the form are neither larger nor smaller.

    Of equal ones a place more with somebody who is there comes before a new mentor, then what concerns more people.
    """
    left_over = now.mentor < 0
    if not left_over.any():
        return []
    found = [*_one_place_more(now), *_one_mentor_more(now, places)]
    helpful = [remedy for remedy in found if remedy.gain]
    return sorted(helpful, key=lambda one: (-one.gain, one.mentor == NOBODY, -_concerned(now, one).sum()))[:most]


def _one_place_more(now: Situation) -> Iterator[Remedy]:
    """Mentors whom a chain that begins with somebody left over reaches: a place more with any of them makes a pair."""
    _, mentors = _reached(now.possible, now.mentor, np.zeros(len(now.mentor), dtype=np.bool_))
    # Nearest first: who could take somebody left over without anybody else moving.
    direct = now.possible[now.mentor < 0].sum(axis=0)
    for mentor in sorted(np.flatnonzero(mentors & now.may_grow), key=lambda at: (-direct[at], at)):
        yield Remedy(1, mentor=int(mentor))


def _one_mentor_more(now: Situation, places: int) -> Iterator[Remedy]:
    left_over = now.mentor < 0
    for form, competence in _asked_for(now, np.flatnonzero(left_over).tolist()):
        fits = _fits(now, form, competence)
        smallest, largest = _group(now, form)
        seats = min(max(places, smallest), largest)
        gain = min(seats, int((fits & left_over).sum()))
        if gain < min(seats, int(left_over.sum())):
            gain = _gain(now, fits, seats)
        if gain >= smallest:
            yield Remedy(gain, form=form, competence=competence)


def _asked_for(now: Situation, who: Sequence[int]) -> list[tuple[str, str]]:
    """What a new mentor could be for: what those left over ask for in the forms that are run, in the order of the
    words.
    """
    asking = [at for at in who if (now.form[at] in now.forms if now.form[at] else now.forms)]
    return sorted({(now.form[at], request) for at in asking for request in now.requests[at] or ("",)})


def _group(now: Situation, form: str) -> tuple[int, int]:
    """The smallest and the largest group of a form, or of any where it is ""."""
    smallest, largest = zip(*(size for one, size in now.forms.items() if form in (one, "")), strict=True)
    return min(smallest), max(largest)


def _fits(now: Situation, form: str, competence: str) -> Flags:
    """Whom a new mentor for this could take."""
    return np.array(
        [
            own_form in (form, "") and (competence in requests or not requests)
            for own_form, requests in zip(now.form, now.requests, strict=True)
        ],
        dtype=np.bool_,
    )


def _gain(now: Situation, fits: Flags, places: int) -> int:
    """How many pairs more there would be with a new mentor who has these places and could take these mentees."""
    mentor = now.mentor.copy()
    new = now.possible.shape[1]
    for gained in range(places):
        came_from, _ = _reached(now.possible, mentor, fits & (mentor != new))
        ends = np.flatnonzero((came_from != _UNSEEN) & fits & (mentor != new))
        if not ends.size:
            return gained
        _move_along(came_from, mentor, int(ends[0]), new)
    return places


_UNSEEN, _START = -2, -1


def _reached(possible: Flags, mentor: Integers, ends: Flags) -> tuple[Integers, Flags]:
    """Where chains lead that begin with somebody left over, going on until one reaches any of `ends`.

    Returns (mentees,), for each mentee the one whose move takes their place (`_START` for those left over, `_UNSEEN`
    where no chain leads), and (mentors,), the mentors whom chains pass.
    """
    came_from = np.where(mentor < 0, _START, _UNSEEN)
    passed = np.zeros(possible.shape[1], dtype=np.bool_)
    frontier = np.flatnonzero(mentor < 0)
    while frontier.size and not (ends & (came_from != _UNSEEN)).any():
        wanted = possible[frontier] & ~passed
        opened = np.flatnonzero(wanted.any(axis=0))
        by_whom = frontier[wanted[:, opened].argmax(axis=0)]
        passed[opened] = True
        successor = np.full(possible.shape[1] + 1, _UNSEEN)
        successor[opened] = by_whom
        giving_way = np.flatnonzero((came_from == _UNSEEN) & (successor[mentor] != _UNSEEN))
        came_from[giving_way] = successor[mentor[giving_way]]
        frontier = giving_way
    return came_from, passed


def _move_along(came_from: Integers, mentor: Integers, last: int, new: int) -> None:
    """The last of a chain goes to the new mentor, and each before takes the place of the one after."""
    at, goes_to = last, new
    while at != _START:
        mentor[at], goes_to, at = goes_to, mentor[at], came_from[at]
