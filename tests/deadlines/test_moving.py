"""A deadline of one plan, rewritten for the next, says the same there, in the curator's own words."""

import re
from datetime import date, timedelta

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from automation.deadlines import RUSSIA, Deadline, Kind, Period, moved, parse
from automation.deadlines.recurring import end_of_rule, fields_of
from tests.deadlines.phrases import an_every, joined, jumbles, marked, more_than_a_day, periods
from tests.deadlines.test_plans import ALL, PLANS, Row


def school_years(start: int, count: int = 1) -> Period:
    return Period(date(start, 9, 1), date(start + count, 8, 31))


OLD, NEW = school_years(2023), school_years(2024)
NEW_THREE_YEARS = school_years(2024, 3)


# Phrases, one by one


@pytest.mark.parametrize(
    "text",
    [
        *("", "–", "без срока", "По договоренности", "в течение года", "весь учебный год", "постоянно"),
        *("сентябрь", "Сентябрь – октябрь", "в сентябре", "первая неделя октября", "III декада февраля"),
        *("летом", "зимой", "I квартал", "1 полугодие учебного года", "последняя пятница мая"),
        *("ежеквартально", "ежемесячно, в течение года", "2 раза в год", "не реже одного раза в неделю"),
        *("каждый понедельник", "до 5 числа каждого месяца", "сентябрь, ежегодно", "КТ – ежеквартально"),
        *(
            "не позднее 10 рабочих дней со дня издания приказа",
            "за 3 дня до педсовета",
            "в течение месяца после п. 2.3",
        ),
        *("по окончании учебного года", "до начала занятий", "согласно графику", "по мере необходимости"),
        "в соответствии с о сроками реализации персонализированных программ наставничества",
        *("до 9 сентября", "15 ноября", "с 1 по 15 ноября", "до 31 августа", "9 мая", "до 30 сентября"),
        *("  Сентябрь \n– октябрь", "«Май»", "cентябрь"),  # the last begins with a Latin letter
    ],
)
def test_what_names_no_year_stays_to_the_letter(text: str) -> None:
    assert moved(text, period=OLD, to=NEW) == (text, "")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Months, and the way people write them
        ("Ноябрь 2023г.", "Ноябрь 2024г."),
        ("НОЯБРЬ  2023 Г .", "НОЯБРЬ  2024 Г ."),
        ("Ноябрь2023г", "Ноябрь2024г"),
        ("нояб. 2023", "нояб. 2024"),
        ("ноябрь '23 г.", "ноябрь '24 г."),
        ("Декабрь23г.", "Декабрь24г."),
        ("«Ноябрь» 2023 г., ", "«Ноябрь» 2024 г., "),
        ("Ноябрь, 2023 г.", "Ноябрь, 2024 г."),
        ("Октябрь 2О23 г.", "Октябрь 2024 г."),  # a letter O, and a Latin r below
        ("Май 2024 r.", "Май 2025 r."),
        ("11.2023", "11.2024"),
        ("06.2024 г.", "06.2025 г."),
        ("в течение марта 2024 года", "в течение марта 2025 года"),
        ("до конца мая 2024 г.", "до конца мая 2025 г."),
        ("не позднее мая 2024 г.", "не позднее мая 2025 г."),
        # Spans of months
        ("Сентябрь – октябрь 2023 г.", "Сентябрь – октябрь 2024 г."),
        ("Декабрь 2023г. – январь 2024 г.", "Декабрь 2024г. – январь 2025 г."),
        ("декабрь — январь 2024 г.", "декабрь — январь 2025 г."),
        ("ноябрь 2023 г. – март", "ноябрь 2024 г. – март"),
        ("с сентября 2023 по май 2024", "с сентября 2024 по май 2025"),
        ("Сентябрь 2023 — май 2024 гг.", "Сентябрь 2024 — май 2025 гг."),
        # School and calendar years, quarters, half-years, seasons
        ("2023-2024 учебный год", "2024-2025 учебный год"),
        ("2023/24 уч. г.", "2024/25 уч. г."),
        ("учебный год 2023–2024", "учебный год 2024–2025"),
        ("до конца 2023-2024 учебного года", "до конца 2024-2025 учебного года"),
        ("I полугодие 2023-2024 учебного года", "I полугодие 2024-2025 учебного года"),
        ("II полугодие 2023-2024 уч. г.", "II полугодие 2024-2025 уч. г."),
        ("1 полугодие 2024 г.", "1 полугодие 2025 г."),
        ("IV квартал 2023 г.", "IV квартал 2024 г."),
        ("IVкв. 2023г.", "IVкв. 2024г."),
        ("1-2 кв. 2024 г.", "1-2 кв. 2025 г."),
        ("IV квартал 2023 г. – II квартал 2024 г.", "IV квартал 2024 г. – II квартал 2025 г."),
        ("зима 2023-2024 гг.", "зима 2024-2025 гг."),
        ("Весна 2024 года", "Весна 2025 года"),
        # Parts of a month
        ("1-я неделя октября 2023 г.", "1-я неделя октября 2024 г."),
        ("III декада февраля 2024 г.", "III декада февраля 2025 г."),
        ("первый понедельник сентября 2023 г.", "первый понедельник сентября 2024 г."),
        ("последний день февраля 2024", "последний день февраля 2025"),
        # Checkpoints and what repeats
        ("КТ – май 2024 г., далее – ежемесячно", "КТ – май 2025 г., далее – ежемесячно"),
        ("Контрольная точка (далее – КТ) – ноябрь 2023г.", "Контрольная точка (далее – КТ) – ноябрь 2024г."),
        ("май 2024 г. (КТ)", "май 2025 г. (КТ)"),
        ("август 2024 г., далее - ежегодно", "август 2025 г., далее - ежегодно"),
        ("ноябрь 2023 г., затем – ежемесячно до 1.03.2024", "ноябрь 2024 г., затем – ежемесячно до 1.03.2025"),
        ("февраль – апрель 2024 г., еженедельно", "февраль – апрель 2025 г., еженедельно"),
        ("каждый вторник с 1.10.2023 по 31.10.2023", "каждый вторник с 1.10.2024 по 31.10.2024"),
        ("ежемесячно с октября 2023 г.", "ежемесячно с октября 2024 г."),
        # Their first time keeps the day of the month, on a Saturday too, or the day of the week
        ("15.02.2024, далее – ежемесячно", "15.02.2025, далее – ежемесячно"),
        ("до 30.01.2024, далее – ежемесячно", "до 30.01.2025, далее – ежемесячно"),
        ("28 февраля 2024 г., далее – ежегодно", "28 февраля 2025 г., далее – ежегодно"),
        ("29 февраля 2024 г., далее ежегодно", "28 февраля 2025 г., далее ежегодно"),
        ("2.10.2023, в дальнейшем – еженедельно", "7.10.2024, в дальнейшем – еженедельно"),  # Mondays
    ],
)
def test_years_move_and_nothing_else_does(text: str, expected: str) -> None:
    assert moved(text, period=OLD, to=NEW) == (expected, "")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # The same day of the week, as near as can be in that month
        ("до 10.11.2023", "до 08.11.2024"),  # Fridays
        ("до 9.11.2023", "до 7.11.2024"),
        ("9.11.23", "7.11.24"),
        ("2023-11-15", "2024-11-13"),
        ("15/11/2023", "13/11/2024"),
        ("15 ноября 2023 г.", "13 ноября 2024 г."),
        ("15-го ноября 2023 г.", "13-го ноября 2024 г."),
        ("к «20» ноября 2023 г.", "к «18» ноября 2024 г."),
        ("не позднее 12 марта 2024 г.", "не позднее 11 марта 2025 г."),
        ("до 02.02.2024", "до 07.02.2025"),  # 53 weeks: 52 would end in January
        ("10.11.2023 (КТ)", "08.11.2024 (КТ)"),
        ("по 15 мая 2024 г.", "по 14 мая 2025 г."),
        # The first and the last day of a month, and of the plan
        ("с 01.09.2023 по 31.05.2024", "с 01.09.2024 по 31.05.2025"),
        ("до 30.09.2023", "до 30.09.2024"),
        ("1 октября 2023 г.", "1 октября 2024 г."),
        ("29.02.2024", "28.02.2025"),
        ("до 29 февраля 2024 г.", "до 28 февраля 2025 г."),
        # A day off instead: before for a limit, after for a start, the nearest for a day
        ("до 14.06.2024", "до 11.06.2025"),  # the Friday, 13.06.2025, is a day off
        ("с 14.06.2024 по 28.06.2024", "с 16.06.2025 по 27.06.2025"),
        ("14.06.2024", "11.06.2025"),
        ("до 3.05.2024", "до 5.05.2025"),  # from 1 to 4 May nobody works
        ("до 08.01.2024", "до 09.01.2025"),
        ("до 12.11.2023", "до 08.11.2024"),  # Sundays both
        ("с 11.11.2023 по 12.12.2023", "с 11.11.2024 по 10.12.2024"),
        # What takes place on days off, and holidays
        ("14 октября 2023 г.", "12 октября 2024 г."),  # Saturdays
        ("14-15 октября 2023 г.", "12-13 октября 2024 г."),
        ("10.11-12.11.2023", "08.11-10.11.2024"),  # from Friday to Sunday
        ("9 мая 2024 г.", "9 мая 2025 г."),
        ("1–8 января 2024 г.", "1–8 января 2025 г."),
        # Spans
        ("с 1 по 15 ноября 2023 г.", "с 1 по 13 ноября 2024 г."),
        ("20 декабря – 15 января 2024 г.", "18 декабря – 13 января 2025 г."),
        ("с 15.11.2023 по май 2024", "с 13.11.2024 по май 2025"),
        ("4–6 сентября 2023 г.", "2–4 сентября 2024 г."),
        ("2–6 сентября 2023 г.", "7–11 сентября 2024 г."),  # a Saturday of the month, and five days from it
        ("ежемесячно до 15.12.2023", "ежемесячно до 13.12.2024"),
        # Counted from a day
        ("не позднее 10 рабочих дней со дня 20.11.2023", "не позднее 10 рабочих дней со дня 18.11.2024"),
        ("за 3 дня до 15 мая 2024 г.", "за 3 дня до 14 мая 2025 г."),
        # Without a year: the date itself, unless nobody works then or it is not there
        ("до 9 ноября", "до 8 ноября"),
        ("с 9 по 20 ноября", "с 11 по 20 ноября"),
        ("до 15.06", "до 11.06"),
        ("до 10 мая", "до 7 мая"),
        ("до 29 февраля", "до 28 февраля"),
        ("не позднее 5 рабочих дней со дня 9 ноября", "не позднее 5 рабочих дней со дня 8 ноября"),
    ],
)
def test_days_move_with_regard_to_weekdays_and_working_days(text: str, expected: str) -> None:
    assert moved(text, period=OLD, to=NEW) == (expected, "")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("по завершении 2023-2024 учебного года", "по завершении 2024-2025 учебного года"),
        ("по итогам 2022-2023 учебного года", "по итогам 2023-2024 учебного года"),
        ("по плану работы на 2023/2024", "по плану работы на 2024/2025"),
        ("до начала ноября 2023 г.", "до начала ноября 2024 г."),
        ("не позднее 5 дней после педсовета 15.11.2023", "не позднее 5 дней после педсовета 13.11.2024"),
        ("согласно приказу № 2023 о плане на 2023 год", "согласно приказу № 2023 о плане на 2024 год"),
        ("согласно распоряжению от 25.12.2019 № Р-145", "согласно распоряжению от 25.12.2019 № Р-145"),
        ("после п. 1.2.24", "после п. 1.2.24"),
        ("в течение 24 лет после выпуска", "в течение 24 лет после выпуска"),
    ],
)
def test_the_name_of_an_event_moves_with_its_years_but_not_with_numbers(text: str, expected: str) -> None:
    assert moved(text, period=OLD, to=NEW) == (expected, "")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("абракадабра", "Срок «абракадабра» непонятен. Напишите, например"),
        ("ноябрь 2023 г., май 2024 г., далее – ежемесячно", "какой из них потом повторять"),
        ("31.02.2024", "дня 31.02.2024 в календаре нет"),
        ("с 15.10.2023 по 1.10.2023", "раньше начала"),
        ("45261", "непонятен"),
        ("ноябрь " * 100, "непонятен"),
        ("после приказа от 12.09.2023", "в названии события или документа есть дата"),
        ("согласно плану 2-3 сентября 2024 г.", "в названии события или документа есть дата"),
        ("после совета 31.02.2024", "в названии события или документа есть дата"),
        ("ноябрь двадцать г.", "год в нём написан словом"),
        ("сентябрь 2022 г.", "получился бы срок «сентябрь 2023 г.», а он вне нового плана (01.09.2024 – 31.08.2025)"),
        ("2023–2025 годы", "вне нового плана"),
        ("до конца 2024 года", "вне нового плана"),
        ("ноябрь 2023 г., далее – ежемесячно до 1.12.2024", "вне нового плана"),
        ("29.02.2024, далее – ежемесячно", "значит в новом плане другое"),
    ],
)
def test_what_cannot_be_moved_stays_and_says_why(text: str, words: str) -> None:
    same, problem = moved(text, period=OLD, to=NEW)
    assert same == text
    assert words in problem
    assert problem.endswith(("Впишите новый срок сами.", "В новый план он перешёл как был."))


