"""The organisations that the demonstration can play: by which plan, when, with whom, and under what letterhead.

The plans are real; the people are invented, as everyone here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from automation.workbook.table import Row
from jobs.demo.college import COLLEGE
from jobs.demo.profiles import Cast
from jobs.demo.school import FORMS, SCHOOL
from sheets_schema.roadmaps import Roadmap, load
from sheets_schema.tabs.staff import Staff
from sheets_schema.vocabulary import MUTUAL_CHOICE, PEDAGOGUE_PEDAGOGUE, PEDAGOGUE_STUDENT, SAME_DEPARTMENT_PREFERRED

Post = tuple[str, str, str]  # role, name, position


@dataclass(frozen=True)
class Sample:
    """One organisation to play. The forms open on `opens`, a Monday; the play ends 221 days later."""

    plan: str
    opens: date
    staff: tuple[Post, ...]
    letterhead: Mapping[str, str]
    code: str = ""
    """What it is called on the command line; where nothing is said, as its plan."""
    cast: Cast = COLLEGE
    slips: bool = False
    """Whether the curator is in a hurry, and things go wrong in her spreadsheet and forms."""
    left_undone: tuple[str, ...] = ()
    """Measures that nobody gets round to: the demonstration shows how that is noticed."""
    settings: Mapping[str, str] = field(default_factory=dict)
    """What the plan leaves to the curator: how many people are expected, and its year where it names none."""

    @property
    def roadmap(self) -> Roadmap:
        return load(self.plan)

    @property
    def forms(self) -> set[str]:
        """The mentoring forms that the organisation offers; a plan that names none leaves the usual two."""
        named = self.settings.get("mentoring_forms", "")
        return set(named.split(", ") if named else self.roadmap.mentoring_forms) or {
            PEDAGOGUE_PEDAGOGUE,
            PEDAGOGUE_STUDENT,
        }

    @property
    def ends(self) -> date:
        return self.opens + timedelta(days=221)

    @property
    def name(self) -> str:
        """What the organisation is called in a title."""
        return str(self.first_settings()["organisation_short"])

    def staff_rows(self) -> list[Row]:
        """Rows of «Сотрудники»."""
        return [
            {
                Staff.role: role,
                Staff.full_name: name,
                Staff.job_title: position,
                Staff.email: self.letterhead["email"].replace("office", f"staff{number}"),
            }
            for number, (role, name, position) in enumerate(self.staff, 1)
        ]

    def first_settings(self) -> dict[str, Any]:
        """What the curator fills in on «Настройки» before anything else."""
        programmes_by = self.opens + timedelta(days=25)
        # All pairs are agreed on in one day here, so a week later everybody is written to at once.
        own: dict[str, Any] = {"programmes_by": f"{programmes_by:%d.%m.%Y}", "letters_at_once": 200}
        return {**own, **self._of_the_plan(), **self.settings, **self.letterhead}

    def _of_the_plan(self) -> dict[str, str]:
        """Where the plan is that of one organisation, that one plays it: its name, and its order on the plan."""
        plan, said = self.roadmap, dict[str, str]()
        if plan.organisation:
            said |= {"organisation": plan.organisation.name, "organisation_short": plan.organisation.short_name}
        if plan.approved:
            said |= {"plan_number": plan.approved.order, "plan_date": f"{plan.approved.date:%d.%m.%Y}"}
        return said


def _letterhead(place: str, address: str, phone: str, plan: str) -> dict[str, str]:
    return {"place": place, "address": address, "phone": phone, "email": f"office@{plan}.example.org"}


SAMPLES = {
    sample.code or sample.plan: sample
    for sample in (
        Sample(
            plan="ktt",
            code="college",
            opens=date(2023, 11, 20),
            staff=(
                ("Директор", "Дубровин Игорь Павлович", "директор"),
                ("Заместитель директора", "Ермакова Лариса Олеговна", "заместитель директора по учебной работе"),
                ("Заведующий отделением", "Гайворонский Пётр Ильич", "заведующий отделением автомобильного транспорта"),
                (
                    "Заведующий отделением",
                    "Стрельцова Нина Фёдоровна",
                    "заведующая отделением железнодорожного транспорта",
                ),
                ("Методист", "Ложкина Вера Андреевна", "методист"),
                ("Координатор", "Бережной Олег Маркович", "заместитель директора по воспитательной работе"),
                ("Куратор наставничества", "Соколова-Миних Мария Петровна", "педагог-организатор"),
            ),
            letterhead=_letterhead("г. Кировск", "294000, г. Кировск, ул. Примерная, д. 1", "+7 974 000-00-00", "ktt"),
            left_undone=("6.2.1", "7.1.2"),
            settings={"mentees_planned": "45", "mentors_planned": "20", "departments": SAME_DEPARTMENT_PREFERRED},
        ),
        Sample(
            plan="technolyceum",
            code="school",
            opens=date(2023, 9, 18),
            staff=(
                ("Директор", "Воронцова Ирина Максимовна", "директор школы"),
                ("Заместитель директора", "Филатов Егор Андреевич", "заместитель директора по УВР"),
                ("Заместитель директора", "Щербакова Алла Николаевна", "заместитель директора по ВР"),
                ("Руководитель кафедры", "Дорохов Лев Игоревич", "руководитель методического объединения"),
                ("Классный руководитель", "Малышева Инна Юрьевна", "классный руководитель 5А"),
                ("Классный руководитель", "Ларин Тимур Олегович", "классный руководитель 9Б"),
                ("Педагог-психолог", "Снегирёва Юлия Павловна", "педагог-психолог"),
                ("Социальный педагог", "Быстрова Анна Денисовна", "социальный педагог"),
                ("Проектная команда", "Гаврилова Елена Сергеевна", "учитель физики"),
                ("Куратор наставничества", "Орлова Вера Михайловна", "советник директора по воспитанию"),
            ),
            letterhead={
                "organisation": "Муниципальное бюджетное общеобразовательное учреждение «Примерная школа № 7»",
                "organisation_short": "МБОУ «Примерная школа № 7»",
                **_letterhead("г. Примерск", "101000, г. Примерск, ул. Школьная, д. 7", "+7 974 000-00-07", "school"),
            },
            cast=SCHOOL,
            slips=True,
            left_undone=("2.6", "3.3"),
            settings={"mentoring_forms": ", ".join(FORMS), "mentees_planned": "25", "mentors_planned": "12"},
        ),
        Sample(
            plan="balakhta",
            opens=date(2024, 9, 16),
            staff=(
                ("Директор", "Тарасенко Глеб Андреевич", "директор"),
                ("Методист", "Вострикова Инна Сергеевна", "методист"),
                ("Куратор наставничества", "Мельниченко Раиса Павловна", "старший методист"),
            ),
            letterhead=_letterhead(
                "п. Балахта", "662340, п. Балахта, ул. Примерная, д. 2", "+7 391 000-00-00", "balakhta"
            ),
            settings={"mentees_planned": "9", "mentors_planned": "9", "matching_mode": MUTUAL_CHOICE},
        ),
        Sample(
            plan="technolyceum",
            opens=date(2023, 9, 18),
            staff=(
                ("Директор", "Корнилов Артём Викторович", "директор"),
                (
                    "Заместитель директора",
                    "Лаптева Ольга Юрьевна",
                    "заместитель директора по учебно-воспитательной работе",
                ),
                ("Руководитель кафедры", "Зимин Фёдор Ильич", "руководитель кафедры естественных наук"),
                ("Руководитель кафедры", "Арсеньева Дарья Львовна", "руководитель кафедры математики"),
                ("Педагог-психолог", "Уварова Полина Игоревна", "педагог-психолог"),
                ("Социальный педагог", "Никонов Роман Олегович", "социальный педагог"),
                ("Проектная команда", "Сафронова Елена Дмитриевна", "учитель физики"),
                ("Куратор наставничества", "Белоус Анна Марковна", "методист"),
            ),
            letterhead=_letterhead(
                "г. Подольск", "142100, г. Подольск, ул. Примерная, д. 3", "+7 496 000-00-00", "technolyceum"
            ),
            left_undone=("2.6", "3.3"),
            settings={"mentees_planned": "10", "mentors_planned": "9"},
        ),
        Sample(
            plan="kurgan",
            opens=date(2022, 9, 5),
            staff=(
                ("Директор", "Шумилов Степан Егорович", "директор"),
                (
                    "Руководитель муниципального органа управления образованием",
                    "Ракитина Галина Петровна",
                    "начальник отдела образования",
                ),
                ("Ответственный за наставничество в муниципалитете", "Ожогин Илья Тимурович", "главный специалист"),
                ("Региональный орган управления образованием", "Панова Вера Ильинична", "начальник отдела"),
                ("Институт развития образования", "Дроздов Кирилл Романович", "заведующий кафедрой"),
                ("Сообщество наставников региона", "Черемных Юлия Ивановна", "председатель"),
                ("Куратор наставничества", "Семакина Лидия Антоновна", "заместитель директора"),
            ),
            letterhead={
                "organisation": "Муниципальное общеобразовательное учреждение «Примерная школа»",
                "organisation_short": "МОУ «Примерная школа»",
                **_letterhead("г. Шадринск", "641870, г. Шадринск, ул. Примерная, д. 4", "+7 352 000-00-00", "kurgan"),
            },
            left_undone=("5",),
            settings={"mentees_planned": "9", "mentors_planned": "9"},
        ),
        Sample(
            plan="kineshma",
            opens=date(2024, 9, 16),
            staff=(
                ("Директор", "Горностаев Лев Аркадьевич", "директор"),
                ("Методист", "Пашкова Зоя Германовна", "методист"),
                ("Куратор наставничества", "Тихонравова Алла Семёновна", "заместитель директора"),
            ),
            letterhead=_letterhead(
                "г. Кинешма", "155800, г. Кинешма, ул. Примерная, д. 5", "+7 493 000-00-00", "kineshma"
            ),
            settings={
                "mentees_planned": "35",
                "mentors_planned": "15",
                "period_start": "01.09.2024",
                "period_end": "31.08.2025",
            },
        ),
    )
}
"""What the organisation is called on the command line → the organisation."""
