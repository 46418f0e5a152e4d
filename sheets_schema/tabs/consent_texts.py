"""«Редакции согласий»: what exactly people were asked to agree to, edition by edition."""

from __future__ import annotations

from sheets_schema.columns import CURATOR, JOB, Choice, Date, Flag, Key, Link, Number, Text
from sheets_schema.sheet import Kept, Sheet
from sheets_schema.vocabulary import CONSENT_KINDS


class ConsentTexts(Sheet):
    """Тексты согласий. Когда меняются «Настройки», появляется новая редакция, прежние остаются навсегда."""

    title = "Редакции согласий"
    position = 6.2
    is_record = True
    kept = Kept.FOR_GOOD
    written_by = ("consent_texts",)
    folder = "Согласия"

    id = Key(prefix="ТС")
    kind = Choice("На что", CONSENT_KINDS, owner=JOB, remembered=True, vital=True, width=200)
    number = Number("Редакция", owner=JOB, remembered=True, vital=True)
    since = Date("С какого дня", owner=JOB, remembered=True)
    text = Text("Текст", owner=JOB, remembered=True, vital=True, long=True, width=600)
    on_paper = Flag("На бумагу", owner=CURATOR, hint="Поставьте галочку, и программа составит документ для печати")
    document = Link("Документ", owner=JOB, width=260, hint="Распечатайте для тех, кто подписывает на бумаге")
    problems = Text("Что исправить", owner=JOB, long=True, width=300)
    purpose = Text("Ключ", owner=JOB, remembered=True, vital=True, hidden=True)
    digest = Text("Отпечаток", owner=JOB, hidden=True)
