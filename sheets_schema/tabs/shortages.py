"""«Кого не хватает»: what would help most where mentees are left over."""

from __future__ import annotations

from sheets_schema.columns import JOB, Key, Number, Text
from sheets_schema.sheet import Sheet


class Shortages(Sheet):
    """Что поможет, если кто-то остался без наставника. Каждая строка — сама по себе. В строке без числа — не доказано,
    что лучших пар нет. Заполняет программа."""

    title = "Кого не хватает"
    position = 7.7
    written_by = ("match",)

    id = Key(prefix="НХ", hidden=True)
    """A line counted from the top: what helps most is on the first."""
    what = Text("Что поможет", owner=JOB, width=560)
    gain = Number(
        "Пар станет больше на",
        owner=JOB,
        width=130,
        hint="Если сделать только это. Другие пары при этом могут перестроиться, но меньше их не станет",
    )
    mentees = Text(
        "Кого это касается",
        owner=JOB,
        long=True,
        width=460,
        hint="Кто из оставшихся мог бы работать с этим наставником; остальных переставит сам подбор",
    )
