"""«Согласия»: who agreed to what, when, and how we know."""

from __future__ import annotations

from sheets_schema.columns import CURATOR, FORM, JOB, Choice, Date, Key, Personal, Reference, Text
from sheets_schema.sheet import Kept, Sheet
from sheets_schema.vocabulary import CONSENT_KINDS, GREEN, NO, RED, YES


class Consents(Sheet):
    """Согласия участников. Из анкет попадают сами; бумажное впишите строкой: номер человека, вид, «да» и дата."""

    title = "Согласия"
    position = 6
    checked = True
    in_digest = True
    kept = Kept.WHILE_IT_GOES_ON
    written_by = ("validate",)
    typed_by_hand = True
    colours = {YES: GREEN, NO: RED}

    id = Key(prefix="СГ")
    person = Reference("Номер участника", owner=FORM, tabs=("mentees", "mentors"), required=True)
    kind = Choice("На что", CONSENT_KINDS, owner=FORM, required=True, width=200)
    answer = Choice("Ответ", (YES, NO), owner=FORM, required=True, width=80)
    given_on = Date("Дата", owner=FORM, required=True)
    given_by = Text("Кто дал", owner=FORM, personal=Personal.NAME, width=230)
    source = Text("Откуда", owner=FORM, hint="«анкета» или, например, «на бумаге, в личном деле»", width=160)
    withdrawn_on = Date("Отозвано", owner=CURATOR, vital=True)
    ends = Text(
        "Что прекращено",
        owner=JOB,
        width=160,
        hint="Номера согласий, которые прекратил этот отзыв. Согласие, данное позже, действует",
    )
    note = Text("Заметка куратора", owner=CURATOR, personal=Personal.REMARK, width=200)
    problems = Text("Что исправить", owner=JOB, long=True, width=300)
