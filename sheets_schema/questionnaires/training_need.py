"""«Потребность в обучении»: what a mentor who has been in the bank for some time wants to learn now."""

from __future__ import annotations

from sheets_schema.form import Form, Section
from sheets_schema.tabs.training_needs import TrainingNeeds


class TrainingNeed(Form):
    """Asked once a school year of whoever has not filled in the mentors' questionnaire in it."""

    title = "Потребность в обучении"
    description = (
        "Две минуты о том, чему вы хотели бы научиться как наставник: по этим ответам выбирают обучение. Номер вписан "
        "по личной ссылке; если её нет, впишите свой номер в программе, он начинается на «Н-»."
    )
    thanks = "Ответ передан куратору."
    answers = TrainingNeeds
    sections = (Section("Об обучении", (TrainingNeeds.topics, TrainingNeeds.words, TrainingNeeds.way)),)
