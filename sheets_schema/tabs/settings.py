"""«Настройки»: what the curator may change about the programme without anybody's help."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any
from zoneinfo import available_timezones

from sheets_schema.columns import (
    CURATOR,
    JOB,
    Check,
    Choice,
    Choices,
    Code,
    Column,
    Date,
    Email,
    Flag,
    Number,
    Text,
    Variant,
    shortened,
)
from sheets_schema.settings import SettingValues, setting
from sheets_schema.sheet import Sheet
from sheets_schema.vocabulary import (
    ANY_SIZE,
    BEST_SET,
    DEPARTMENT_IGNORED,
    DEPARTMENT_RULES,
    EMPLOYER_PUPIL,
    EMPLOYER_STUDENT,
    MATCHING_MODES,
    MENTORING_FORMS,
    MUTUAL_CHOICE,
    PEDAGOGUE_PEDAGOGUE,
    PEDAGOGUE_PUPIL,
    PEDAGOGUE_STUDENT,
    PUPIL_PUPIL,
    STUDENT_PUPIL,
    STUDENT_STUDENT,
    WEIGHTS,
)


class SettingsTab(Sheet):
    """Сведения об организации и правила работы программы. Меняйте столбец «Значение»."""

    name = "settings"
    title = "Настройки"
    position = 1
    checked = True

    code = Code()
    parameter = Text("Параметр", owner=JOB, width=280)
    value = Variant("Значение", owner=CURATOR, vital=True, width=380, decided_by=code, of=lambda code: declared(code))
    explanation = Text("Пояснение", owner=JOB, width=420)
    tried = Variant(
        "Попробовать",
        owner=CURATOR,
        width=140,
        hint="Впишите другое значение, и рядом появится, какие пары были бы с ним. Само значение пока прежнее",
        decided_by=code,
        of=lambda code: declared(code),
    )
    effect = Text("Что будет", owner=JOB, written_by=("match",), long=True, width=420)
    problems = Text("Что исправить", owner=JOB, written_by=("validate",), long=True, width=300)


_time_zones = cache(available_timezones)  # it reads a directory tree


def _time_zone(value: str) -> str | None:
    return None if value in _time_zones() else "нет такого часового пояса; напишите, например, Europe/Moscow"


def _days(value: str) -> str | None:
    if all(part.strip().isdecimal() for part in value.split(",")):
        return None
    return "напишите числа дней через запятую, например: 14, 3, 0"


def _with_code(value: str) -> str | None:
    if len(re.sub(r"\D", "", value)) >= 10:
        return None
    return f"«{shortened(value)}» — не полный номер; впишите его с кодом, например: +7 (4942) 31-00-00"


def _digits(*lengths: int) -> Check:
    """A code of so many digits; a spreadsheet drops a zero at the beginning where it takes the code for a number."""

    def check(value: str) -> str | None:
        if value.isdecimal() and len(value) in lengths:
            return None
        wanted = " или ".join(map(str, lengths))
        return f"здесь {wanted} цифр, а стоит «{shortened(value)}»; проверьте, не потерялся ли ноль в начале"

    return check


def declared(code: object) -> Column | None:
    """The declaration of the setting of this code, if there is one."""
    known = Settings.declared()
    return known[code].column if isinstance(code, str) and code in known else None


GROUPS = {
    "group_pedagogues": PEDAGOGUE_PEDAGOGUE,
    "group_students": PEDAGOGUE_STUDENT,
    "group_employer": EMPLOYER_STUDENT,
    "group_peers": STUDENT_STUDENT,
    "group_pupils": PEDAGOGUE_PUPIL,
    "group_employer_pupils": EMPLOYER_PUPIL,
    "group_student_pupils": STUDENT_PUPIL,
    "group_pupil_peers": PUPIL_PUPIL,
}
"""Code of a setting → the mentoring form whose groups it limits."""


def group_size(text: str) -> tuple[int, int]:
    """«3–8», «от 2», «до 5» as the smallest and the largest group. `ValueError` for anything else."""
    found = re.fullmatch(r"(\d{1,3})\s*[-–—]\s*(\d{1,3})|от\s*(\d{1,3})|до\s*(\d{1,3})", text.strip().lower())
    if not found:
        raise ValueError(text)
    first, last, least, most = (int(number) if number else None for number in found.groups())
    smallest, largest = first or least or 0, next((size for size in (last, most) if size is not None), ANY_SIZE)
    if largest < max(smallest, 1):
        raise ValueError(text)
    return smallest, largest


def _group(value: str) -> str | None:
    try:
        group_size(value)
    except ValueError:
        return "напишите, например: 3–8, от 2 или до 5"
    return None


def _group_of(code: str) -> Any:
    return setting(
        Text(f"Группа: {GROUPS[code]}", owner=CURATOR, check=_group),
        None,
        "Сколько наставляемых у одного наставника: «3–8», «от 2» или «до 5»; пусто — как скажет он сам. "
        "При взаимном выборе «от» не действует",
    )


def _weight(part: str) -> Any:
    title, usual, explanation = WEIGHTS[part]
    return setting(
        Number(f"Вес: {title}", owner=CURATOR, required=True, least=0, most=1000, decimals=1), usual, explanation
    )


@dataclass(frozen=True, kw_only=True)
class Settings(SettingValues):
    """The settings of an organisation's programme."""

    tab = SettingsTab

    organisation: str | None = setting(
        Text("Полное наименование организации", owner=CURATOR, required=True),
        None,
        "Как в уставе: для приказов",
    )
    organisation_short: str | None = setting(
        Text("Краткое наименование", owner=CURATOR, required=True), None, "Для писем и заголовков"
    )
    founder: str | None = setting(Text("Учредитель", owner=CURATOR), None, "Верхняя строка бланка, если нужна")
    place: str | None = setting(
        Text("Населённый пункт", owner=CURATOR), None, "Место издания приказов, например: г. Кировск"
    )
    address: str | None = setting(Text("Адрес", owner=CURATOR), None, "Для бланка")
    phone: str | None = setting(Text("Телефон", owner=CURATOR, check=_with_code), None, "Для бланка")
    email: str | None = setting(Email("Эл. почта организации", owner=CURATOR), None, "Для бланка")
    ogrn: str | None = setting(Text("ОГРН", owner=CURATOR, check=_digits(13, 15)), None, "Для бланка")
    inn: str | None = setting(Text("ИНН", owner=CURATOR, check=_digits(10, 12)), None, "Для бланка")
    kpp: str | None = setting(Text("КПП", owner=CURATOR, check=_digits(9)), None, "Для бланка")
    site: str | None = setting(
        Text("Сайт организации", owner=CURATOR), None, "Для согласия на публикацию, например: https://колледж.рф"
    )
    consent_purpose: str = setting(
        Text("Согласие: цель обработки данных", owner=CURATOR, required=True, long=True),
        "участие в программе наставничества: подбор пары, встречи, приказы, письма участникам и отчёты",
        "Войдёт в тексты согласий. Изменится текст — появится новая редакция на листе «Редакции согласий»",
    )
    consent_years: float = setting(
        Number("Согласие: срок, лет", owner=CURATOR, required=True, least=1, most=75),
        5,
        "На сколько лет даётся согласие; войдёт в его текст",
    )
    own_consent_days: float = setting(
        Number("Своё согласие — до 18 лет за, дней", owner=CURATOR, required=True, least=1, most=180),
        30,
        "За сколько дней до 18-летия просить собственное согласие: с этого дня родительского уже мало",
    )
    duties_of_all: bool = setting(
        Flag("Согласие на обязанности — от всех наставников", owner=CURATOR),
        False,
        "Статья 351.8 Трудового кодекса требует его от наставников работников. Поставьте галочку, если у вас его дают "
        "и наставники студентов, учеников",
    )
    ask_publication: bool = setting(
        Flag("Просить согласие на публикацию", owner=CURATOR),
        True,
        "Участвовать можно и без него. Снимите галочку, если ничего не публикуете",
    )
    plan_number: str | None = setting(
        Text("Номер приказа о плане", owner=CURATOR, of_the_year=True),
        None,
        "Приказ, которым утверждён план; войдёт в другие приказы",
    )
    plan_date: date | None = setting(
        Date("Дата приказа о плане", owner=CURATOR, of_the_year=True), None, "Например: 20.11.2023"
    )
    programmes_by: date | None = setting(
        Date("Программы пар — до", owner=CURATOR, of_the_year=True),
        None,
        "К этому дню наставники составляют персонализированные программы",
    )
    period_start: date | None = setting(
        Date("Начало плана", owner=CURATOR, required=True), None, "С этого дня считаются сроки дорожной карты"
    )
    period_end: date | None = setting(
        Date("Окончание плана", owner=CURATOR, required=True),
        None,
        "По этот день считаются сроки дорожной карты",
    )
    plan_confirmed: bool = setting(
        Flag("План проверен", owner=CURATOR),
        True,
        "Пока галочки нет, напоминания о мероприятиях не уходят. Поставьте её, когда проверите сроки и ответственных "
        "на листе «Дорожная карта»",
    )
    each_year: bool = setting(
        Flag("Мероприятия плана — каждый год", owner=CURATOR),
        False,
        "Для плана на несколько лет: что отмечено «Каждый год», делается в каждом из них, а срок называет первый раз",
    )
    time_zone: str = setting(
        Text("Часовой пояс", owner=CURATOR, required=True, check=_time_zone),
        "Europe/Moscow",
        "По нему идут сроки и письма",
    )
    mentoring_forms: tuple[str, ...] = setting(
        Choices("Формы наставничества", MENTORING_FORMS, owner=CURATOR, required=True),
        f"{PEDAGOGUE_PEDAGOGUE}, {PEDAGOGUE_STUDENT}",
        "Какие формы есть в вашей программе, через запятую",
    )
    matching_mode: str = setting(
        Choice("Как выбирать пары", MATCHING_MODES, owner=CURATOR, required=True),
        BEST_SET,
        f"«{BEST_SET}»: больше всего пар, и в сумме они самые сильные. «{MUTUAL_CHOICE}»: после групповой встречи, "
        "когда каждый назвал, с кем хочет работать; никакие двое не захотят уйти друг к другу",
    )
    only_trained: bool = setting(
        Flag("Подбирать только обученных наставников", owner=CURATOR),
        False,
        "Обучен тот, у кого в банке наставников заполнен столбец «Обучен»",
    )
    trained_first: bool = setting(
        Flag("Обучать наставника до работы пары", owner=CURATOR),
        False,
        "Поставьте галочку, и программа назовёт каждого наставника с парой, у которого столбец «Обучен» пуст",
    )
    peer_younger: float = setting(
        Number("Учащийся-наставник младше, не больше месяцев", owner=CURATOR, required=True, least=0, most=60),
        0,
        "Для форм, где наставник сам учится («студент–студент», «ученик–ученик»): 0 — он не младше наставляемого, "
        "12 — может быть младше на год",
    )
    common_time: bool = setting(
        Flag("Подбирать только при общем времени", owner=CURATOR),
        False,
        "Если галочки нет, пары без общего времени возможны, но ценятся ниже",
    )
    departments: str = setting(
        Choice("Подразделения в паре", DEPARTMENT_RULES, owner=CURATOR, required=True),
        DEPARTMENT_IGNORED,
        f"Из одного ли подразделения наставник и наставляемый. Напишите: {', '.join(DEPARTMENT_RULES)}",
    )
    group_pedagogues: str | None = _group_of("group_pedagogues")
    group_students: str | None = _group_of("group_students")
    group_employer: str | None = _group_of("group_employer")
    group_peers: str | None = _group_of("group_peers")
    group_pupils: str | None = _group_of("group_pupils")
    group_employer_pupils: str | None = _group_of("group_employer_pupils")
    group_student_pupils: str | None = _group_of("group_student_pupils")
    group_pupil_peers: str | None = _group_of("group_pupil_peers")
    weight_requests: float = _weight("requests")
    weight_preferences: float = _weight("preferences")
    weight_days: float = _weight("days")
    weight_words: float = _weight("words")
    weight_interests: float = _weight("interests")
    weight_experience: float = _weight("experience")
    weight_meeting: float = _weight("meeting")
    weight_department: float = _weight("department")
    weight_load: float = _weight("load")
    lowest_score: float = setting(
        Number("Наименьший балл пары", owner=CURATOR, required=True, least=0, most=100),
        0,
        "Пару с меньшим баллом программа не предложит: лучше никого, чем кто попало; 0 — предлагать любую возможную",
    )
    queue_points: float = setting(
        Number("Мест не хватает: очередь", owner=CURATOR, required=True, least=0, most=100),
        100,
        "На сколько баллов первый в очереди (чей номер меньше) впереди последнего; 0 — очередь не считается",
    )
    need_points: float = setting(
        Number("Мест не хватает: нужнее других", owner=CURATOR, required=True, least=0, most=100),
        50,
        "Сколько баллов даёт каждая ступень столбца «Нужнее других» в банке наставляемых",
    )
    # By the numbers of a former year half of the new plan would be done on its first day.
    mentees_planned: float | None = setting(
        Number("Наставляемых по плану", owner=CURATOR, least=1, of_the_year=True),
        None,
        "Сколько их ждёте: по этому числу видно, что банк заполнен и пары утверждены",
    )
    mentors_planned: float | None = setting(
        Number("Наставников по плану", owner=CURATOR, least=1, of_the_year=True),
        None,
        "Сколько их ждёте: по этому числу видно, что банк заполнен",
    )
    remind_days: str = setting(
        Text("Напоминать за, дней", owner=CURATOR, required=True, check=_days),
        "14, 3, 0",
        "За сколько дней до срока писать ответственным; о просроченном письмо уходит раз в неделю",
    )
    escalate_days: float = setting(
        Number("Директору — о просроченном на, дней", owner=CURATOR, required=True, least=1, most=365),
        14,
        "Мероприятие просрочено на столько дней — о нём узнаёт директор, потом раз в неделю",
    )
    soon_days: float = setting(
        Number("«Скоро» — это, дней", owner=CURATOR, required=True, least=1, most=90),
        14,
        "За сколько дней до срока мероприятие становится жёлтым",
    )
    monthly_reports: bool = setting(
        Flag("Отчёт каждый месяц", owner=CURATOR),
        True,
        "Снимите галочку, и отчёт о выполнении дорожной карты будет только к контрольным точкам",
    )
    letters_a_day: float = setting(
        Number("Писем в день, не больше", owner=CURATOR, required=True, least=1, most=2000),
        400,
        "Остальные подождут до завтра. Обычный адрес Gmail отправляет 500 писем в день, Workspace — 2000",
    )
    letters_at_once: float = setting(
        Number("Писем за раз без вопроса", owner=CURATOR, required=True, least=1, most=2000),
        50,
        "Если за раз набралось больше, не уйдёт ни одно, пока вы не разрешите: вдруг в таблицу попало лишнее",
    )
    many_letters_until: date | None = setting(
        Date("Много писем разрешено по", owner=CURATOR),
        None,
        "Впишите сегодняшнюю дату, и сегодня уйдут все письма, сколько бы их ни набралось",
    )
    form_letters_an_hour: float = setting(
        Number("Писем по анкетам в час, не больше", owner=CURATOR, required=True, least=1, most=1000),
        30,
        "Подтверждения анкет и просьбы их исправить; остальные подождут. Адрес в анкете может вписать кто угодно, "
        "в том числе чужой",
    )
    trial_days: float | None = setting(
        Number("Анкета о совместимости — через, дней", owner=CURATOR, least=1, most=60),
        7,
        "Через столько дней после решения о паре обоим придёт письмо с анкетой о пробной встрече; пусто — не посылать",
    )
    retention_days: float = setting(
        Number("Удалять данные после отзыва через, дней", owner=CURATOR, required=True, least=1, most=365),
        30,
        "Закон даёт на это не больше 30 дней с отзыва согласия (152-ФЗ, статья 21, часть 5), если иное не названо в "
        "договоре с человеком. Что и когда удаляется — на листе «Удаление данных»",
    )
    send_letters: bool = setting(
        Flag("Отправлять письма", owner=CURATOR),
        True,
        "Снимите галочку, чтобы письма копились на листе «Письма», но не уходили",
    )
