"""What a curator reads about a pair: plain Russian, without the vocabulary of the algorithm."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache, partial
from typing import Any

from babel import Locale

from automation.matching.eligibility import Condition
from automation.matching.people import Mentees, Mentors, Values
from automation.matching.preferences import SIDES
from automation.matching.rules import ADULT, PART_TITLES, Rules
from automation.matching.scoring import Scoring, plain
from automation.matching.swaps import Swap
from sheets_schema.vocabulary import (
    DAYTIMES,
    DEPARTMENT_IGNORED,
    EITHER_WAY,
    IN_PERSON,
    REMOTELY,
    SAME_DEPARTMENT_PREFERRED,
    STUDENT_STUDENT,
)

MOST_NAMED = 3
"""Where so few mentors come near, they are named."""

_PLACES_AT_THE_END = re.compile(r"(^|; )у наставника \d+ мест[ао]?(, уже занято: \d+)?$")
_WEEK = ("пн", "вт", "ср", "чт", "пт", "сб", "вс")
_WHEN = dict(zip(DAYTIMES, ("утром", "днём", "вечером"), strict=True))
_BOTH_FOR = {IN_PERSON: "оба за встречи очно", REMOTELY: "оба за встречи дистанционно"}
_LONGEST_VALUE = 80
_MOST_VALUES = 5
_MOST_WORDS = 3
_MOST_PRAISE = 6
_RARE_SHARE = 0.1
_ENOUGH_TO_BE_RARE = 10

TAKEN = "его места предложены другим; если выбрать его, остальные пары пересчитаются"
HIGHER_BUT_TAKEN = f"балл выше, но {TAKEN}"
_HIGHER_FORMERLY = "балл выше, но его места предложены другим: так пар больше или в сумме они сильнее"
"""What earlier versions said in its place: rows that are decided keep their reasons."""
NOT_ENOUGH = "мест на всех не хватает, его места предложены другим; если выбрать его, остальные пары пересчитаются"
PREFERRED_OTHERS = "его места достались тем, кто подходит ему больше"
SPARE = "запасной вариант: место у него есть"
CONTRADICTED = "не предложен: сначала оставьте для наставляемого одно решение"


_NO_GROUP = re.compile(r"; берёт группу от \d+ человек, она не собралась$")


def no_group(least: int) -> str:
    """Why a mentor with places is not proposed: so many are needed at once."""
    return f"берёт группу от {least} человек, она не собралась"


def lasting(reasons: str) -> str:
    """What is said of a candidate, but for free places and why somebody else is proposed: that passes."""
    for said in (HIGHER_BUT_TAKEN, _HIGHER_FORMERLY, TAKEN, NOT_ENOUGH, PREFERRED_OTHERS, SPARE, CONTRADICTED):
        reasons = reasons.removesuffix(f"; {said}")
    reasons = _NO_GROUP.sub("", reasons)
    return _PLACES_AT_THE_END.sub("", reasons)


@dataclass(frozen=True)
class Describer:
    """Says in words what speaks for a pair and what does not.

    Attributes:
        taken: (mentors,), how many places the curator's decisions already use.
    """

    mentees: Mentees
    mentors: Mentors
    taken: Sequence[int]
    scoring: Scoring
    rules: Rules

    def reasons(self, mentee: Sequence[int], mentor: Sequence[int], earned: Mapping[str, list[int]]) -> list[str]:
        """What speaks for each pair, that which earned most first; what does not; and what is to be found out.

        `earned` is part name → tenths of a point, (pairs,), for the parts that count. All is said column by column: the
        same is said of many pairs.
        """
        praise = self._praise(mentee, mentor, earned.keys())
        nothing = [0] * len(mentee)
        worth = zip(*(earned.get(part, nothing) for part in praise), strict=True)
        places = [self._places[j] for j in mentor]
        rest = self._doubts(mentee, mentor, earned.keys()), self._to_find_out(mentee, mentor), places
        told = []
        for tenths, clauses, *others in zip(worth, zip(*praise.values(), strict=True), *rest, strict=True):
            said = [clause for at in _most_first(tenths) if (clause := clauses[at])]
            told.append("; ".join(filter(None, (*said[:_MOST_PRAISE], *others))))
        return told

    def _praise(self, mentee: Sequence[int], mentor: Sequence[int], parts: Collection[str]) -> dict[str, list[str]]:
        """Part → what it says of each pair, for those that count and that somebody on both sides has answered, in the
        order of `PART_TITLES`."""
        mine, theirs, most = self.mentees, self.mentors, self.rules.good_gap[1]

        def said(say: Callable[..., str], *pairs: tuple[Sequence[Any], Sequence[Any]]) -> list[str]:
            return list(map(say, *_side_by_side(mentee, mentor, *pairs)))

        every: dict[str, tuple[bool, Callable[[], list[str]]]] = {
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
        return {part: say() for part, (is_told, say) in every.items() if is_told and part in {*parts, "requests"}}

    def _doubts(self, mentee: Sequence[int], mentor: Sequence[int], parts: Collection[str]) -> list[str]:
        """What speaks against each pair, of these parts."""
        mine, theirs = self.mentees, self.mentors
        of_part: dict[str, tuple[Callable[..., str], list[tuple[Sequence[Any], Sequence[Any]]]]] = {
            "experience": (no_longer_at_work, [(mine.years, theirs.years)]),
            "days": (no_time, [self._days, (mine.times, theirs.times)]),
            "meeting": (different_ways, [(mine.meeting, theirs.meeting)]),
        }
        nothing = [""] * len(mentee)
        doubts = [
            map(say, *_side_by_side(mentee, mentor, *pairs)) if part in parts else nothing
            for part, (say, pairs) in of_part.items()
        ]
        return list(map(against, *doubts))

    def _to_find_out(self, mentee: Sequence[int], mentor: Sequence[int]) -> list[str]:
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

    def _requests(self, wanted: Values, offered: Values) -> str:
        met = tuple([value for value in wanted if value in offered])
        return covered(wanted, met, tuple([value for value in met if value in self._rare]))

    @cached_property
    def _rare(self) -> frozenset[str]:
        everyone = len(self.mentors.ids)
        few = _RARE_SHARE * everyone if everyone >= _ENOUGH_TO_BE_RARE else 0
        return frozenset(value for value, count in self.scoring.offers.items() if count <= few)

    def _preferences(self, mentee: int, mentor: int) -> str:
        by_mentee, by_mentor = (self.scoring.preferences.ranks[side].get((mentee, mentor)) for side in SIDES)
        if by_mentee and by_mentor:
            return "оба выбрали друг друга"
        if by_mentee:
            return f"наставляемый выбрал этого наставника{_which(by_mentee)}"
        return f"наставник выбрал этого наставляемого{_which(by_mentor)}" if by_mentor else ""

    def _words(self, mentee: int, mentor: int) -> str:
        shared = self.scoring.likeness.in_common(mentee, mentor)
        return f"общие слова в анкетах: {', '.join(shared[:_MOST_WORDS])}" if shared else ""

    @cached_property
    def _places(self) -> list[str]:
        return list(map(places, self.mentors.capacity.tolist(), self.taken))


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
def _as_in_the_week(days: Values) -> Values:
    return tuple(sorted(days, key=_day_order))


@lru_cache(maxsize=16_384)
def covered(wanted: Values, met: Values, rare: Values = ()) -> str:
    """Which requests are met and which are not; `rare` are those of the met ones that few mentors cover."""
    unmet = [value for value in wanted if value not in met]
    if not wanted:
        return "запросы в анкете не указаны"
    if not met:
        return f"не закрывает ни одного запроса: {_listed(unmet)}"
    all_of_them = "запрос" if len(wanted) == 1 else f"все запросы ({len(wanted)})"
    which = f"{counted(len(met), 'запрос')} из {len(wanted)}" if unmet else all_of_them
    notes = [_rarely(rare, met)] if rare else []
    if unmet:
        notes.append(f"не закрывает: {_listed(unmet)}")
    said = f" ({'; '.join(notes)})" if notes else ""
    return f"закрывает {which}: {_listed(met)}{said}"


def _rarely(rare: Values, met: Values) -> str:
    word = "редкая компетенция" if len(rare) == 1 else "редкие компетенции"
    return word if len(rare) == len(met) else f"{word}: {_listed(rare)}"


@lru_cache(maxsize=16_384)
def common_time(days: Values, other_days: Values, times: Values, other_times: Values) -> str:
    """When both can meet; "" where that is unknown or never. Days are in the order of the week."""
    same_days, same_times = [day for day in days if day in other_days], set(times) & set(other_times)
    if (times and other_times and not same_times) or (days and other_days and not same_days):
        return ""
    when = _at(sorted(same_times, key=_time_order))
    if same_days:
        return f"общее время: {' '.join(filter(None, (_listed(same_days), when)))}"
    return f"обоим удобно {when}" if when else ""


@lru_cache(maxsize=16_384)
def no_time(days: Values, other_days: Values, times: Values, other_times: Values) -> str:
    """About what time they have to agree, as neither day nor hour suits both; "" where one does, or may."""
    if days and other_days and not set(days) & set(other_days):
        return "о времени (общих дней нет)"
    if times and other_times and not set(times) & set(other_times):
        return f"о времени (наставляемому удобно {_at(times)}, наставнику {_at(other_times)})"
    return ""


def common_interests(wanted: Values, offered: Values) -> str:
    common = [value for value in wanted if value in offered]
    return f"общие интересы: {_listed(common)}" if common else ""


@cache
def longer_at_work(years: int | None, other_years: int | None, most: int) -> str:
    """By how much the mentor has worked longer; "" where that is unknown or not so."""
    if years is None or other_years is None or other_years <= years:
        return ""
    gap = other_years - years
    return f"стаж наставника больше на {counted(gap, 'год')}{' (разница большая)' if gap > most else ''}"


def no_longer_at_work(years: int | None, other_years: int | None) -> str:
    """By how much the mentor has worked less, or that it is the same; "" where that is unknown or not so."""
    if years is None or other_years is None or other_years > years:
        return ""
    gap = years - other_years
    return f"стаж наставника меньше на {counted(gap, 'год')}" if gap else "стаж у обоих одинаковый"


@lru_cache(maxsize=4096)
def against(experience: str, times: str, ways: str) -> str:
    """All doubts together: of experience, and about what the two have to agree; each "" where there is none."""
    to_agree_on = " и ".join(filter(None, (times, ways)))
    doubts = "; ".join(filter(None, (experience, to_agree_on and f"нужно договориться {to_agree_on}")))
    return doubts and f"но {doubts}"


@cache
def unknown(days_of_mentor: bool, mentee_known: bool, mentor_known: bool, form_known: bool) -> str:
    """What is to be found out: the mentor's days, where the two belong, the form that the mentee wants."""
    said = (
        (days_of_mentor, "удобные дни наставника неизвестны: уточните"),
        (not mentee_known, "подразделение наставляемого неизвестно: уточните"),
        (mentee_known and not mentor_known, "подразделение наставника неизвестно: уточните"),
        (not form_known, "форма наставничества в анкете не указана: уточните"),
    )
    return "; ".join(sentence for is_so, sentence in said if is_so)


