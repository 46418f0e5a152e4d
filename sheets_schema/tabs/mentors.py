"""«Банк наставников»: everyone who offered to be a mentor."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sheets_schema.columns import FORM, JOB, Choices, Date, Key, Number, Personal, Text
from sheets_schema.tabs.bank import Bank, joined_with
from sheets_schema.vocabulary import AGE_GROUPS, COMPETENCES, MENTORING_FORMS


def groups_beyond_places(mentors: Any) -> Iterator[tuple[int, str]]:
    """Who takes a group only, and has fewer places than that."""
    least, places = mentors[Mentors.least_group], mentors[Mentors.capacity]
    for row in mentors.index[least > places]:
        yield (
            int(row),
            f"{Mentors.least_group.column.title}: {least[row]:g}, а в столбце «{Mentors.capacity.column.title}» только "
            f"{places[row]:g}; увеличьте число мест, уменьшите группу или оставьте её пустой",
        )


class Mentors(Bank):
    """Все, кто готов быть наставником. Заполняется «Анкетой наставника», ведёт куратор."""

    title = "Банк наставников"
    position = 5
    typed_by_hand = True
    row_checks = (groups_beyond_places,)

    id = Key(prefix="Н")
    joined = joined_with("mentors")
    occupation = Text(
        "Должность и место работы",
        owner=FORM,
        required=True,
        width=260,
        question="Ваша должность и место работы (учёбы)",
    )
    forms = Choices(
        "Формы наставничества",
        MENTORING_FORMS,
        owner=FORM,
        required=True,
        question="Кем вы готовы быть как наставник?",
    )
    competences = Choices("Компетенции", COMPETENCES, owner=FORM, required=True, question="С чем вы можете помочь?")
    capacity = Number(
        "Сколько наставляемых",
        owner=FORM,
        required=True,
        least=1,
        most=10,
        question="Скольким людям вы готовы помогать?",
    )
    least_group = Number(
        "Группа не меньше",
        owner=FORM,
        least=2,
        most=10,
        question="Если вы готовы работать только с группой: сколько в ней должно быть человек, не меньше?",
        hint="Если готовы помогать и одному человеку, оставьте пустым",
    )
    ages = Choices(
        "Возраст наставляемых",
        AGE_GROUPS,
        owner=FORM,
        width=200,
        question="Людям какого возраста вы готовы помогать?",
        hint="Если не отметить ничего, подойдёт любой",
    )
    experience = Text("Об опыте", owner=FORM, long=True, width=280, question="Расскажите коротко о своём опыте")
    trained = Date(
        "Обучен",
        owner=FORM,
        personal=Personal.REMARK,
        vital=True,
        hint="День, когда наставник закончил обучение наставничеству; пусто — не обучен. Впишите сами, или программа "
        "впишет день из удостоверения (лист «Обучение наставников»)",
    )
    load = Number("Занято мест", owner=JOB, written_by=("states",))
