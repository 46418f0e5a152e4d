"""What both banks say of a person: how to reach them, when they can meet, and how their row stands."""

from __future__ import annotations

from datetime import date

from sheets_schema.columns import (
    CURATOR,
    FORM,
    JOB,
    Choice,
    Choices,
    Date,
    DateTime,
    Email,
    Flag,
    Imprint,
    Key,
    Number,
    OpenChoice,
    Personal,
    PersonName,
    Phone,
    Reference,
    Text,
)
from sheets_schema.sheet import Kept, Sheet
from sheets_schema.vocabulary import (
    BLUE,
    CATEGORIES,
    CONTACTS,
    DAYTIMES,
    DEPARTMENTS,
    FREQUENCIES,
    GREEN,
    GREY,
    INTERESTS,
    MEETING_WAYS,
    NEEDS_DATA,
    NO_CONSENT,
    PAIRED,
    PEDAGOGUE,
    PERSON_STATUSES,
    QUALIFICATIONS,
    READY,
    RED,
    SEARCHING,
    SURPLUS,
    WEEKDAYS,
    WITHDRAWN,
    YELLOW,
)


def plausible_birth(born: date, today: date) -> str | None:
    """Nobody takes part who is younger than pupils are, or older than people become."""
    if YOUNGEST <= today.year - born.year <= OLDEST:
        return None
    return f"{born:%d.%m.%Y} — вряд ли дата рождения; проверьте год"


YOUNGEST, OLDEST = 6, 100
"""Full years, to the year."""


def joined_with(*tabs: str) -> Reference:
    """The column that leads from a surplus row to the one that stays, on the same tab."""
    return Reference(
        "Объединена с",
        owner=JOB,
        written_by=("same_people",),
        remembered=True,
        tabs=tabs,
        width=110,
        hint="Номер строки, в которой теперь всё об этом человеке. Разъединить можно на листе «Похожие люди»",
    )


class Bank(Sheet):
    """The columns of a person. Not a tab itself: `Mentees` and `Mentors` are."""

    over = (WITHDRAWN, SURPLUS)
    colours = {
        NEEDS_DATA: YELLOW,
        NO_CONSENT: RED,
        READY: BLUE,
        SEARCHING: BLUE,
        PAIRED: GREEN,
        WITHDRAWN: GREY,
        SURPLUS: GREY,
    }
    personal = Personal.ANSWER
    divided_by = "category"
    checked = True
    in_digest = True
    kept = Kept.WHILE_IT_GOES_ON

    id = Key()
    full_name = PersonName("ФИО", owner=FORM, required=True, question="Фамилия, имя, отчество (полностью)")
    category = Choice("Категория", CATEGORIES, owner=FORM, width=120, question="Кто вы?")
    status = Choice(
        "Статус", PERSON_STATUSES, owner=JOB, written_by=("states",), vital=True, width=150, former_widths=(130,)
    )
    problems = Text("Что исправить", owner=JOB, written_by=("validate",), long=True, width=320)
    note = Text("Заметка куратора", owner=CURATOR, personal=Personal.REMARK, width=200)
    withdrawn = Flag(
        "Не участвует", owner=CURATOR, vital=True, hint="Поставьте галочку, и человеку перестанут подбирать пару"
    )
    email = Email(
        "Эл. почта",
        owner=FORM,
        required=True,
        may_lack=True,
        question="Электронная почта",
        hint="Можно адрес родителя. Если почты нет, напишите «нет»",
    )
    phone = Phone("Телефон", owner=FORM, question="Телефон")
    shown = Choices(
        "Показать паре",
        CONTACTS,
        owner=FORM,
        width=150,
        question="Что передать тому, с кем вы будете в паре?",
        hint="Если не отметить ничего или если кому-то из вас нет 18 лет, договориться о встрече поможет куратор",
        as_data="какие контакты показать паре",
    )
    messenger = Text(
        "Ещё способ связи",
        owner=FORM,
        personal=Personal.CONTACT,
        width=150,
        question="Как ещё с вами может связаться ваша пара?",
        hint="Например, имя в мессенджере. Если не нужно, оставьте пустым",
    )
    born = Date(
        "Дата рождения",
        owner=FORM,
        personal=Personal.BIRTH,
        required=True,
        check_on=plausible_birth,
        question="Дата рождения",
    )
    department = OpenChoice(
        "Подразделение",
        options=DEPARTMENTS,
        owner=FORM,
        width=180,
        question="Ваше отделение, кафедра или другое подразделение",
        hint="Одно и то же подразделение пишите одинаково",
    )
    subject = Text(
        "Предмет", owner=FORM, asked_of=(PEDAGOGUE,), width=180, question="Какой предмет или дисциплину вы ведёте?"
    )
    qualification = Choice(
        "Квалификация",
        QUALIFICATIONS,
        owner=FORM,
        asked_of=(PEDAGOGUE,),
        width=180,
        question="Ваша квалификационная категория",
    )
    days = Choices("Удобные дни", WEEKDAYS, owner=FORM, width=130, question="В какие дни вам удобно встречаться?")
    times = Choices(
        "Удобное время",
        DAYTIMES,
        owner=FORM,
        width=120,
        question="В какое время?",
        hint="Утро — до 12 часов, день — до 17, вечер — после 17",
    )
    meeting = Choice(
        "Как встречаться",
        MEETING_WAYS,
        owner=FORM,
        width=120,
        question="Как вам удобнее встречаться?",
        as_data="как удобно встречаться",
    )
    frequency = Choice(
        "Как часто",
        FREQUENCIES,
        owner=FORM,
        width=150,
        question="Как часто вам удобно встречаться?",
        as_data="как часто удобно встречаться",
    )
    interests = Choices("Интересы", INTERESTS, owner=FORM, width=200, question="Чем вы увлекаетесь?")
    years = Number(
        "Стаж, лет",
        owner=FORM,
        least=0,
        as_data="стаж",
        most=70,
        question="Сколько полных лет вы работаете?",
        hint="Если ещё учитесь, пропустите",
    )
    avoid = Text(
        "Кого не хотел бы",
        as_data="с кем не хотел бы работать",
        owner=FORM,
        vital=True,
        long=True,
        width=200,
        question="С кем вам не хотелось бы работать в паре?",
        hint="ФИО или номера, каждого с новой строки. Увидит только куратор",
    )
    joined = joined_with()
    through = Email(
        "Письма через",
        owner=JOB,
        personal=Personal.REMARK,  # somebody else's address
        written_by=("validate",),
        width=160,
        hint="Своей почты и почты родителя нет: письма идут тому, у кого эта группа стоит в столбце «Ведёт группы» на "
        "листе «Сотрудники», и он их передаёт",
    )
    answered = DateTime("Анкета получена", owner=JOB, written_by=("collect",))
    history = Text("История анкеты", owner=JOB, written_by=("collect",), long=True, width=260)
    kept_out = Flag(
        "Ответы ждут согласия",
        owner=JOB,
        written_by=("collect",),
        remembered=True,
        hidden=True,
        hint="Пока согласия нет, из анкеты взяты только имя и адрес; остальное программа возьмёт из неё потом",
    )
    response = Text(
        "Ключ ответа",
        owner=JOB,
        written_by=("collect",),
        remembered=True,
        hidden=True,
        hint="По нему письма ведут человека к его собственному ответу; не передавайте",
    )
    imprint = Imprint()
