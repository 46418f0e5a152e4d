"""«Анкета наставляемого»."""

from __future__ import annotations

from sheets_schema.form import Form, Section
from sheets_schema.questionnaires import consents
from sheets_schema.tabs.mentees import Mentees


class MenteeQuestionnaire(Form):
    """Asked of everyone who would like a mentor."""

    title = "Анкета наставляемого"
    description = (
        "Расскажите, с чем вам нужна помощь, и мы подберём наставника. Это займёт пять минут. "
        "Ответы увидят только куратор и руководство программы."
    )
    fills = Mentees
    sections = (
        Section("О вас", ("full_name", "email", "phone", "born", "occupation", "department")),
        Section("Ваш запрос", ("form", "requests", "wish")),
        Section(
            "Чтобы подобрать точнее",
            ("days", "times", "meeting", "interests", "years", "avoid"),
            "Отвечать необязательно, но так наставник подойдёт вам лучше.",
        ),
        Section("Согласия", ("parent",), "Последний шаг: без согласия мы не имеем права подбирать вам наставника."),
    )
    consents = (consents.parent, consents.personal_data)
