"""«Согласия»: who is to agree to what, who did, when, to which edition, and how we know."""

from __future__ import annotations

from sheets_schema.columns import (
    CURATOR,
    FORM,
    JOB,
    Choice,
    Choices,
    Date,
    Email,
    Key,
    Number,
    Personal,
    PersonName,
    Reference,
    Text,
)
from sheets_schema.planned import Planned
from sheets_schema.sheet import Kept
from sheets_schema.vocabulary import ANSWER_STANDINGS, CONSENT_KINDS, GREEN, NO, PUBLISHED, RED, RELATIONS, YES


class Consents(Planned):
    """Согласия участников. Данные по ссылке попадают сами; бумажное впишите строкой: номер, вид, «да» и дата."""

    title = "Согласия"
    position = 6
    checked = True
    in_digest = True
    kept = Kept.WHILE_IT_GOES_ON
    written_by = ("asked_consents", "validate")
    typed_by_hand = True
    colours = {**Planned.colours, YES: GREEN, NO: RED}

    id = Key(prefix="СГ")
    person = Reference("Номер участника", owner=FORM, tabs=("mentees", "mentors"), required=True)
    kind = Choice(
        "На что", CONSENT_KINDS, owner=FORM, required=True, width=200, question="Какое согласие вы отзываете?"
    )
    answer = Choice("Ответ", (YES, NO), owner=FORM, required=True, width=80, question="Ваше решение")
    version = Number(
        "Редакция",
        owner=FORM,
        least=1,
        hint="Какой текст был перед глазами: см. лист «Редакции согласий». У прежних согласий номера нет",
    )
    given_on = Date("Дата", owner=FORM, required=True)
    given_by = Text(
        "Кто дал", owner=FORM, personal=Personal.NAME, width=230, question="Ваши фамилия, имя и отчество (полностью)"
    )
    relation = Choice(
        "Кем приходится",
        RELATIONS,
        owner=FORM,
        personal=Personal.ANSWER,
        width=120,
        question="Если участнику нет 18 лет: кем вы ему приходитесь?",
        hint="Согласие даёт законный представитель: родитель, усыновитель, опекун или попечитель",
    )
    published = Choices(
        "Что публиковать", PUBLISHED, owner=FORM, width=150, question="Что о вас можно публиковать? Отметьте каждое"
    )
    source = Text("Откуда", owner=FORM, hint="«форма» или, например, «на бумаге, в личном деле» со ссылкой", width=160)
    until = Date("Действует до", owner=FORM, hint="Пусто — пока не отозвано. После этого дня программа попросит новое")
    withdrawn_on = Date("Отозвано", owner=FORM, vital=True)
    ends = Text(
        "Что прекращено",
        owner=JOB,
        width=160,
        hint="Номера согласий, которые прекратил этот отзыв. Согласие, данное позже, действует",
    )
    about = PersonName("О ком", owner=FORM, question="Фамилия, имя и отчество участника программы (полностью)")
    email = Email(
        "Эл. почта",
        owner=FORM,
        question="Эл. почта, указанная в анкете участника",
        hint="По имени и почте программа находит участника, если номера в первом вопросе нет",
    )
    born = Date("Дата рождения", owner=FORM, personal=Personal.BIRTH, question="Дата рождения участника")
    note = Text("Заметка куратора", owner=CURATOR, personal=Personal.REMARK, width=200)
    problems = Text("Что исправить", owner=JOB, long=True, width=300)

    standing = Choice("Состояние", ANSWER_STANDINGS, owner=JOB, width=130)
    subject = (person,)
