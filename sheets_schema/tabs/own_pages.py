"""«Личные страницы»: the document of each participant, where the workspace has no pages of the program's own."""

from __future__ import annotations

from sheets_schema.columns import JOB, Key, Link, Personal, Reference, Text
from sheets_schema.sheet import Sheet


class OwnPages(Sheet):
    """Документы участников: что о каждом известно и что от него нужно. Лист заполняется, когда таблица в Google."""

    title = "Личные страницы"
    position = 6.4
    written_by = ("own_pages",)
    folder = "Личные страницы"

    id = Key(prefix="ЛС")
    person = Reference("Чья", owner=JOB, remembered=True, vital=True, tabs=("mentees", "mentors"))
    document = Link("Документ", owner=JOB, remembered=True, width=260, hint="Его открывает только сам участник и вы")
    access = Text("Кому открыт", owner=JOB, remembered=True, personal=Personal.CONTACT, width=240)
    problems = Text("Что исправить", owner=JOB, long=True, width=300)
    purpose = Text("Ключ", owner=JOB, remembered=True, vital=True, hidden=True)
    digest = Text("Отпечаток", owner=JOB, hidden=True)
