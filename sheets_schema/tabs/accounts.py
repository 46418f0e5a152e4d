"""«Сведения от третьих лиц»: what others say a mentee needs, beside what the mentee asks for."""

from __future__ import annotations

from sheets_schema.columns import CURATOR, FORM, JOB, Choice, Choices, Key, Personal, Reference, Text
from sheets_schema.planned import Planned
from sheets_schema.sheet import Kept
from sheets_schema.vocabulary import COMPETENCES, DOCUMENTS, REPORT_DECISIONS, THIRD_PARTIES


class Accounts(Planned):
    """Что о запросе наставляемого говорят документы, кураторы групп и родители. Принятые темы учитывает подбор; слова
    самого наставляемого остаются как есть."""

    title = "Сведения от третьих лиц"
    as_data = "что о потребностях участника рассказали родитель, куратор группы или другой сотрудник и кто рассказал"
    position = 4.5
    checked = True
    in_digest = True
    kept = Kept.FOR_THE_YEAR
    personal = Personal.ANSWER
    written_by = ("accounts",)
    asked = (14, 3)

    id = Key(prefix="СТ")
    mentee = Reference(
        "Наставляемый",
        owner=JOB,
        written_by=("collect", "accounts"),
        remembered=True,
        vital=True,
        tabs=("mentees",),
        width=120,
    )
    subject = (mentee,)
    mentee_name = Text("ФИО", owner=JOB, personal=Personal.NAME, width=230)
    decision = Choice(
        "Решение",
        REPORT_DECISIONS,
        owner=CURATOR,
        vital=True,
        width=110,
        hint="«принять» — эти темы учтёт подбор вместе с запросом самого наставляемого; «отклонить» — не учтёт",
    )
    about = Text(
        "О ком",
        owner=FORM,
        personal=Personal.NAME,
        width=230,
        question="О ком вы рассказываете?",
        hint="ФИО или номер. Если вы открыли ссылку из письма, оставьте пустым",
    )
    source = Choice("Кто рассказал", THIRD_PARTIES, owner=FORM, width=170, question="Кто вы этому человеку?")
    documents = Choices("По документам", DOCUMENTS, owner=FORM, width=230, question="Что вы посмотрели?")
    requests = Choices("С чем нужна помощь", COMPETENCES, owner=FORM, question="С чем, по-вашему, нужна помощь?")
    words = Text(
        "Подробнее",
        owner=FORM,
        long=True,
        width=280,
        question="Расскажите подробнее",
        hint="Только то, что поможет выбрать наставника; о здоровье и семье писать не нужно",
    )
    problems = Text("Что исправить", owner=JOB, long=True, width=300)
