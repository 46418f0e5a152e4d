"""Which reasons are given for a pair. How each of them is put into words is said in `reasons`."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache, partial
from typing import Any

from automation.matching.people import Mentees, Mentors, Values
from automation.matching.preferences import SIDES
from automation.matching.reasons import (
    Chosen,
    CommonInterests,
    CommonTime,
    CommonWay,
    Covered,
    DifferentWays,
    LongerAtWork,
    NoCommonDays,
    NoCommonTimes,
    NoLongerAtWork,
    NotCovered,
    Places,
    Reason,
    Reasons,
    SameAnswers,
    SameDepartment,
    SharedWords,
    ToFindOut,
    Unknown,
)
from automation.matching.rules import Rules
from automation.matching.scoring import Scoring, plain
from automation.matching.texts import lemmas
from sheets_schema.vocabulary import DAYTIMES, DEPARTMENT_IGNORED, EITHER_WAY, SAME_DEPARTMENT_PREFERRED

Column = Iterable[Reason | None]
"""What is said of each of some pairs."""

_WEEK = ("пн", "вт", "ср", "чт", "пт", "сб", "вс")
_MOST_WORDS = 3
_MOST_PRAISE = 6
_RARE_SHARE = 0.1
_ENOUGH_TO_BE_RARE = 10


@dataclass(frozen=True)
class Describer:
    """Says what speaks for a pair and what does not.

    Attributes:
        taken: (mentors,), how many places the curator's decisions already use.
    """

    mentees: Mentees
    mentors: Mentors
    taken: Sequence[int]
    scoring: Scoring
    rules: Rules

    def grounds(self, mentee: Sequence[int], mentor: Sequence[int], earned: Mapping[str, list[int]]) -> list[Reasons]:
        """What speaks for each pair, that which earned most first; what does not; what is to be found out; and how many
        places the mentor has.

        `earned` is part name → tenths of a point, (pairs,), for the parts that count. All is found column by column:
        the same is said of many pairs.
        """
        parts, nothing = earned.keys(), [0] * len(mentee)
        praise = self._praise(mentee, mentor, parts)
        worth = zip(*(earned.get(part, nothing) for part in praise), strict=True)
        doubts = zip(*self._doubts(mentee, mentor, parts), strict=True)
        rest = doubts, self._to_find_out(mentee, mentor), [self._places[j] for j in mentor]
        found: list[Reasons] = []
        for tenths, praises, against, unknown, places in zip(
            worth, zip(*praise.values(), strict=True), *rest, strict=True
        ):
            said = [reason for at in _most_first(tenths) if (reason := praises[at])]
            found.append((*said[:_MOST_PRAISE], *filter(None, against), *unknown, places))
        return found

    def _praise(self, mentee: Sequence[int], mentor: Sequence[int], parts: Collection[str]) -> dict[str, Column]:
        """Part → what it says of each pair, for those that count and that somebody on both sides has answered, in the
        order of `PART_TITLES`."""
        mine, theirs, most = self.mentees, self.mentors, self.rules.good_gap[1]

        def said(say: Callable[..., Reason | None], *pairs: tuple[Sequence[Any], Sequence[Any]]) -> Column:
            return list(map(say, *_side_by_side(mentee, mentor, *pairs)))

        every: dict[str, tuple[bool, Callable[[], Column]]] = {
            "requests": (True, lambda: said(self._requests, (mine.requests, theirs.competences))),
            "preferences": (
                any(self.scoring.preferences.ranks.values()),
                lambda: list(map(self._preferences, mentee, mentor)),
            ),
            "days": (
                _both(mine.days, theirs.days) or _both(mine.times, theirs.times),
                lambda: said(common_time, self._days, (mine.times, theirs.times)),
            ),
            "words": (_both(mine.wish, theirs.experience), lambda: list(map(self._words, mentee, mentor))),
            "interests": (
                _both(mine.interests, theirs.interests),
                lambda: said(common_interests, (mine.interests, theirs.interests)),
            ),
            "experience": (
                any(theirs.years),
                lambda: said(partial(longer_at_work, most=most), (mine.years, theirs.years)),
            ),
            "meeting": (_both(mine.meeting, theirs.meeting), lambda: said(common_way, (mine.meeting, theirs.meeting))),
            "department": (
                _both(mine.department, theirs.department),
                lambda: said(common_department, (mine.department, theirs.department)),
            ),
        }
        for question, asked in mine.questions.items():
            told = theirs.questions[question]
            every[question] = _both(asked, told), partial(said, partial(same_answers, question), (asked, told))
        return {part: say() for part, (is_told, say) in every.items() if is_told and part in {*parts, "requests"}}

    def _doubts(self, mentee: Sequence[int], mentor: Sequence[int], parts: Collection[str]) -> list[Column]:
        """What speaks against each pair, of these parts."""
        mine, theirs = self.mentees, self.mentors
        of_part: dict[str, tuple[Callable[..., Reason | None], list[tuple[Sequence[Any], Sequence[Any]]]]] = {
            "experience": (no_longer_at_work, [(mine.years, theirs.years)]),
            "days": (no_time, [self._days, (mine.times, theirs.times)]),
            "meeting": (different_ways, [(mine.meeting, theirs.meeting)]),
        }
        nothing: Column = [None] * len(mentee)
        return [
            map(say, *_side_by_side(mentee, mentor, *pairs)) if part in parts else nothing
            for part, (say, pairs) in of_part.items()
        ]

    def _to_find_out(self, mentee: Sequence[int], mentor: Sequence[int]) -> list[Reasons]:
        mine, theirs = self.mentees, self.mentors
        days_count = self.rules.weights()["days"] > 0
        asked = [days_count and bool(days) for days in mine.days]
        strict = self.rules.department_rule not in (DEPARTMENT_IGNORED, SAME_DEPARTMENT_PREFERRED)
        known = [[bool(name) or not strict for name in people.department] for people in (mine, theirs)]
        return [
            unknown(asked[i] and not theirs.days[j], known[0][i], known[1][j], bool(mine.form[i]))
            for i, j in zip(mentee, mentor, strict=True)
        ]

    @cached_property
    def _days(self) -> tuple[list[Values], list[Values]]:
        """On what days everyone on either side can meet, in the order of the week: so that few differ."""
        return [*map(_as_in_the_week, self.mentees.days)], [*map(_as_in_the_week, self.mentors.days)]

    def _requests(self, wanted: Values, offered: Values) -> Reason:
        met = tuple([value for value in wanted if value in offered])
        return covered(wanted, met, tuple([value for value in met if value in self._rare]))

    @cached_property
    def _rare(self) -> frozenset[str]:
        everyone = len(self.mentors.ids)
        few = _RARE_SHARE * everyone if everyone >= _ENOUGH_TO_BE_RARE else 0
        return frozenset(value for value, count in self.scoring.offers.items() if count <= few)

    def _preferences(self, mentee: int, mentor: int) -> Reason | None:
        by_mentee, by_mentor = (self.scoring.preferences.ranks[side].get((mentee, mentor)) for side in SIDES)
        return Chosen(by_mentee, by_mentor) if by_mentee or by_mentor else None

    def _words(self, mentee: int, mentor: int) -> Reason | None:
        """What both write of, but for what their answers say already: a request that is met is a reason by itself."""
        asked, offered = _words_of(self.mentees.requests[mentee]), _words_of(self.mentors.competences[mentor])
        in_common = self.scoring.likeness.in_common(mentee, mentor)
        shared = [word for word in in_common if word not in asked and word not in offered]
        return SharedWords(tuple(shared[:_MOST_WORDS])) if shared else None

    @cached_property
    def _places(self) -> list[Reason]:
        return list(map(_places, self.mentors.capacity.tolist(), self.taken))


def _both(mine: Sequence[Any], theirs: Sequence[Any]) -> bool:
    return any(mine) and any(theirs)


def _side_by_side(
    mentee: Sequence[int], mentor: Sequence[int], *answers: tuple[Sequence[Any], Sequence[Any]]
) -> Iterator[list[Any]]:
    """The answers of both sides, pair by pair."""
    for mine, theirs in answers:
        yield [mine[i] for i in mentee]
        yield [theirs[j] for j in mentor]


@lru_cache(maxsize=16_384)
def _most_first(worth: tuple[int, ...]) -> list[int]:
    """The positions of the greatest first; of equals the earlier comes first."""
    return sorted(range(len(worth)), key=lambda at: -worth[at])


@lru_cache(maxsize=4096)
def _words_of(answers: Values) -> frozenset[str]:
    return frozenset(word for answer in answers for word in lemmas(answer))


@lru_cache(maxsize=4096)
def _as_in_the_week(days: Values) -> Values:
    return tuple(sorted(days, key=_day_order))


@lru_cache(maxsize=16_384)
def covered(wanted: Values, met: Values, rare: Values = ()) -> Reason:
    """Which requests are met and which are not; `rare` are those of the met ones that few mentors cover."""
    if not wanted:
        return ToFindOut(Unknown.REQUESTS)
    unmet = tuple([value for value in wanted if value not in met])
    return Covered(met, unmet, rare) if met else NotCovered(unmet)


@lru_cache(maxsize=16_384)
def common_time(days: Values, other_days: Values, times: Values, other_times: Values) -> Reason | None:
    """When both can meet; None where that is unknown or never. Days are in the order of the week."""
    same_days, same_times = tuple([day for day in days if day in other_days]), set(times) & set(other_times)
    if (times and other_times and not same_times) or (days and other_days and not same_days):
        return None
    return CommonTime(same_days, tuple(sorted(same_times, key=_time_order))) if same_days or same_times else None


@lru_cache(maxsize=16_384)
def no_time(days: Values, other_days: Values, times: Values, other_times: Values) -> Reason | None:
    """That neither day nor hour suits both; None where one does, or may."""
    if days and other_days and not set(days) & set(other_days):
        return NoCommonDays()
    if times and other_times and not set(times) & set(other_times):
        return NoCommonTimes(times, other_times)
    return None


@lru_cache(maxsize=16_384)
def common_interests(wanted: Values, offered: Values) -> Reason | None:
    common = tuple([value for value in wanted if value in offered])
    return CommonInterests(common) if common else None


@lru_cache(maxsize=16_384)
def same_answers(question: str, wanted: Values, offered: Values) -> Reason | None:
    common = tuple([value for value in wanted if value in offered])
    return SameAnswers(question, common) if common else None


@cache
def longer_at_work(years: int | None, other_years: int | None, most: int) -> Reason | None:
    """By how much the mentor has worked longer; None where that is unknown or not so."""
    if years is None or other_years is None or other_years <= years:
        return None
    return LongerAtWork(other_years - years, is_much=other_years - years > most)


@cache
def no_longer_at_work(years: int | None, other_years: int | None) -> Reason | None:
    """By how much the mentor has worked less, or that it is the same; None where that is unknown or not so."""
    if years is None or other_years is None or other_years > years:
        return None
    return NoLongerAtWork(years - other_years)


@cache
def unknown(days_of_mentor: bool, mentee_known: bool, mentor_known: bool, form_known: bool) -> Reasons:
    """What is to be found out: the mentor's days, where the two belong, the form that the mentee wants."""
    lacking = (
        (days_of_mentor, Unknown.DAYS_OF_MENTOR),
        (not mentee_known, Unknown.DEPARTMENT_OF_MENTEE),
        (mentee_known and not mentor_known, Unknown.DEPARTMENT_OF_MENTOR),
        (not form_known, Unknown.FORM),
    )
    return tuple(ToFindOut(what) for is_so, what in lacking if is_so)


@lru_cache(maxsize=4096)
def common_way(way: str, other: str) -> Reason | None:
    """How both would meet; None where that is unknown, not so, or all the same to both."""
    named = {way, other} - {EITHER_WAY}
    if not (way and other) or len(named) != 1:
        return None
    return CommonWay(named.pop(), by_both=way == other)


@lru_cache(maxsize=4096)
def different_ways(way: str, other: str) -> Reason | None:
    """That neither would meet as the other wants; None where none stands in the way."""
    if not (way and other) or way == other or EITHER_WAY in (way, other):
        return None
    return DifferentWays(way, other)


@cache
def _places(capacity: int, taken: int) -> Reason:
    return Places(capacity, taken)


@lru_cache(maxsize=4096)
def common_department(department: str, other: str) -> Reason | None:
    same = department and plain(department) == plain(other)
    return SameDepartment(department) if same else None


def _day_order(day: str) -> tuple[int, str]:
    return (_WEEK.index(day) if day in _WEEK else len(_WEEK), day)


def _time_order(time: str) -> tuple[int, str]:
    return (DAYTIMES.index(time) if time in DAYTIMES else len(DAYTIMES), time)
