"""«Анкета наставника»."""

from __future__ import annotations

from sheets_schema.form import Form, Section
from sheets_schema.tabs.mentors import Mentors
from sheets_schema.vocabulary import EXTRA_DUTIES, PERSONAL_DATA


class MentorQuestionnaire(Form):
    """Asked of everyone who is ready to be a mentor."""

    title = "Анкета наставника"
    description = (
        "Спасибо, что готовы делиться опытом! Расскажите, с чем и кому вы можете помочь. Это займёт пять минут. "
        "Ответы увидят только куратор и руководство программы. "
        "Вашей паре мы сообщим только имя, должность, чем вы поможете и те контакты, "
        "которые вы отметите."
    )
    fills = Mentors
    former_consents = (EXTRA_DUTIES, PERSONAL_DATA)
    sections = (
        Section(
            "О вас",
            (
                Mentors.full_name,
                Mentors.email,
                Mentors.phone,
                Mentors.shown,
                Mentors.messenger,
                Mentors.born,
                Mentors.occupation,
                Mentors.department,
            ),
        ),
        Section(
            "Чем вы можете помочь",
            (
                Mentors.forms,
                Mentors.competences,
                Mentors.capacity,
                Mentors.least_group,
                Mentors.ages,
                Mentors.experience,
            ),
        ),
        Section(
            "Чтобы подобрать точнее",
            (Mentors.days, Mentors.times, Mentors.meeting, Mentors.interests, Mentors.years, Mentors.avoid),
            "Отвечать необязательно, но так наставляемый подойдёт вам лучше.",
        ),
    )