def common_way(way: str, other: str) -> str:
    """How both would meet; "" where that is unknown, not so, or all the same to both."""
    named = {way, other} - {EITHER_WAY}
    if not (way and other) or len(named) != 1:
        return ""
    if way == other:
        return _BOTH_FOR.get(way, f"оба за встречи: {_brief(way)}")
    return f"встречаться можно {_brief(named.pop())}"


def different_ways(way: str, other: str) -> str:
    """About what way of meeting they have to agree; "" where none stands in the way."""
    if not (way and other) or way == other or EITHER_WAY in (way, other):
        return ""
    return f"о том, как встречаться (наставляемый хочет {_brief(way)}, наставник {_brief(other)})"


@cache
def places(capacity: int, taken: int) -> str:
    """How many places a mentor has, and how many of them are taken."""
    return f"у наставника {counted(capacity, 'место')}{f', уже занято: {taken}' if taken else ''}"


def common_department(department: str, other: str) -> str:
    same = department and plain(department) == plain(other)
    return f"из одного подразделения: {_listed([department])}" if same else ""


def parts(earned: Mapping[str, list[int]], most: Mapping[str, int], count: int) -> list[str]:
    """How so many scores add up, «запросы 45 из 50, время 10 из 10, …»; all in tenths of a point."""
    told = [[_part(part, points, most[part]) for points in tenths] for part, tenths in earned.items()]
    return list(map(", ".join, zip(*told, strict=True))) if told else [""] * count


