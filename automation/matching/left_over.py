"""Why somebody has no mentor, as data: the condition that nobody meets, or who has the place that was nearest."""

from __future__ import annotations

from dataclasses import dataclass

from automation.matching.eligibility import Condition
from automation.matching.people import Values
from automation.matching.reasons import Reason, Side
from automation.matching.rules import ADULT
from automation.matching.swaps import Swap
from automation.matching.wording import brief, counted, in_points, listed, number, plural, signed

MOST_NAMED = 3
"""Where so few mentors come near, they are named."""


@dataclass(frozen=True)
class NoMentors(Reason):
    side = Side.AGAINST

    def told(self) -> str:
        return "Ни один наставник сейчас не участвует в подборе."


@dataclass(frozen=True)
class SeveralDecisions(Reason):
    side = Side.AGAINST

    def told(self) -> str:
        return "Выбрано несколько наставников. Оставьте одно решение, и пара будет составлена."


@dataclass(frozen=True)
class GroupsNotFull(Reason):
    side = Side.AGAINST

    def told(self) -> str:
        return (
            "Подходящие наставники берут только группу, а подходящих друг другу людей на неё не набралось. "
            "Договоритесь о меньшей группе или найдите ещё одного наставника."
        )


@dataclass(frozen=True)
class NobodyMeets(Reason):
    """The first condition that no mentor meets.

    Attributes:
        suitable: how many meet all before it, and `first` the numbers of some of these.
        form: the mentoring form that the mentee wants, or "", and whether it is run.
        wanted: the mentee's requests.
    """

    side = Side.AGAINST
    condition: Condition
    suitable: int
    first: Values
    form: str
    is_run: bool
    wanted: Values

    def told(self) -> str:
        before, condition = self.suitable, self.condition
        suitable = counted(before, "наставник")
        match condition:
            case Condition.FORM:
                return self._no_form()
            case Condition.ADULT:
                they = "он младше" if before == 1 else "все они младше"
                only = "такие наставники – только в формах, где наставник сам учится"
                why = "в этой форме наставник – взрослый" if self.form else only
                return f"{self._for_form(suitable)}, но {they} {ADULT} лет: {why}."
            case Condition.ANOTHER:
                return "По форме наставничества подходит только сам наставляемый: нужен другой наставник."
            case Condition.COMPETENCE:
                return f"{self._for_form(suitable)}, но никто не может помочь с тем, что нужно: {listed(self.wanted)}."
        # Whom somebody would not work with is told to nobody.
        is_told = before <= MOST_NAMED and condition is not Condition.NOT_AVOIDED
        who = f" ({', '.join(self.first)})" if is_told else ""
        as_students = condition is Condition.SENIOR and not self.form
        one, several = _ONLY_AS_STUDENTS if as_students else _FAILED[condition]
        return f"{_fit(before)}{who}, но {one if before == 1 else several}."

    def _no_form(self) -> str:
        if not self.form:
            return "Форма наставничества в анкете не указана, и нет наставников ни для одной из форм, которые ведутся."
        if not self.is_run:
            return f"Форма наставничества «{brief(self.form)}» в организации не ведётся."
        return f"Нет ни одного наставника, согласного на форму «{brief(self.form)}»."

    def _for_form(self, suitable: str) -> str:
        return f"На форму «{brief(self.form)}» есть {suitable}" if self.form else f"Участвует {suitable}"


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
        "он младше наставляемого, а в этой форме наставник не младше того, кому помогает",
        "все они младше наставляемого, а в этой форме наставник не младше того, кому помогает",
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
    "общие формы у них только те, где наставник сам учится, а в них наставник не младше наставляемого",
    "общие формы с ними только те, где наставник сам учится, а в них наставник не младше наставляемого",
)
"""The same of somebody younger, where the mentee named no form."""


@dataclass(frozen=True)
class Waits(Reason):
    """So many mentors suit, and there are more who want them than places.

    Attributes:
        swap: the nearest place: by how much who has it is ahead, and what it would cost to give it to this mentee.
        mentee: the numbers of this mentee, of the other one who has that place, and of its mentor.
        by_choice: whether the pairs were made by mutual choice.
    """

    side = Side.AGAINST
    suitable: int
    swap: Swap
    mentee: str
    other: str
    mentor: str
    by_choice: bool

    def told(self) -> str:
        mentee, other, mentor, cost = self.mentee, self.other, self.mentor, self.swap.cost
        if self.by_choice:
            decided = f"Место у {mentor} получает {other}: этот наставник предпочёл его"
            given = f"Если отдать место {mentee}, {mentor} и {other} оба предпочли бы вернуть всё как было"
        else:
            decided = f"Место у {mentor} предложено {other}: {self._ahead()}"
            lost = f"потеря по этим меркам — {in_points(cost)}" if cost else "по этим меркам ничего не изменится"
            given = f"Если отдать место {mentee}, пар будет столько же, а {lost}"
        short = f"{_fit(self.suitable)}, но желающих больше, чем мест"
        return f"{short}. {decided}. {given}. Нужен ещё один наставник или ещё одно место."

    def _ahead(self) -> str:
        """In what the one who has the place is ahead, and in what behind, in points."""
        swap, other = self.swap, self.other
        compared = f"{number(swap.other_score)} из возможных {number(swap.other_best)}"
        fit = f"балл {compared}, а у {self.mentee} {number(swap.score)} из {number(swap.best)}"
        parts = (
            (swap.queue, f"{other} раньше в очереди", f"{other} позже в очереди"),
            (swap.need, "нужда больше", "нужда меньше"),
            (swap.fit, fit, fit),
        )
        said = [f"{ahead if lead > 0 else behind} ({signed(lead)})" for lead, ahead, behind in parts if lead]
        even = [] if swap.cost else ["в сумме поровну, решило прежнее предложение или номер"]
        return "; ".join([*said, *even])


def _fit(suitable: int) -> str:
    return f"{'Подходит' if plural(suitable) == 'one' else 'Подходят'} {counted(suitable, 'наставник')}"
