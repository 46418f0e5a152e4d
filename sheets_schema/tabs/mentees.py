"""«Банк наставляемых»: everyone who asked for a mentor."""

from __future__ import annotations

from sheets_schema.columns import CURATOR, FORM, Choice, Choices, Email, Key, Number, Personal, PersonName, Text
from sheets_schema.tabs.bank import Bank, joined_with
from sheets_schema.vocabulary import COMPETENCES, MENTORING_FORMS


class Mentees(Bank):
    """Все, кто просит наставника. Заполняется «Анкетой наставляемого», ведёт куратор."""

    title = "Банк наставляемых"
    position = 4
    typed_by_hand = True

    id = Key(prefix="НМ")
    joined = joined_with("mentees")
    occupation = Text(
        "Группа или должность",
        owner=FORM,
        required=True,
        width=200,
        question="Ваша учебная группа или должность",
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
    )
    parent_email = Email(
        "Эл. почта родителя",
        owner=FORM,
        question="Если вам нет 18 лет или у вас нет почты: электронная почта родителя (законного представителя)",
        hint="На неё придут письма вам, если своей почты у вас нет",
    )
