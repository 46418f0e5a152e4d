"""«Банк наставников»: everyone who offered to be a mentor."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sheets_schema.columns import FORM, JOB, Choice, Choices, Date, Key, Number, Personal, Text
from sheets_schema.tabs.bank import Bank, joined_with
from sheets_schema.vocabulary import (
    AFFILIATIONS,
    AGE_GROUPS,
    COMPETENCES,
    EMPLOYER,
    GRADUATE,
    MENTORED_BEFORE,
    MENTORING_FORMS,
    PUPIL,
    STUDENT,
    TRAINING_TOPICS,
)


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
        as_data="сколько наставляемых готов вести",
    )
    least_group = Number(
        "Группа не меньше",
        as_data="наименьший размер группы",
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
    experience = Text(
        "Об опыте",
        as_data="сведения об опыте",
        owner=FORM,
        long=True,
        width=280,
        question="Расскажите коротко о своём жизненном и профессиональном опыте",
    )
    speciality = Text(
        "Специальность или профиль",
        owner=FORM,
        asked_of=(STUDENT, PUPIL),
        width=200,
        question="Ваша специальность или профиль класса",
    )
    affiliation = Choice(
        "Связь с организацией",
        AFFILIATIONS,
        owner=FORM,
        asked_of=(EMPLOYER, GRADUATE),
        width=180,
        question="Что вас связывает с нашей организацией?",
    )
    workplace = Text(
        "Место работы",
        owner=FORM,
        asked_of=(EMPLOYER, GRADUATE),
        width=220,
        question="Где вы работаете или учитесь?",
        hint="Название организации",
    )
    hours = Number(
        "Часов в неделю",
        as_data="сколько часов в неделю готов уделять",
        owner=FORM,
        least=1,
        most=20,
        question="Сколько часов в неделю вы готовы уделять наставничеству?",
    )
    mentored = Choice(
        "Опыт наставника", MENTORED_BEFORE, owner=FORM, width=140, question="Были ли вы наставником раньше?"
    )
    motivation = Text("Мотивация", owner=FORM, long=True, width=240, question="Почему вам хочется быть наставником?")
    prefers = Text(
        "С кем хотел бы работать",
        owner=FORM,
        long=True,
        width=240,
        question="С кем вам хотелось бы работать?",
        hint="Например: с младшими, с молодыми коллегами",
    )
    hobby = Text("Увлечения", owner=FORM, width=200, question="Ваши увлечения, о которых стоит знать наставляемому")
    training_needs = Choices(
        "Чему хочет научиться",
        TRAINING_TOPICS,
        owner=FORM,
        question="Чему вы хотели бы научиться как наставник?",
        hint="Если обучение не нужно, оставьте пустым",
    )
    trained = Date(
        "Обучен",
        owner=FORM,
        personal=Personal.REMARK,
        vital=True,
        hint="День, когда наставник закончил обучение наставничеству; пусто — не обучен. Впишите сами, или программа "
        "впишет день из удостоверения (лист «Обучение наставников»)",
    )
    load = Number("Занято мест", owner=JOB, written_by=("states",))

    essence = (forms, competences)
