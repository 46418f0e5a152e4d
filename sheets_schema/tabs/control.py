"""«Пульт»: what the program does by itself, with a tick box for each that the curator may stop."""

from __future__ import annotations

from sheets_schema.columns import CURATOR, JOB, Code, DateTime, Flag, Text
from sheets_schema.sheet import Sheet

CHECK_NOW, REHEARSAL = "check-now", "rehearsal"
"""The codes of the rows that are neither a job nor a kind of letter."""


class Control(Sheet):
    """Что программа делает сама, когда делала в последний раз и что получилось. Снимите галочку — и не будет делать."""

    title = "Пульт"
    position = 1.5
    checked = True

    code = Code()
    what = Text("Что это", owner=JOB, written_by=("control",), width=290)
    on = Flag("Включено", owner=CURATOR, vital=True)
    at = DateTime("Когда", owner=JOB, width=170, hint="Когда здесь в последний раз что-то изменилось или ушло")
    outcome = Text("Что сделано", owner=JOB, long=True, width=300)
    explanation = Text("Пояснение", owner=JOB, written_by=("control",), long=True, width=420)
    seen = Flag("Галочка замечена", owner=JOB, hidden=True)
    problems = Text("Что исправить", owner=JOB, written_by=("control",), long=True, width=300)
