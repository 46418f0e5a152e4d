"""«Похожие люди»: rows of the banks that may be of one person."""

from __future__ import annotations

from sheets_schema.columns import CURATOR, JOB, Choice, Date, Key, PersonName, Reference, Text
from sheets_schema.sheet import Kept, Sheet
from sheets_schema.vocabulary import (
    AWAITS_DECISION,
    DIFFERENT_PEOPLE,
    GREEN,
    GREY,
    JOINED,
    LIKENESS_DECISIONS,
    LIKENESS_STATES,
    ONE_PERSON,
    SET_ASIDE,
    YELLOW,
)


class SamePeople(Sheet):
    """Строки банков, которые похожи на одного человека. Решение — в столбце «Решение»; о решённом программа больше не
    спрашивает."""

    title = "Похожие люди"
    position = 5.5
    in_digest = True
    kept = Kept.FOR_GOOD
    written_by = ("same_people",)
    frozen = 3
    colours = {AWAITS_DECISION: YELLOW, JOINED: GREEN, SET_ASIDE: GREY}
    over = (JOINED, ONE_PERSON, DIFFERENT_PEOPLE, SET_ASIDE)

    id = Key(prefix="ПЛ")
    one = Reference("Первый", owner=JOB, remembered=True, vital=True, tabs=("mentees", "mentors"), width=90)
    one_name = PersonName("ФИО первого", owner=JOB)
    other = Reference("Второй", owner=JOB, remembered=True, vital=True, tabs=("mentees", "mentors"), width=90)
    other_name = PersonName("ФИО второго", owner=JOB)
    state = Choice("Состояние", LIKENESS_STATES, owner=JOB, remembered=True, vital=True, width=130)
    decision = Choice(
        "Решение",
        LIKENESS_DECISIONS,
        owner=CURATOR,
        vital=True,
        width=130,
        hint="«один человек» — строки объединятся; «разные люди» — больше не спросим, а объединённое разъединим",
    )
    agrees = Text("Что совпадает", owner=JOB, width=260)
    differs = Text("Что различается", owner=JOB, width=260)
    since = Date("Замечено", owner=JOB, remembered=True)
    joined_on = Date("Объединены", owner=JOB, remembered=True)
    taken = Text(
        "Что перенесено",
        owner=JOB,
        remembered=True,
        width=220,
        hint="Какие пустые клетки оставшейся строки заполнены из лишней",
    )
    left = Text(
        "Что осталось в лишней строке",
        owner=JOB,
        long=True,
        width=220,
        hint="В оставшейся строке эти клетки заполнены иначе или ведёте их вы: перенесите, если нужно",
    )
    problems = Text("Что исправить", owner=JOB, long=True, width=300)