# Plans of another length


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("сентябрь", "сентябрь 2024 г."),
        ("«Ноябрь».", "«Ноябрь 2024 г.»."),
        ("Сентябрь – май", "Сентябрь – май 2025 г."),
        ("до 11 ноября", "до 11 ноября 2024 г."),
        ("до 9.11", "до 8.11.2024"),
        ("КТ – II квартал", "КТ – II квартал 2025 г."),
        ("каждый вторник в октябре", "каждый вторник в октябре 2024 г."),
        ("зимой", "декабрь 2024 г. – февраль 2025 г."),
        ("1 полугодие учебного года", "сентябрь – декабрь 2024 г."),
        ("ноябрь 2023 г.", "ноябрь 2024 г."),
        ("в течение года", "в течение года"),
        ("ежеквартально", "ежеквартально"),
        ("сентябрь, ежегодно", "сентябрь, ежегодно"),
    ],
)
def test_a_longer_plan_gets_the_year_where_it_would_not_be_clear(text: str, expected: str) -> None:
    assert moved(text, period=OLD, to=NEW_THREE_YEARS) == (expected, "")


def test_a_shorter_plan_takes_what_lies_within_it_and_is_told_of_the_rest() -> None:
    three, one = school_years(2023, 3), school_years(2026)
    assert moved("Май 2024 г.", period=three, to=one) == ("Май 2027 г.", "")
    assert moved("Май 2024 г., далее – ежемесячно", period=three, to=one) == ("Май 2027 г., далее – ежемесячно", "")
    assert "вне нового плана" in moved("Май 2025 г.", period=three, to=one).problem


