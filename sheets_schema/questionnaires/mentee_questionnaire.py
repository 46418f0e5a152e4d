"""«Анкета наставляемого»."""

from __future__ import annotations

from sheets_schema.form import Form, Section
from sheets_schema.tabs.mentees import Mentees
from sheets_schema.vocabulary import PARENT, PERSONAL_DATA


class MenteeQuestionnaire(Form):
    """Asked of everyone who would like a mentor."""

    title = "Анкета наставляемого"
    description = (
        "Расскажите, с чем вам нужна помощь, и мы подберём наставника. Это займёт пять минут. "
        "Ответы увидят только куратор и руководство программы. "
        "Вашей паре мы сообщим только имя, класс, группу или должность, запрос и те контакты, "
        "которые вы отметите."
    )
    fills = Mentees
    former_consents = (PARENT, PERSONAL_DATA)
    sections = (
        Section(
            "О вас",
            (
                Mentees.category,
                Mentees.full_name,
                Mentees.email,
                Mentees.phone,
                Mentees.shown,
                Mentees.messenger,
                Mentees.born,
                Mentees.occupation,
                Mentees.department,
            ),
        ),
        Section(
            "Педагогу",
            (
                Mentees.qualification,
                Mentees.subject,
                Mentees.attestation,
                Mentees.methodical_work,
                Mentees.self_assessment,
            ),
            "По этим ответам виднее, с чем поможет наставник. Можно отвечать одним словом или пропустить.",
        ),
        Section("Об учёбе", (Mentees.speciality, Mentees.difficulties), "Отвечать необязательно."),
        Section("Ваш запрос", (Mentees.form, Mentees.requests, Mentees.wish)),
        Section(
            "Чтобы подобрать точнее",
            (
                Mentees.days,
                Mentees.times,
                Mentees.meeting,
                Mentees.frequency,
                Mentees.interests,
                Mentees.years,
                Mentees.avoid,
            ),
            "Отвечать необязательно, но так наставник подойдёт вам лучше.",
        ),
        Section(
            "Если вам нет 18 лет",
            (Mentees.parent, Mentees.parent_email),
            "Согласие за вас даёт родитель (законный представитель): ссылка на него будет на последней странице.",
        ),
    )
