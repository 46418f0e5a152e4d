"""«Приглашения»: who was invited to which event, what they answered, and who came."""

from __future__ import annotations

from sheets_schema.columns import CURATOR, FORM, JOB, Choice, Email, Flag, Key, Number, PersonName, Reference, Text
from sheets_schema.planned import Planned
from sheets_schema.sheet import Kept
from sheets_schema.vocabulary import ANSWERS_TO_INVITATIONS


class Invitations(Planned):
    """Кого позвали на мероприятия и что они ответили. После мероприятия отметьте, кто был."""

    title = "Приглашения"
    position = 9.22
    kept = Kept.FOR_THE_YEAR
    written_by = ("events",)
    frozen = 3

    id = Key(prefix="ПГ")
    event = Reference(
        "Мероприятие", owner=JOB, written_by=("collect", "events"), remembered=True, vital=True, tabs=("events",)
    )
    who = PersonName("Кто", owner=JOB)
    topic = Text("О чём", owner=JOB, width=300)
    coming = Choice(
        "Придёт ли",
        ANSWERS_TO_INVITATIONS,
        owner=FORM,
        required=True,
        width=120,
        question="Вы придёте?",
    )
    remark = Text("Что передали", owner=FORM, width=220, question="Хотите что-то передать организатору?")
    came = Flag("Был", owner=CURATOR, vital=True, hint="Отметьте после мероприятия по листу регистрации")
    guest = Email("Адрес гостя", owner=JOB, remembered=True, hint="Кого нет в таблице")
    told = Number("Сообщили", owner=JOB, remembered=True, vital=True, hidden=True, hint="О каком изменении было письмо")
    problems = Text("Что исправить", owner=JOB, long=True, width=260)

    subject = (event,)