def test_a_month_that_came_twice_is_clear_in_a_plan_where_it_comes_once() -> None:
    assert parse("май", period=NEW_THREE_YEARS).kind is Kind.UNKNOWN
    assert moved("май", period=NEW_THREE_YEARS, to=OLD) == ("май", "")


def test_a_month_that_the_new_plan_has_not_is_asked_about() -> None:
    autumn = Period(date(2024, 9, 1), date(2024, 12, 31))
    same, problem = moved("май", period=OLD, to=autumn)
    assert same == "май"
    assert "в период плана (01.09.2024 – 31.12.2024) он не попадает" in problem


def test_the_first_and_last_day_of_a_plan_are_those_of_the_new_one() -> None:
    old, new = Period(date(2023, 9, 4), date(2024, 5, 24)), Period(date(2024, 9, 2), date(2025, 5, 23))
    assert moved("с 4.09.2023 по 24.05.2024", period=old, to=new) == ("с 2.09.2024 по 23.05.2025", "")
    assert moved("до 24 мая", period=old, to=new) == ("до 23 мая", "")


def test_a_plan_may_move_back() -> None:
    assert moved("до 08.11.2024", period=NEW, to=OLD) == ("до 10.11.2023", "")


# The five plans


OUTSIDE = "вне нового плана"
KTT = {
    "Ноябрь 2023г.": "Ноябрь 2024г.",
    "Декабрь 2023г.": "Декабрь 2024г.",
    "Декабрь 2023 г.": "Декабрь 2024 г.",
    "По договоренности": "По договоренности",
    "Февраль – апрель 2024г.": "Февраль – апрель 2025г.",
    "Февраль - апрель 2024г.": "Февраль - апрель 2025г.",
    "Май 2024г.": "Май 2025г.",
    "Июнь 2024г.": "Июнь 2025г.",
}
TECHNOLYCEUM = {
    "Август 2023 г. – май 2026 г.": OUTSIDE,  # begins before its plan
    "Сентябрь – октябрь 2023 г.": "Сентябрь – октябрь 2026 г.",
    "Сентябрь – октябрь 2023г.": "Сентябрь – октябрь 2026г.",
    "Контрольная точка (далее – КТ) – ноябрь 2023г.": "Контрольная точка (далее – КТ) – ноябрь 2026г.",
    "Сентябрь 2022г.": OUTSIDE,  # so does this
    "Ноябрь 2023г.": "Ноябрь 2026г.",
    "КТ – декабрь 2023г.": "КТ – декабрь 2026г.",
    "Ноябрь – декабрь 2023г., далее – ежемесячно": "Ноябрь – декабрь 2026г., далее – ежемесячно",
    "Ноябрь – декабрь 2023г.": "Ноябрь – декабрь 2026г.",
    "Декабрь 2023г. – январь 2024 г.": "Декабрь 2026г. – январь 2027 г.",
    "Декабрь 2023 г. – январь 2024 г.": "Декабрь 2026 г. – январь 2027 г.",
    "2024-2025 учебный год.": "2027-2028 учебный год.",
    "Февраль 2024 г.": "Февраль 2027 г.",
    "Август 2024 г.": "Август 2027 г.",
    "КТ – август 2024 г.": "КТ – август 2027 г.",
    "Сентябрь 2024 г.": "Сентябрь 2027 г.",
    "Январь 2025 г.": "Январь 2028 г.",
    "Февраль 2025 г.": "Февраль 2028 г.",
    "Февраль – август 2025 г.": "Февраль – август 2028 г.",
    "Август 2025 г.": "Август 2028 г.",
    "КТ – май 2025 г., далее – ежемесячно": "КТ – май 2028 г., далее – ежемесячно",
    "Август 2026 г.": "Август 2029 г.",
    "Август 2025 г., далее - ежегодно": "Август 2028 г., далее - ежегодно",
    "Сентябрь 2024г.": "Сентябрь 2027г.",
}
KURGAN = {
    "до 9.09.2022": "до 11.09.2026",  # Fridays
    "до 30.09.2022": "до 30.09.2026",
    "до 20.09.2022": "до 22.09.2026",  # Tuesdays
    "до 23.09.2022": "до 25.09.2026",  # Fridays
    "до 14.10.2022": "до 16.10.2026",  # Fridays
}
MOVED = {"ktt": KTT, "technolyceum": TECHNOLYCEUM, "kurgan": KURGAN}
LENGTHS = {"balakhta": 1, "ktt": 1, "technolyceum": 3, "kurgan": 4, "kineshma": 1}  # years
NEXT = {
    code: Period(old.start.replace(year=old.start.year + years), old.end.replace(year=old.end.year + years))
    for code, years in LENGTHS.items()
    for old in [PLANS[code][0]]
}
EACH = [pytest.param(code, row, id=f"{code}-{row.number}") for code, (_, rows) in PLANS.items() for row in rows]


