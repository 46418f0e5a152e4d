"""A tab whose rows are expected before they are answered: a job plans who is to answer by when, and the answer comes by
a form through a personal link.

class Compatibility(Planned):
    asked = (7, 0)                                   # a week before the due date, and on it
    id = Key(prefix="СВ")
    pair = Reference("Номер пары", owner=JOB, …)
    subject = (pair,)
    ease = Choice("Легко общаться", …, owner=FORM)   # what the form asks

class CompatibilityQuestionnaire(Form):
    answers = Compatibility
"""

from __future__ import annotations

from typing import ClassVar

from sheets_schema.columns import ANY_JOB, CURATOR, FORM, JOB, Choice, Column, Date, DateTime, Flag, Reference, Text
from sheets_schema.sheet import Sheet
from sheets_schema.vocabulary import (
    ANSWER_STANDINGS,
    GREEN,
    GREY,
    IS_DUE_SOON,
    IS_NEEDLESS,
    IS_PAST_DUE,
    IS_RECEIVED,
    RED,
    YELLOW,
)


class Planned(Sheet):
    """The columns of a row that waits for its answer. Not a tab itself: those derived from it are."""

    colours: ClassVar[dict[str, str]] = {IS_DUE_SOON: YELLOW, IS_PAST_DUE: RED, IS_RECEIVED: GREEN, IS_NEEDLESS: GREY}
    over: ClassVar[tuple[str, ...]] = (IS_NEEDLESS,)
    soon: ClassVar[int] = 3
    """From so many days before the due date on, the row is «скоро срок»."""
    asked: ClassVar[tuple[int, ...]] = ()
    """Days before the due date on which the person is asked: first, and again while there is no answer; below zero,
    after it. Empty where the feature has letters of its own."""
    subject: ClassVar[tuple[Column, ...]] = ()
    """The columns that say what is asked about: planned with the row. An answer that found no row of its own has them
    from the row whose number it carries."""

    standing = Choice("Ответ", ANSWER_STANDINGS, owner=JOB, width=130, former_widths=(110,))
    person = Reference(
        "Кого спросили", owner=JOB, written_by=ANY_JOB, remembered=True, tabs=("mentees", "mentors", "staff"), width=110
    )
    due = Date("Ответить до", owner=JOB, written_by=ANY_JOB, remembered=True, width=110)
    excused = Flag("Не нужно", owner=CURATOR, hint="Поставьте галочку, и программа больше не напомнит")
    answered = DateTime("Когда ответили", owner=JOB, written_by=ANY_JOB, remembered=True)
    number = Text(
        "Номер в ответе",
        owner=FORM,
        question="Номер",
        hint="Вписан программой. Если пусто, откройте ссылку из письма ещё раз или так и оставьте",
        width=120,
    )
    occasion = Text(
        "Повод",
        owner=JOB,
        written_by=ANY_JOB,
        remembered=True,
        vital=True,
        hidden=True,
        hint="Зачем нужна строка: дважды она не появится",
    )

    def __init_subclass__(cls) -> None:
        """What was answered, and what the curator decides of it, stands before what there is to say of the waiting."""
        super().__init_subclass__()
        own = {
            name: column
            for name, column in cls.columns.items()
            # Where people may enter what a job plans elsewhere, it is what was answered.
            if name not in Planned.columns or column.owner is not Planned.columns[name].owner
        }
        cls.columns = {**own, **{name: cls.columns[name] for name in Planned.columns}}
