"""«Журнал»: one line for each cycle that did or noticed something."""

from __future__ import annotations

from sheets_schema.columns import JOB, DateTime, Key, Number, Text
from sheets_schema.sheet import Sheet


class Journal(Sheet):
    """Что программа сделала и заметила, по строке на каждый запуск. Здесь номера, а не имена."""

    title = "Журнал"
    position = 11
    frozen = 1
    is_record = True

    id = Key(prefix="Ж")
    at = DateTime("Когда", owner=JOB)
    jobs = Text("Задания", owner=JOB, width=260)
    changes = Text("Что изменилось", owner=JOB, long=True, width=480)
    problems = Text("На что обратить внимание", owner=JOB, long=True, width=480)
    calls = Number("Обращений", owner=JOB)
    seconds = Number("Секунд", owner=JOB, decimals=1)
