"""«Удаление данных»: whose data goes when, what went, what the law keeps, and what is left for a hand."""

from __future__ import annotations

from sheets_schema.columns import CURATOR, JOB, Choice, Date, Flag, Key, Text
from sheets_schema.sheet import Sheet
from sheets_schema.vocabulary import (
    BLUE,
    ERASED,
    ERASURE_BY_HAND,
    ERASURE_CANCELLED,
    ERASURE_GROUNDS,
    ERASURE_IS_DUE,
    ERASURE_STATES,
    ERASURE_WAITS,
    GREEN,
    GREY,
    RED,
    YELLOW,
)


class Erasures(Sheet):
    """Удаление данных. Люди названы номерами. Когда удалите вручную то, что программе недоступно, поставьте галочку."""

    title = "Удаление данных"
    position = 6.8
    in_digest = True
    is_record = True
    written_by = ("erasures",)
    over = (ERASURE_CANCELLED,)
    colours = {
        ERASURE_WAITS: BLUE,
        ERASURE_IS_DUE: YELLOW,
        ERASURE_BY_HAND: RED,
        ERASED: GREEN,
        ERASURE_CANCELLED: GREY,
    }

    id = Key(prefix="УД")
    people = Text("Чьи данные", owner=JOB, remembered=True, vital=True, hint="Все номера этого человека")
    ground = Choice("Почему", ERASURE_GROUNDS, owner=JOB, remembered=True, vital=True, width=150)
    asked_on = Date("Отозвано", owner=JOB, remembered=True)
    due = Date("Удалить", owner=JOB, remembered=True, vital=True)
    state = Choice("Состояние", ERASURE_STATES, owner=JOB, width=140)
    done_on = Date("Удалено", owner=JOB, remembered=True, vital=True)
    erased = Text("Что удалено", owner=JOB, remembered=True, vital=True, long=True, width=260)
    stays = Text("Что сохранено и почему", owner=JOB, remembered=True, long=True, width=300)
    by_hand = Text("Что удалить вручную", owner=JOB, remembered=True, vital=True, long=True, width=340)
    by_hand_done = Flag("Вручную удалено", owner=CURATOR, vital=True, hint="Поставьте галочку, когда всё удалите")
    note = Text("Заметка куратора", owner=CURATOR, width=200)
    problems = Text("Что исправить", owner=JOB, long=True, width=300)
    occasion = Text("Повод", owner=JOB, remembered=True, vital=True, hidden=True, hint="Дважды строка не появится")