@cache
def _part(part: str, points: float, most: int) -> str:
    return f"{PART_TITLES[part]} {_number(points)} из {_number(most)}"


def waits(suitable: int, swap: Swap, mentee: str, other: str, mentor: str, *, by_choice: bool) -> str:
    """Why somebody whom so many mentors suit has none of them: who has the nearest place, what decided, and what it
    would cost to give it to this mentee. The last three are numbers; `by_choice` says how the pairs were chosen.
    """
    fit = f"{'Подходит' if _plural(suitable) == 'one' else 'Подходят'} {counted(suitable, 'наставник')}"
    if by_choice:
        decided = f"Место у {mentor} получает {other}: этот наставник предпочёл его"
        cost = f"Если отдать место {mentee}, {mentor} и {other} оба предпочли бы вернуть всё как было"
    else:
        decided = f"Место у {mentor} предложено {other}: {_ahead(swap, other, mentee)}"
        lost = f"потеря по этим меркам — {in_points(swap.cost)}" if swap.cost else "по этим меркам ничего не изменится"
        cost = f"Если отдать место {mentee}, пар будет столько же, а {lost}"
    return f"{fit}, но желающих больше, чем мест. {decided}. {cost}. Нужен ещё один наставник или ещё одно место."


def _ahead(swap: Swap, other: str, mentee: str) -> str:
    """In what the one who has the place is ahead, and in what behind, in points."""
    compared = f"{_number(swap.other_score)} из возможных {_number(swap.other_best)}"
    against = f"{_number(swap.score)} из {_number(swap.best)}"
    parts = (
        (swap.queue, f"{other} раньше в очереди", f"{other} позже в очереди"),
        (swap.need, "нужда больше", "нужда меньше"),
        (swap.fit, f"балл {compared}, а у {mentee} {against}", f"балл {compared}, а у {mentee} {against}"),
    )
    said = [f"{ahead if lead > 0 else behind} ({signed(lead)})" for lead, ahead, behind in parts if lead]
    return "; ".join(said) if swap.cost else "; ".join([*said, "в сумме поровну, решило прежнее предложение или номер"])


