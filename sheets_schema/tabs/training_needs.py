"""«Потребности в обучении»: what the mentors of former years want to learn now."""

from __future__ import annotations

from sheets_schema.columns import FORM, JOB, Choice, Choices, Key, Personal, PersonName, Reference, Text
from sheets_schema.planned import Planned
from sheets_schema.sheet import Kept
from sheets_schema.vocabulary import MEETING_WAYS, TRAINING_TOPICS


class TrainingNeeds(Planned):
    """Чему хотят научиться наставники, чья анкета заполнена до этого учебного года: новых об этом спрашивает сама
    анкета. Писем программа об этом не шлёт: ссылка стоит на личной странице наставника, а форму можно раздать."""

    title = "Потребности в обучении"
    as_data = "чему хочет научиться"
    position = 6.7
    checked = True
    kept = Kept.FOR_THE_YEAR
    written_by = ("training_needs",)
    personal = Personal.ANSWER

    id = Key(prefix="ПТ")
    mentor = Reference(
        "Наставник",
        owner=JOB,
        written_by=("collect", "training_needs"),
        remembered=True,
        vital=True,
        tabs=("mentors",),
        width=110,
    )
    who = PersonName("Кто", owner=JOB)
    topics = Choices(
        "Темы",
        TRAINING_TOPICS,
        owner=FORM,
        width=260,
        question="Чему вы хотели бы научиться как наставник?",
        hint="Если обучение не нужно, оставьте пустым",
    )
    words = Text(
        "Своими словами", owner=FORM, long=True, width=260, question="Чего вам не хватает? Если хотите, своими словами"
    )
    way = Choice("Как учиться", MEETING_WAYS, owner=FORM, width=120, question="Как вам удобнее учиться?")
    problems = Text("Что исправить", owner=JOB, long=True, width=260)

    subject = (mentor,)
