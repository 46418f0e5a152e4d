"""What a curator reads about a pair: plain Russian, without the vocabulary of the algorithm."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from babel import Locale

from automation.matching.eligibility import Condition
from automation.matching.people import Mentees, Mentors, Values
from automation.matching.rules import PART_TITLES, Rules

_WEEK = ("пн", "вт", "ср", "чт", "пт", "сб", "вс")
_LONGEST_VALUE = 80
_RARE_SHARE = 0.1
_ENOUGH_TO_BE_RARE = 10

HIGHER_BUT_TAKEN = "балл выше, но его места предложены другим: так пар больше или в сумме они сильнее"
TAKEN = "его места предложены другим; если выбрать его, остальные пары пересчитаются"
NOT_ENOUGH = "мест на всех не хватает, его места предложены другим; если выбрать его, остальные пары пересчитаются"
SPARE = "запасной вариант: место у него есть"
CONTRADICTED = "не предложен: сначала оставьте для наставляемого одно решение"


@dataclass(frozen=True)
class Describer:
    """Says in words what speaks for a pair and what does not.

    Attributes:
        taken: (mentors,), how many places the curator's decisions already use.
        offers: competence → how many mentors have it.
    """

    mentees: Mentees
    mentors: Mentors
    taken: Sequence[int]
    offers: dict[str, int]
    rules: Rules

    def reasons(self, mentee: int, mentor: int) -> str:
        """The parts of the pair's score, strongest first, joined by semicolons."""
        clauses = (
            *self._requests(self.mentees.requests[mentee], self.mentors.competences[mentor]),
            *self._days(self.mentees.days[mentee], self.mentors.days[mentor]),
            *self._interests(self.mentees.interests[mentee], self.mentors.interests[mentor]),
            *self._department(self.mentees.department[mentee], self.mentors.department[mentor]),
            *self._places(mentor),
            *_unknown_form(self.mentees.form[mentee]),
        )
        return "; ".join(clauses)

    def _requests(self, wanted: Values, offered: Values) -> Iterable[str]:
        if not wanted:
            return ["запросы в анкете не указаны"]
        met = [value for value in wanted if value in offered]
        unmet = [value for value in wanted if value not in offered]
        return [_covered(met, unmet), *self._rare(met)]

    def _rare(self, met: list[str]) -> list[str]:
        everyone = len(self.mentors.ids)
        if everyone < _ENOUGH_TO_BE_RARE:
            return []
        rare = [value for value in met if self.offers[value] <= _RARE_SHARE * everyone]
        return [f"редкая компетенция: {_listed(rare)}"] if rare else []

    def _days(self, wanted: Values, offered: Values) -> list[str]:
        if not self.rules.days > 0 or not wanted:
            return []
        if not offered:
            return ["удобные дни наставника неизвестны: уточните"]
        common = sorted(set(wanted) & set(offered), key=_day_order)
        return [f"общее время: {_listed(common)}" if common else "общих дней нет: о времени нужно договориться"]

    def _interests(self, wanted: Values, offered: Values) -> list[str]:
        common = [value for value in wanted if value in offered]
        return [f"общие интересы: {_listed(common)}"] if common and self.rules.interests > 0 else []

    def _department(self, wanted: str, offered: str) -> list[str]:
        same = wanted and wanted == offered and self.rules.department > 0
        return [f"из одного подразделения: {_listed([wanted])}"] if same else []

    def _places(self, mentor: int) -> list[str]:
        taken = self.taken[mentor]
        busy = f", уже занято: {taken}" if taken else ""
        return [f"у наставника {_counted(int(self.mentors.capacity[mentor]), 'место')}{busy}"]


def parts(points: dict[str, float], most: dict[str, int]) -> str:
    """How a score adds up, «запросы 45 из 60, время 10 из 20, …»; both arguments in tenths of a point."""
    return ", ".join(_part(part, points[part], most[part]) for part in PART_TITLES if most[part])


@cache
def _part(part: str, points: float, most: int) -> str:
    return f"{PART_TITLES[part]} {_number(points)} из {_number(most)}"


def unmatched(failed: Condition | None, before: int, form: str, wanted: Values, rules: Rules) -> str:
    """Why a mentee has no mentor.

    Args:
        failed: the first condition that no mentor meets; None if some mentor meets all of them.
        before: how many mentors meet the conditions before it (all of them, if `failed` is None).
        form: the mentoring form wanted, or "".
        wanted: the mentee's requests.
        rules: for the forms that are run.
    """
    suitable = _counted(before, "наставник")
    fit = f"{'Подходит' if _plural(before) == 'one' else 'Подходят'} {suitable}"
    match failed:
        case Condition.FORM:
            return _no_form(form, rules)
        case Condition.ANOTHER:
            return "По форме наставничества подходит только сам наставляемый: нужен другой наставник."
        case Condition.COMPETENCE:
            return f"{_for_form(form, suitable)}, но никто не может помочь с тем, что нужно: {_listed(wanted)}."
        case Condition.CAPACITY:
            return f"{fit}, но число мест для наставляемых у {'него' if before == 1 else 'них'} 0 или не указано."
        case Condition.NOT_REJECTED:
            return f"{fit}, но вы отклонили {'его' if before == 1 else 'каждого из них'}."
        case Condition.FREE:
            return f"{fit}, но все {'его' if before == 1 else 'их'} места заняты парами, которые вы уже выбрали."
    return (
        f"{fit}, но желающих больше, чем мест: места предложены другим, чтобы пар вышло как можно больше. "
        "Нужен ещё один наставник или ещё одно место."
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


def _unknown_form(form: str) -> list[str]:
    return [] if form else ["форма наставничества в анкете не указана: уточните"]


def _covered(met: list[str], unmet: list[str]) -> str:
    total = len(met) + len(unmet)
    if not met:
        return f"не закрывает ни одного запроса: {_listed(unmet)}"
    if not unmet:
        return f"закрывает {'запрос' if total == 1 else f'все запросы ({total})'}: {_listed(met)}"
    return f"закрывает {_counted(len(met), 'запрос')} из {total}: {_listed(met)} (не закрывает: {_listed(unmet)})"


def _listed(values: Iterable[str]) -> str:
    """Values after a comma; in quotation marks those that have a comma themselves."""
    return ", ".join(f"«{_brief(value)}»" if "," in value else _brief(value) for value in values)


@lru_cache(maxsize=4096)
def _brief(value: str) -> str:
    words = " ".join(value[: 2 * _LONGEST_VALUE].split())
    return words if len(words) <= _LONGEST_VALUE else words[: _LONGEST_VALUE - 1].rstrip() + "…"


def _day_order(day: str) -> tuple[int, str]:
    return (_WEEK.index(day) if day in _WEEK else len(_WEEK), day)


def _number(tenths: float) -> str:
    whole, rest = divmod(round(tenths), 10)
    return f"{whole},{rest}" if rest else str(whole)


_NOUNS = {
    "запрос": ("запрос", "запроса", "запросов"),
    "место": ("место", "места", "мест"),
    "наставник": ("наставник", "наставника", "наставников"),
}


def _counted(count: int, noun: str) -> str:
    one, few, many = _NOUNS[noun]
    return f"{count} {({'one': one, 'few': few}).get(_plural(count), many)}"


@cache
def _plural(count: int) -> str:
    """CLDR plural category of a whole number in Russian."""
    return str(Locale("ru").plural_form(count))