def in_points(tenths: int) -> str:
    """Tenths of a point in words: «50 баллов», «4,5 балла»."""
    whole, rest = divmod(tenths, 10)
    return f"{_number(tenths)} балла" if rest else counted(whole, "балл")


def not_proven(pairs: int, most_pairs: int, further: float) -> str:
    """That there may be better pairs, and how far from them these are at most; `further` in points."""
    if pairs < most_pairs:
        limit = f"предложено пар: {pairs}, могло бы быть больше, но не больше {most_pairs}"
    else:
        more = in_points(round(10 * further))
        limit = f"пар больше быть не может, но подходить они могли бы лучше, все вместе — самое большее на {more}"
    return f"{_NOT_PROVEN}: {limit}. {_TO_PROVE}"


_NOT_PROVEN = (
    "Не доказано, что лучше распределить нельзя. Часть наставников берёт только группу, и всех способов составить "
    "группы программа не проверила"
)
_TO_PROVE = (
    "Можно работать с тем, что предложено. Чтобы способов стало меньше, примите часть пар или уменьшите число "
    "в столбце «Группа не меньше»."
)


def signed(tenths: int) -> str:
    """«+2,5», «−10»."""
    return f"{'+' if tenths > 0 else '−'}{_number(abs(tenths))}"


@dataclass(frozen=True)
class Failed:
    """The first condition that no mentor meets, how many meet all before it, and the numbers of the first of these."""

    condition: Condition
    suitable: int
    first: Sequence[str]


