"""«Банк наставников»: everyone who offered to be a mentor."""

from __future__ import annotations

from sheets_schema.columns import FORM, JOB, Choices, Key, Number, Text
from sheets_schema.tabs.bank import Bank
from sheets_schema.vocabulary import COMPETENCES, MENTORING_FORMS


class Mentors(Bank):
    """Все, кто готов быть наставником. Заполняется «Анкетой наставника», ведёт куратор."""

    title = "Банк наставников"
    position = 5
    typed_by_hand = True

    id = Key(prefix="Н")
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
    experience = Text("Об опыте", owner=FORM, long=True, width=280, question="Расскажите коротко о своём опыте")
    load = Number("Занято мест", owner=JOB)
