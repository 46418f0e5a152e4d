"""«Совместимость»: what mentor and mentee said of each other after the trial meeting."""

from __future__ import annotations

from sheets_schema.columns import CURATOR, FORM, JOB, Choice, Key, Number, Personal, Reference, Text
from sheets_schema.planned import Planned
from sheets_schema.sheet import Kept
from sheets_schema.vocabulary import (
    AGREEMENT,
    COMPATIBILITY_DECISIONS,
    COMPATIBILITY_VERDICTS,
    GREEN,
    RED,
    SIDES,
    SUITS,
    TO_REPLACE,
    TO_WATCH,
    YELLOW,
)


class Compatibility(Planned):
    """Кого спросили после пробной встречи и что ответили обе стороны. Где ответы низкие, программа предлагает замену;
    решает куратор."""

    title = "Совместимость"
    as_data = "отзыв о пробной встрече"
    position = 8.5
    kept = Kept.FOR_THE_YEAR
    written_by = ("compatibility",)
    colours = {**Planned.colours, SUITS: GREEN, TO_WATCH: YELLOW, TO_REPLACE: RED}
    asked = (7, 0)

    id = Key(prefix="СВ")
    pair = Reference(
        "Номер пары", owner=JOB, written_by=("collect", "compatibility"), remembered=True, vital=True, tabs=("pairs",)
    )
    side = Choice(
        "Кто отвечает",
        SIDES,
        owner=JOB,
        written_by=("collect", "compatibility"),
        remembered=True,
        vital=True,
        width=140,
    )
    subject = (pair, side)
    people = Text("Наставник и наставляемый", owner=JOB, personal=Personal.NAME, width=310)
    verdict = Choice("Вывод", COMPATIBILITY_VERDICTS, owner=JOB, personal=Personal.ASSESSMENT, width=185)
    score = Number(
        "Балл", owner=JOB, personal=Personal.ASSESSMENT, width=70, hint="От 0 до 100, среднее по пяти ответам"
    )
    decision = Choice(
        "Решение",
        COMPATIBILITY_DECISIONS,
        owner=CURATOR,
        vital=True,
        width=130,
        hint="«оставить» — замену больше не предлагать; «искать замену» — предлагать при любом балле",
    )
    ease = Choice("Легко общаться", AGREEMENT, owner=FORM, required=True, question="Вам легко общаться друг с другом?")
    goal = Choice(
        "Понятна цель", AGREEMENT, owner=FORM, required=True, question="Вам обоим понятно, над чем вы будете работать?"
    )
    terms = Choice(
        "Удобно встречаться",
        AGREEMENT,
        owner=FORM,
        required=True,
        question="Вам подходят время и способ встреч, о которых вы договорились?",
    )
    trust = Choice(
        "Есть доверие", AGREEMENT, owner=FORM, required=True, question="Вы можете открыто говорить о трудностях?"
    )
    go_on = Choice(
        "Хочет продолжать", AGREEMENT, owner=FORM, required=True, question="Вы хотите работать в этой паре дальше?"
    )
    comment = Text(
        "Комментарий",
        owner=FORM,
        personal=Personal.ANSWER,
        long=True,
        width=280,
        question="Что важно знать куратору?",
        hint="Другой участник пары ваших ответов не увидит",
    )
    problems = Text("Что исправить", owner=JOB, long=True, width=300)
