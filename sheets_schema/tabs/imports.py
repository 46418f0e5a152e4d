"""«Загрузки»: the lists of people that were taken in from files, each of which can be undone as a whole."""

from __future__ import annotations

from sheets_schema.columns import ANY_JOB, JOB, Choice, DateTime, Key, Number, Text
from sheets_schema.sheet import Kept, Sheet
from sheets_schema.vocabulary import GREEN, GREY, IMPORT_STATES, IMPORTED, UNDONE, UNDONE_IN_PART, YELLOW


class Imports(Sheet):
    """Списки людей, внесённые из файлов: что внесено и отменено ли это. Ведёт программа."""

    title = "Загрузки"
    position = 10.4
    kept = Kept.FOR_THE_YEAR
    written_by = ANY_JOB
    colours = {IMPORTED: GREEN, UNDONE: GREY, UNDONE_IN_PART: YELLOW}
    over = (UNDONE,)

    id = Key(prefix="ЗГ")
    file = Text("Файл", owner=JOB, remembered=True, width=240)
    state = Choice("Состояние", IMPORT_STATES, owner=JOB, remembered=True, width=150)
    at = DateTime("Когда", owner=JOB, remembered=True)
    by = Text("Кто", owner=JOB, remembered=True, width=180)
    tabs = Text("Куда", owner=JOB, remembered=True, width=200)
    added = Number("Новых", owner=JOB, remembered=True)
    filled = Number("Дополнено", owner=JOB, remembered=True)
    refused = Number("Не внесено", owner=JOB, remembered=True)
    left = Text("Осталось после отмены", owner=JOB, remembered=True, long=True, width=260)
