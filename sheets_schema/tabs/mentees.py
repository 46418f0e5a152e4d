"""«Банк наставляемых»: everyone who asked for a mentor."""

from __future__ import annotations

from sheets_schema.columns import (
    CURATOR,
    FORM,
    Choice,
    Choices,
    Email,
    Key,
    Number,
    OpenChoice,
    Personal,
    PersonName,
    Reference,
    Text,
)
from sheets_schema.tabs.bank import Bank, joined_with
from sheets_schema.vocabulary import (
    COMPETENCES,
    GRADUATE,
    GROUPS_AND_CLASSES,
    MENTEE_CATEGORIES,
    MENTORING_FORMS,
    PEDAGOGUE,
    PROFESSIONAL_FUNCTIONS,
    PUPIL,
    STUDENT,
)


class Mentees(Bank):
    """Все, кто просит наставника. Заполняется «Анкетой наставляемого», ведёт куратор."""

    title = "Банк наставляемых"
    position = 4
    typed_by_hand = True

    id = Key(prefix="НМ")
    category = Choice("Категория", MENTEE_CATEGORIES, owner=FORM, width=120, question="Кто вы?")
    joined = joined_with("mentees")
    occupation = OpenChoice(
        "Группа или должность",
        options=GROUPS_AND_CLASSES,
        owner=FORM,
        required=True,
        width=200,
        question="Ваш класс, учебная группа или должность",
    )
    form = Choice(
        "Форма наставничества",
        MENTORING_FORMS,
        owner=FORM,
        required=True,
        width=180,
        question="Какой наставник вам нужен?",
    )
    requests = Choices("Запросы", COMPETENCES, owner=FORM, required=True, question="С чем вам нужна помощь?")
    wish = Text(
        "Запрос своими словами",
        owner=FORM,
        long=True,
        width=280,
        question="Расскажите о своём запросе своими словами",
    )
    attestation = Text(
        "Рекомендации аттестации",
        owner=FORM,
        asked_of=(PEDAGOGUE,),
        long=True,
        width=240,
        question="Что вам рекомендовали развивать при аттестации?",
        hint="Если аттестации ещё не было, пропустите",
    )
    methodical_work = Text(
        "Итоги методической работы",
        owner=FORM,
        asked_of=(PEDAGOGUE,),
        long=True,
        width=240,
        question="Что показали анализ методической работы и посещения ваших занятий?",
    )
    self_assessment = Choices(
        "Самооценка по профстандарту",
        PROFESSIONAL_FUNCTIONS,
        owner=FORM,
        asked_of=(PEDAGOGUE,),
        question="Если сверить себя с профстандартом «Педагог», где нужна поддержка?",
    )
    speciality = Text(
        "Специальность или профиль",
        owner=FORM,
        asked_of=(STUDENT, PUPIL, GRADUATE),
        width=200,
        question="Ваша специальность или профиль класса",
    )
    difficulties = Text(
        "Трудности",
        owner=FORM,
        asked_of=(STUDENT, PUPIL, GRADUATE),
        long=True,
        width=240,
        question="Что сейчас даётся труднее всего?",
    )
    ask = Reference(
        "Кого спросить",
        owner=CURATOR,
        personal=Personal.REMARK,
        tabs=("staff",),
        hint="Номер с листа «Сотрудники»: этому человеку придёт вопрос, с чем нужна помощь",
    )
    need = Number(
        "Нужнее других",
        owner=CURATOR,
        least=0,
        most=3,
        personal=Personal.ASSESSMENT,
        width=90,
        hint="От 0 до 3. Когда мест на всех не хватает, такой человек впереди",
    )
    parent = PersonName(
        "Родитель (для младше 18)",
        owner=FORM,
        question="Если вам нет 18 лет: фамилия, имя, отчество родителя (законного представителя)",
        as_data="ФИО родителя (для младше 18)",
    )
    parent_email = Email(
        "Эл. почта родителя",
        owner=FORM,
        question="Если вам нет 18 лет или у вас нет почты: электронная почта родителя (законного представителя)",
        hint="На неё придут письма вам, если своей почты у вас нет",
    )

    essence = (form, requests)
