"""«Анкета наставника»."""

from __future__ import annotations

from sheets_schema.form import Form, Section
from sheets_schema.tabs.mentors import Mentors
from sheets_schema.vocabulary import EXTRA_DUTIES, PERSONAL_DATA


class MentorQuestionnaire(Form):
    """Asked of everyone who is ready to be a mentor."""

    title = "Анкета наставника"
    description = (
        "Чем вы можете быть полезны? Расскажите, с чем и кому готовы помочь. Это займёт пять минут. "
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
                Mentors.category,
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
        Section("Педагогу", (Mentors.qualification, Mentors.subject)),
        Section("О работе", (Mentors.affiliation, Mentors.workplace)),
        Section("Об учёбе", (Mentors.speciality,), "Отвечать необязательно."),
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
            (
                Mentors.days,
                Mentors.times,
                Mentors.hours,
                Mentors.meeting,
                Mentors.frequency,
                Mentors.interests,
                Mentors.hobby,
                Mentors.years,
                Mentors.prefers,
                Mentors.avoid,
            ),
            "Отвечать необязательно, но так наставляемый подойдёт вам лучше.",
        ),
        Section(
            "О наставничестве",
            (Mentors.mentored, Mentors.motivation, Mentors.training_needs),
            "Отвечать необязательно: по ответам мы готовим обучение наставников.",
        ),
    )
