"""«Выбор после встречи»: whom everyone would like to work with, once they have met."""

from __future__ import annotations

from sheets_schema.columns import FORM, JOB, DateTime, Key, Personal, Text
from sheets_schema.sheet import Kept, Sheet


class Preferences(Sheet):
    """Кто с кем хотел бы работать после групповой встречи. Строка — одна анкета; верна последняя."""

    title = "Выбор после встречи"
    as_data = "с кем участник хотел бы работать после знакомства"
    position = 6.5
    in_digest = True
    kept = Kept.FOR_THE_YEAR
    written_by = ("preferences",)
    frozen = 2
    typed_by_hand = True

    id = Key(prefix="В")
    who = Text(
        "Кто отвечает",
        owner=FORM,
        personal=Personal.NAME,
        required=True,
        width=230,
        question="Ваши фамилия, имя и отчество",
        hint="Или номер участника, например НМ-0007",
    )
    wishes = Text(
        "С кем хотел бы работать",
        owner=FORM,
        personal=Personal.ANSWER,
        required=True,
        long=True,
        width=300,
        question="С кем вы хотели бы работать в паре?",
        hint="ФИО или номера, каждого с новой строки; первым — того, с кем хочется больше всего",
    )
    problems = Text("Что исправить", owner=JOB, long=True, width=320)
    person = Text("Номер участника", owner=JOB, width=140)
    chosen = Text(
        "Кого выбрал", owner=JOB, personal=Personal.ANSWER, width=200, hint="Номера в том порядке, в каком названы люди"
    )
    answered = DateTime("Ответ получен", owner=JOB, written_by=("collect",))
