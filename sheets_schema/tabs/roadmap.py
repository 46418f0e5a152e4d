"""«Дорожная карта»: the year's plan, measure by measure."""

from __future__ import annotations

from sheets_schema.columns import CURATOR, JOB, Choice, Choices, Date, Flag, Key, Number, Text
from sheets_schema.sheet import Kept, Sheet
from sheets_schema.vocabulary import (
    BLUE,
    DONE,
    GREEN,
    IN_PROGRESS,
    LEVELS,
    MEASURE_STATES,
    OVERDUE,
    PROOFS,
    RED,
    SOON,
    YELLOW,
)


class Roadmap(Sheet):
    """План года: мероприятия, сроки словами, ответственные и результат. Сроки датами считает программа."""

    title = "Дорожная карта"
    position = 3
    checked = True
    in_digest = True
    kept = Kept.WHILE_IT_GOES_ON
    written_by = ("deadlines",)
    typed_by_hand = True
    frozen = 3
    colours = {SOON: YELLOW, IN_PROGRESS: BLUE, DONE: GREEN, OVERDUE: RED}

    id = Key(prefix="М")
    number = Text("Пункт", owner=CURATOR, width=70)
    measure = Text("Мероприятие", owner=CURATOR, required=True, long=True, width=380)
    deadline = Text(
        "Срок",
        owner=CURATOR,
        vital=True,
        dates=True,
        hint="Словами: «Ноябрь 2023 г.», «до 9.09.2022», «Февраль – апрель 2024 г.»",
        width=160,
    )
    checkpoint = Flag(
        "КТ",
        owner=CURATOR,
        width=50,
        hint="Контрольная точка: ею закрывается этап. Поставьте сами или напишите в сроке",
    )
    state = Choice("Состояние", MEASURE_STATES, owner=JOB, width=110)
    days_left = Number("Осталось дней", owner=JOB, width=90)
    done = Flag(
        "Выполнено",
        owner=CURATOR,
        of_the_year=True,
        vital=True,
        hint="Мероприятие закончено. Если оно повторяется, каждый раз отмечайте в столбце «Сделано по»",
    )
    done_until = Date(
        "Сделано по",
        owner=CURATOR,
        of_the_year=True,
        vital=True,
        hint="Для повторяющихся: последний срок, за который всё сделано, например 31.05.2024",
    )
    proof = Text(
        "Подтверждение", owner=CURATOR, of_the_year=True, hint="Ссылка на документ или несколько слов", width=200
    )
    proven_by = Choice(
        "Засчитать, когда",
        PROOFS,
        owner=CURATOR,
        width=200,
        hint="Что увидит программа, чтобы сама считать мероприятие выполненным. Пусто — только по вашей галочке",
    )
    seen = Text("Что видит программа", owner=JOB, width=260)
    responsible = Text(
        "Ответственные", owner=CURATOR, vital=True, hint="Роли через запятую, как на листе «Сотрудники»", width=240
    )
    result = Text("Результат", owner=CURATOR, long=True, width=300)
    stage = Text("Этап", owner=CURATOR, width=260)
    activity = Text("Направление", owner=CURATOR, width=260)
    depends_on = Text(
        "После пунктов", owner=CURATOR, hint="Номера пунктов, которые делаются раньше, через запятую", width=120
    )
    yearly = Flag(
        "Каждый год",
        owner=CURATOR,
        hint="Делается заново в каждом новом учебном году. Что без галочки, на новый год не переходит: "
        "остаётся в архиве",
    )
    start = Date("Начало", owner=JOB)
    due = Date("Окончание", owner=JOB, hint="У повторяющегося — первый срок, за который оно ещё не сделано")
    report = Text(
        "Отчёт",
        owner=JOB,
        written_by=("measure_reports",),
        long=True,
        hint="Что сообщили ответственные; решайте на листе отчётов",
        width=260,
    )
    next_due = Date("Следующий срок", owner=JOB, hint="У повторяющегося — ближайший срок после того, что в «Окончании»")
    progress = Text("Повторения", owner=JOB, width=220, hint="Сколько раз сделано и сколько просрочено")
    problems = Text("Что исправить", owner=JOB, long=True, width=300)
    description = Text("Что сделать", owner=CURATOR, long=True, width=380, hint="Подробнее о мероприятии")
    served_by = Text(
        "Чем помогает программа", owner=CURATOR, width=260, hint="Её задания и документы, которые служат мероприятию"
    )
    levels = Choices("Уровень", LEVELS, owner=CURATOR, hidden=True, hint="В плане региона: для кого мероприятие")