@pytest.mark.parametrize(("code", "row"), EACH)
def test_a_deadline_of_a_plan_moves_to_the_next(code: str, row: Row) -> None:
    old, new = PLANS[code][0], NEXT[code]
    expected = MOVED.get(code, {}).get(row.phrase, row.phrase)
    text, problem = moved(row.phrase, period=old, to=new)
    if expected == OUTSIDE:
        assert text == row.phrase
        assert OUTSIDE in problem
        return
    assert (text, problem) == (expected, "")
    before, after = parse(row.phrase, period=old), parse(text, period=new)
    assert as_said(after) == as_said(before)
    assert months(after) == [(year + LENGTHS[code], month) for year, month in months(before)]
    for day in (after.start, after.due):
        assert day is None or new.start <= day <= new.end


def test_every_deadline_of_the_plans_was_moved() -> None:
    assert len(EACH) == len(ALL) == 169
    assert {row.phrase for code, (_, rows) in PLANS.items() for row in rows if "20" in row.phrase} == {
        phrase for phrases in MOVED.values() for phrase in phrases if "20" in phrase
    }


def as_said(deadline: Deadline) -> tuple[object, ...]:
    """What stays when a deadline moves."""
    turn = fields_of(deadline.rule) if deadline.rule else {}
    how_often = (turn.get("FREQ"), turn.get("INTERVAL"), turn.get("BYDAY"))
    return deadline.kind, deadline.checkpoint, deadline.distance, deadline.measure, deadline.problems, how_often