def unmatched(failed: Failed, form: str, wanted: Values, rules: Rules) -> str:
    """Why a mentee has no mentor.

    Args:
        failed: what stands against it.
        form: the mentoring form wanted, or "".
        wanted: the mentee's requests.
        rules: for the forms that are run.
    """
    before, condition = failed.suitable, failed.condition
    suitable = counted(before, "наставник")
    match condition:
        case Condition.FORM:
            return _no_form(form, rules)
        case Condition.ADULT:
            they = "он младше" if before == 1 else "все они младше"
            only = f"такие наставники – только в форме «{STUDENT_STUDENT}»"
            why = "в этой форме наставник – взрослый" if form else only
            return f"{_for_form(form, suitable)}, но {they} {ADULT} лет: {why}."
        case Condition.ANOTHER:
            return "По форме наставничества подходит только сам наставляемый: нужен другой наставник."
        case Condition.COMPETENCE:
            return f"{_for_form(form, suitable)}, но никто не может помочь с тем, что нужно: {_listed(wanted)}."
    # Whom somebody would not work with is told to nobody.
    is_told = before <= MOST_NAMED and condition is not Condition.NOT_AVOIDED
    who = f" ({', '.join(failed.first)})" if is_told else ""
    fit = f"{'Подходит' if _plural(before) == 'one' else 'Подходят'} {suitable}{who}"
    one, several = _ONLY_AS_STUDENTS if condition is Condition.SENIOR and not form else _FAILED[condition]
    return f"{fit}, но {one if before == 1 else several}."


_FAILED = {
    Condition.CAPACITY: (
        "число мест для наставляемых у него 0 или не указано",
        "число мест для наставляемых у них 0 или не указано",
    ),
    Condition.GROUP: (
        "на группу у него мало мест: увеличьте число мест или уменьшите группу",
        "на группу у них мало мест: увеличьте число мест или уменьшите группу",
    ),
    Condition.TRAINED: (
        "он не обучен (столбец «Обучен» пуст), а подбирать решено только обученных",
        "ни один из них не обучен (столбец «Обучен» пуст), а подбирать решено только обученных",
    ),
    Condition.AGE: (
        "он готов помогать людям другого возраста",
        "все они готовы помогать людям другого возраста",
    ),
    Condition.SENIOR: (
        "он младше наставляемого, а студенту помогает студент не младше него",
        "все они младше наставляемого, а студенту помогает студент не младше него",
    ),
    Condition.DEPARTMENT: (
        "его подразделение не подходит: смотрите «Подразделения в паре» на листе «Настройки»",
        "их подразделения не подходят: смотрите «Подразделения в паре» на листе «Настройки»",
    ),
    Condition.TIME: (
        "общего времени с ним нет: спросите обоих, когда ещё они могли бы встретиться",
        "общего времени с ними нет: спросите их, когда ещё они могли бы встретиться",
    ),
    Condition.NO_CIRCLE: (
        "тогда двое стали бы наставниками друг друга: из двоих наставник тот, у кого больше стаж",
        "тогда двое стали бы наставниками друг друга: из двоих наставник тот, у кого больше стаж",
    ),
    Condition.NOT_AVOIDED: (
        "эту пару исключает личная просьба в анкете",
        "эти пары исключают личные просьбы в анкетах",
    ),
    Condition.NOT_ENDED: (
        "такая пара уже была и завершена: её можно предложить снова, если отметить, что она завершена успешно",
        "такие пары уже были и завершены: их можно предложить снова, если отметить, что они завершены успешно",
    ),
    Condition.NOT_REJECTED: ("вы отклонили его", "вы отклонили каждого из них"),
    Condition.SCORE: (
        "балл с ним ниже, чем «Наименьший балл пары» на листе «Настройки»",
        "балл с каждым из них ниже, чем «Наименьший балл пары» на листе «Настройки»",
    ),
    Condition.FREE: (
        "все его места заняты парами, которые вы уже выбрали",
        "все их места заняты парами, которые вы уже выбрали",
    ),
}
"""Condition → what it says of one mentor, and of several."""

