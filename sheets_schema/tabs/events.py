"""«Мероприятия»: what the organisation holds for its programme, and whom it invites."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from sheets_schema.columns import (
    CURATOR,
    JOB,
    Choice,
    Choices,
    DateTime,
    Flag,
    Key,
    Link,
    Number,
    Personal,
    Reference,
    Text,
)
from sheets_schema.sheet import Kept, Sheet
from sheets_schema.vocabulary import (
    BLUE,
    EVENT_KINDS,
    EVENT_STATES,
    GREEN,
    GREY,
    IS_CANCELLED,
    IS_HELD,
    IS_INVITED_TO,
    IS_PLANNED,
    IS_TO_WRITE_UP,
    MAILING_GROUPS,
    ROLES,
    YELLOW,
)

USUAL_MINUTES = 60


def both_held_and_cancelled(events: Any) -> Iterator[tuple[int, str]]:
    """The rows of which both is ticked."""
    for row in events.index[events[Events.held] & events[Events.cancelled]]:
        yield int(row), "отмечено и «Состоялось», и «Отменено»; снимите лишнюю галочку"


class Events(Sheet):
    """Педсоветы, собрания, классные часы, круглые столы и встречи: кого позвать, что решили. Ведёт куратор; программа
    рассылает приглашения, готовит повестку с листом регистрации и проект протокола или отчёта."""

    title = "Мероприятия"
    position = 9.21
    checked = True
    in_digest = True
    kept = Kept.FOR_THE_YEAR
    written_by = ("events",)
    typed_by_hand = True
    row_checks = (both_held_and_cancelled,)
    colours = {IS_PLANNED: BLUE, IS_INVITED_TO: BLUE, IS_TO_WRITE_UP: YELLOW, IS_HELD: GREEN, IS_CANCELLED: GREY}
    over = (IS_CANCELLED,)
    frozen = 1

    id = Key(prefix="МП")
    kind = Choice("Вид", EVENT_KINDS, owner=CURATOR, required=True, width=200)
    subject = Text("Тема", owner=CURATOR, required=True, width=260, hint="О чём: «О целевой модели наставничества»")
    begins = DateTime(
        "Когда",
        owner=CURATOR,
        required=True,
        width=170,
        hint="День и время: 15.12.2026 14:30. Если времени ещё нет, впишите только день",
    )
    state = Choice("Состояние", EVENT_STATES, owner=JOB, width=150)
    problems = Text("Что исправить", owner=JOB, long=True, width=280)
    to = Choice("Кого позвать", MAILING_GROUPS, owner=CURATOR, width=170)
    roles = Choices("Сотрудники с ролью", ROLES, owner=CURATOR, width=200)
    numbers = Text(
        "Номера", owner=CURATOR, width=130, hint="Кого ещё: номера через запятую, например НМ-0003, Н-0001, С-0002"
    )
    addresses = Text(
        "Адреса гостей",
        owner=CURATOR,
        personal=Personal.CONTACT,
        width=180,
        hint="Кого нет в таблице: эл. адреса через запятую",
    )
    reach = Text("Кто получит приглашение", owner=JOB, long=True, width=220)
    invite = Flag("Пригласить", owner=CURATOR, vital=True, hint="Поставьте галочку один раз: письма встанут в очередь")
    answers = Text("Что ответили", owner=JOB, width=190)
    place = Text("Место", owner=CURATOR, width=160)
    link = Link("Ссылка на встречу", owner=CURATOR, hint="Если встреча в интернете")
    minutes = Number(
        "Сколько минут", owner=CURATOR, least=10, most=1440, hint=f"Если пусто, в календаре {USUAL_MINUTES} минут"
    )
    leader = Text("Кто ведёт", owner=CURATOR, width=180)
    measure = Text(
        "Пункт плана",
        owner=CURATOR,
        width=100,
        hint="Пункт дорожной карты, который этим выполняется, например 1.4.1; несколько — через запятую",
    )
    agenda = Text(
        "Повестка",
        owner=CURATOR,
        long=True,
        width=260,
        hint="Каждый вопрос с новой строки. Если пусто, в документе будет обычная для этого вида",
    )
    cancelled = Flag("Отменено", owner=CURATOR, vital=True, hint="Кого уже пригласили, получат письмо об отмене")
    held = Flag("Состоялось", owner=CURATOR, vital=True)
    present = Number(
        "Сколько пришло",
        owner=CURATOR,
        least=0,
        most=5000,
        hint="Если пусто, программа считает галочки «Был» на листе «Приглашения»",
    )
    heard = Text("О чём говорили", owner=CURATOR, personal=Personal.REMARK, long=True, width=260)
    decided = Text(
        "Что решили",
        owner=CURATOR,
        personal=Personal.REMARK,
        long=True,
        width=260,
        hint="Каждое решение или вывод с новой строки: из этого составляется протокол или отчёт",
    )
    votes = Text("Голоса", owner=CURATOR, width=150, hint="Для протокола, например: за — 24, против — 0")
    number = Text("Номер протокола", owner=CURATOR, width=100)
    chair = Text("Председатель", owner=CURATOR, width=180, hint="Для протокола; пусто — директор")
    secretary = Text("Секретарь", owner=CURATOR, width=180)
    course = Reference(
        "Программа обучения",
        owner=CURATOR,
        tabs=("courses",),
        hint="Если это занятие школы наставников: номер с листа «Программы обучения»",
    )
    change = Number("Изменение", owner=JOB, remembered=True, hidden=True, hint="Сколько раз приглашение меняли")
    told = Text("О чём сообщили", owner=JOB, remembered=True, hidden=True, hint="Отпечаток того, что было в письмах")


def day_alone(begins: Any) -> bool:
    """Whether a moment of an event says its day and no hour."""
    return pd.notna(begins) and pd.Timestamp(begins) == pd.Timestamp(begins).normalize()