def months(deadline: Deadline) -> list[tuple[int, int]]:
    """Year and month of each of its days."""
    days = [deadline.start, *deadline.occurrences(date.max)]
    return [(day.year, day.month) for day in days if day]


# What holds for every phrase

years_on = st.integers(-3, 5)
day_forms = st.sampled_from(["{:%d.%m.%Y}", "{:%Y-%m-%d}", "{0.day}.{0:%m.%y}", "до {:%d.%m.%Y}", "КТ: {:%d.%m.%Y} г."])
published = st.integers(2012, 2021)  # the first years of plans whose working days, and the next plans', are official


@given(st.text(max_size=330) | marked | jumbles, periods)
def test_a_plan_of_the_same_dates_changes_nothing(text: str, period: Period) -> None:
    assert moved(text, period=period, to=period).text == text


@given(st.text(max_size=60) | marked | jumbles, periods, periods)
def test_whatever_the_phrase_and_the_plans_there_is_an_answer(text: str, period: Period, to: Period) -> None:
    new, problem = moved(text, period=period, to=to)
    before, after = parse(text, period=period), parse(new, period=to)
    if problem:
        assert new == text
        return
    assert set(after.problems) <= set(before.problems)
    if before.kind is not Kind.UNKNOWN:
        assert as_said(after) == as_said(before)
    if new != text and after.due:
        first, last = after.start or after.due, end_of_rule(after.rule) if after.rule else after.due
        assert to.start <= first <= last <= to.end


