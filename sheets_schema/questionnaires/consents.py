"""The consents that questionnaires ask for.

Personal data: article 9 of Federal Law 152-FZ. Extra duties of a pedagogue: articles 60.2 and 351.8 of the
Labour Code. A minor's participation: the parent's (legal representative's) consent.
"""

from __future__ import annotations

from sheets_schema.form import ConsentQuestion
from sheets_schema.tabs.mentees import Mentees
from sheets_schema.vocabulary import EXTRA_DUTIES, PARENT, PERSONAL_DATA

personal_data = ConsentQuestion(
    PERSONAL_DATA,
    "Согласие на обработку персональных данных",
    "Я разрешаю образовательной организации хранить и использовать сведения из этой анкеты для программы "
    "наставничества: подбора пары, приказов, писем и отчётов организации; за её пределы отчёты уходят без имён. "
    "Согласие действует до конца программы; его можно отозвать, написав куратору (статья 9 Федерального закона "
    "№ 152-ФЗ).",
)

extra_duties = ConsentQuestion(
    EXTRA_DUTIES,
    "Согласие на дополнительные обязанности наставника",
    "Я согласен (согласна) выполнять обязанности наставника наряду с основной работой или учёбой.",
)

parent = ConsentQuestion(
    PARENT,
    "Если вам нет 18 лет: согласие родителя (законного представителя)",
    "Отвечает родитель: я разрешаю ребёнку участвовать в программе наставничества и даю согласие на обработку "
    "его персональных данных для этой программы. Тем, кому есть 18 лет, отвечать не нужно.",
    required=False,
    given_by=Mentees.parent,
)