_ONLY_AS_STUDENTS = (
    f"общая форма у них только «{STUDENT_STUDENT}», а в ней наставник не младше наставляемого",
    f"общая форма с ними только «{STUDENT_STUDENT}», а в ней наставник не младше наставляемого",
)
"""The same of somebody younger, where the mentee named no form."""


def one_mentor_more(form: str, competence: str) -> str:
    """What would help: somebody new, for a mentoring form (or "", any) and something asked for (or "", anything)."""
    about = f" по теме «{_brief(competence)}»" if competence else ""
    return f"ещё один наставник{f' ({_brief(form)})' if form else ''}{about}"


def one_place_more(mentor: str) -> str:
    """What would help: a place more with the mentor who has this number."""
    return f"ещё одно место у наставника {mentor}"


GROUPS_NOT_FULL = (
    "Подходящие наставники берут только группу, а подходящих друг другу людей на неё не набралось. "
    "Договоритесь о меньшей группе или найдите ещё одного наставника."
)
NO_MENTORS = "Ни один наставник сейчас не участвует в подборе."
UNTIL_ONE_DECISION = "Выбрано несколько наставников. Оставьте одно решение, и пара будет составлена."


def _no_form(form: str, rules: Rules) -> str:
    if not form:
        return "Форма наставничества в анкете не указана, и нет наставников ни для одной из форм, которые ведутся."
    if form not in rules.forms:
        return f"Форма наставничества «{_brief(form)}» в организации не ведётся."
    return f"Нет ни одного наставника, согласного на форму «{_brief(form)}»."


def _for_form(form: str, suitable: str) -> str:
    return f"На форму «{_brief(form)}» есть {suitable}" if form else f"Участвует {suitable}"


def _at(times: Sequence[str]) -> str:
    return " или ".join(_WHEN.get(time, _brief(time)) for time in times[: len(_WHEN)])


def _which(rank: int) -> str:
    return f" ({rank}-й выбор)" if rank > 1 else ""


def _listed(values: Iterable[str]) -> str:
    """Values after a comma, the first few of many; in quotation marks those that have a comma themselves."""
    shown = [f"«{_brief(value)}»" if "," in value else _brief(value) for value in values]
    more = len(shown) - _MOST_VALUES
    return ", ".join(shown) if more < 2 else f"{', '.join(shown[:_MOST_VALUES])} и ещё {more}"


@lru_cache(maxsize=4096)
def _brief(value: str) -> str:
    words = " ".join(value[: 2 * _LONGEST_VALUE].split())
    return words if len(words) <= _LONGEST_VALUE else words[: _LONGEST_VALUE - 1].rstrip() + "…"


def _day_order(day: str) -> tuple[int, str]:
    return (_WEEK.index(day) if day in _WEEK else len(_WEEK), day)


def _time_order(time: str) -> tuple[int, str]:
    return (DAYTIMES.index(time) if time in DAYTIMES else len(DAYTIMES), time)


def _number(tenths: float) -> str:
    whole, rest = divmod(round(tenths), 10)
    return f"{whole},{rest}" if rest else str(whole)


_NOUNS = {
    "запрос": ("запрос", "запроса", "запросов"),
    "место": ("место", "места", "мест"),
    "наставник": ("наставник", "наставника", "наставников"),
    "год": ("год", "года", "лет"),
    "балл": ("балл", "балла", "баллов"),
    "человек": ("человек", "человека", "человек"),
}


def counted(count: int, noun: str) -> str:
    """«2 наставника», of the nouns that are spoken of here."""
    one, few, many = _NOUNS[noun]
    return f"{count} {({'one': one, 'few': few}).get(_plural(count), many)}"


@cache
def _plural(count: int) -> str:
    """CLDR plural category of a whole number in Russian."""
    return str(Locale("ru").plural_form(count))