@given(marked, st.integers(2000, 2040), years_on)
@example("10.11.2023 (КТ)", 2023, 1)
def test_only_digits_change_between_plans_for_a_year(text: str, start: int, years: int) -> None:
    new = moved(text, period=school_years(start), to=school_years(start + years)).text
    assert re.sub(r"\d+", "#", new) == re.sub(r"\d+", "#", text)


@given(day_forms, published, st.integers(0, 364), st.integers(1, 3))
def test_a_working_day_stays_one_and_in_its_month(form: str, start: int, day: int, years: int) -> None:
    period, to = school_years(start), school_years(start + years)
    was = period.start + timedelta(days=day)
    assume(RUSSIA.is_working_day(was))
    new, problem = moved(form.format(was), period=period, to=to)
    now = parse(new, period=to).due
    assert problem == ""
    assert now is not None
    assert (now.year, now.month) == (was.year + years, was.month)
    if was.day == 1 or ends_month(was):
        assert now.day == 1 or ends_month(now)
    else:
        assert RUSSIA.is_working_day(now)


@given(published, st.integers(0, 364), st.integers(0, 364), st.integers(1, 3))
def test_a_span_stays_one(start: int, first: int, last: int, years: int) -> None:
    period, to = school_years(start), school_years(start + years)
    begin, end = sorted(period.start + timedelta(days=n) for n in (first, last))
    new, problem = moved(f"с {begin:%d.%m.%Y} по {end:%d.%m.%Y}", period=period, to=to)
    after = parse(new, period=to)
    assert problem == ""
    assert after.start is not None
    assert after.due is not None
    assert to.start <= after.start <= after.due <= to.end


@given(
    more_than_a_day | joined(more_than_a_day, "–", more_than_a_day) | joined(more_than_a_day, ", далее –", an_every),
    st.integers(2000, 2040),
)
def test_two_years_at_once_are_one_and_another_for_what_names_no_date(text: str, start: int) -> None:
    plans = [school_years(start + years) for years in range(3)]
    half = moved(text, period=plans[0], to=plans[1])
    twice = moved(half.text, period=plans[1], to=plans[2])
    once = moved(text, period=plans[0], to=plans[2])
    assert bool(half.problem) == bool(once.problem)
    assert once.problem or twice == once


@given(day_forms, published, st.integers(0, 364))
def test_two_years_at_once_are_one_and_another_to_within_a_week_for_a_day(form: str, start: int, day: int) -> None:
    plans = [school_years(start + years) for years in range(3)]
    text = form.format(plans[0].start + timedelta(days=day))
    half = moved(text, period=plans[0], to=plans[1]).text
    twice = parse(moved(half, period=plans[1], to=plans[2]).text, period=plans[2]).due
    once = parse(moved(text, period=plans[0], to=plans[2]).text, period=plans[2]).due
    assert once is not None
    assert twice is not None
    assert (once.year, once.month) == (twice.year, twice.month)
    assert abs(once - twice) < timedelta(days=7)


def ends_month(day: date) -> bool:
    return (day + timedelta(days=1)).day == 1


@pytest.mark.parametrize(
    ("text", "then"),
    [
        ("сентябрь, январь, май", "сентябрь, январь, май"),
        ("сентябрь 2023 г., май 2024 г.", "сентябрь 2024 г., май 2025 г."),
        ("до 15.12.2023, до 15.05.2024", "до 13.12.2024, до 14.05.2025"),
        ("5, 12, 19 декабря 2023 г.", "3, 10, 17 декабря 2024 г."),
        ("Октябрь 2023 г. (ежегодно)", "Октябрь 2024 г. (ежегодно)"),
        ("сентябрь 2023 (3 неделя)", "сентябрь 2024 (3 неделя)"),
    ],
)
def test_each_of_several_times_moves_by_itself_and_remarks_stay_where_they_stood(text: str, then: str) -> None:
    assert moved(text, period=OLD, to=NEW) == (then, "")
