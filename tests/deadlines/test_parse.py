"""Each phrase means what a careful reader would say, and what is unclear is said to be so."""

import re
from datetime import date

import pytest
from dateutil.rrule import rrule

from automation.deadlines import Deadline, Kind, Period, grammar, parse
from sheets_schema.roadmaps import load

ONE_YEAR = Period(date(2023, 9, 1), date(2024, 8, 31))
THREE_YEARS = Period(date(2023, 9, 1), date(2026, 8, 31))
KURGAN = Period(date(2022, 9, 1), date(2025, 8, 31))


def day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def test_the_deadlines_of_the_kirov_plan() -> None:
    plan = load("ktt")
    assert plan.period is not None
    dates = {
        measure.deadline: parse(measure.deadline, period=plan.period)
        for measure in plan.measures
    }  # fmt: skip
    assert dates == {
        "Ноябрь 2023г.": Deadline(Kind.ONE_OFF, date(2023, 11, 1), date(2023, 11, 30)),
        "Декабрь 2023г.": Deadline(Kind.ONE_OFF, date(2023, 12, 1), date(2023, 12, 31)),
        "Декабрь 2023 г.": Deadline(Kind.ONE_OFF, date(2023, 12, 1), date(2023, 12, 31)),
        "Февраль – апрель 2024г.": Deadline(Kind.SPAN, date(2024, 2, 1), date(2024, 4, 30)),
        "Февраль - апрель 2024г.": Deadline(Kind.SPAN, date(2024, 2, 1), date(2024, 4, 30)),
        "Май 2024г.": Deadline(Kind.ONE_OFF, date(2024, 5, 1), date(2024, 5, 31)),
        "Июнь 2024г.": Deadline(Kind.ONE_OFF, date(2024, 6, 1), date(2024, 6, 30)),
        "По договоренности": Deadline(Kind.BY_AGREEMENT),
        "": Deadline(Kind.NONE),
    }


@pytest.mark.parametrize(
    ("text", "kind", "start", "due"),
    [
        ("Август 2023 г. – май 2026 г.", Kind.SPAN, "2023-08-01", "2026-05-31"),
        ("Сентябрь – октябрь 2023 г.", Kind.SPAN, "2023-09-01", "2023-10-31"),
        ("Сентябрь – октябрь 2023г.", Kind.SPAN, "2023-09-01", "2023-10-31"),
        ("Сентябрь 2022г.", Kind.ONE_OFF, "2022-09-01", "2022-09-30"),
        ("Ноябрь 2023г.", Kind.ONE_OFF, "2023-11-01", "2023-11-30"),
        ("Ноябрь – декабрь 2023г.", Kind.SPAN, "2023-11-01", "2023-12-31"),
        ("Декабрь 2023г. – январь 2024 г.", Kind.SPAN, "2023-12-01", "2024-01-31"),
        ("Декабрь 2023 г. – январь 2024 г.", Kind.SPAN, "2023-12-01", "2024-01-31"),
        ("2024-2025 учебный год.", Kind.SPAN, "2024-09-01", "2025-08-31"),
        ("Февраль 2024 г.", Kind.ONE_OFF, "2024-02-01", "2024-02-29"),
        ("Август 2024 г.", Kind.ONE_OFF, "2024-08-01", "2024-08-31"),
        ("Сентябрь 2024 г.", Kind.ONE_OFF, "2024-09-01", "2024-09-30"),
        ("Сентябрь 2024г.", Kind.ONE_OFF, "2024-09-01", "2024-09-30"),
        ("Январь 2025 г.", Kind.ONE_OFF, "2025-01-01", "2025-01-31"),
        ("Февраль 2025 г.", Kind.ONE_OFF, "2025-02-01", "2025-02-28"),
        ("Февраль – август 2025 г.", Kind.SPAN, "2025-02-01", "2025-08-31"),
        ("Август 2025 г.", Kind.ONE_OFF, "2025-08-01", "2025-08-31"),
        ("Август 2026 г.", Kind.ONE_OFF, "2026-08-01", "2026-08-31"),
    ],
)
def test_the_dated_deadlines_of_the_technolyceum_plan(text: str, kind: Kind, start: str, due: str) -> None:
    assert parse(text, period=THREE_YEARS) == Deadline(kind, day(start), day(due))


@pytest.mark.parametrize(
    ("text", "start", "due"),
    [
        ("Контрольная точка (далее – КТ) – ноябрь 2023г.", "2023-11-01", "2023-11-30"),
        ("КТ – декабрь 2023г.", "2023-12-01", "2023-12-31"),
        ("КТ – август 2024 г.", "2024-08-01", "2024-08-31"),
        ("контрольная точка: 15.05.2024", "2024-05-15", "2024-05-15"),
        ("KT - май 2024", "2024-05-01", "2024-05-31"),  # Latin letters
    ],
)
def test_a_checkpoint_is_a_date_that_says_so(text: str, start: str, due: str) -> None:
    assert parse(text, period=THREE_YEARS) == Deadline(Kind.ONE_OFF, day(start), day(due), checkpoint=True)


@pytest.mark.parametrize(
    ("text", "checkpoint", "start", "due", "first_occurrences", "count"),
    [
        (
            "КТ – май 2025 г., далее – ежемесячно",
            *(True, "2025-05-01", "2025-05-31"),
            *(["2025-05-31", "2025-06-30", "2025-07-31"], 16),
        ),
        (
            "Ноябрь – декабрь 2023г., далее – ежемесячно",
            *(False, "2023-11-01", "2023-12-31"),
            *(["2023-12-31", "2024-01-31", "2024-02-29", "2024-03-31"], 33),
        ),
        (
            "Август 2025 г., далее - ежегодно",
            *(False, "2025-08-01", "2025-08-31"),
            *(["2025-08-31", "2026-08-31"], 2),
        ),
        (
            "30.11.2023, далее каждый квартал",
            *(False, "2023-11-30", "2023-11-30"),
            *(["2023-11-30", "2024-02-29", "2024-05-30"], 12),
        ),
        (
            "до 30.01.2024, далее – ежемесячно",
            *(False, "", "2024-01-30"),
            *(["2024-01-30", "2024-02-29", "2024-03-30", "2024-04-30"], 32),
        ),
        (
            "29 февраля 2024 г., далее ежегодно",
            *(False, "2024-02-29", "2024-02-29"),
            *(["2024-02-29", "2025-02-28", "2026-02-28"], 3),
        ),
        (
            "28 февраля 2024 г., далее – ежегодно",
            *(False, "2024-02-28", "2024-02-28"),
            *(["2024-02-28", "2025-02-28", "2026-02-28"], 3),
        ),
        (
            "февраль 2025 г., далее – ежемесячно",
            *(False, "2025-02-01", "2025-02-28"),
            *(["2025-02-28", "2025-03-31", "2025-04-30"], 19),
        ),
        ("ежедневно", False, "2023-09-01", "2023-09-01", ["2023-09-01", "2023-09-02"], 1096),
        ("еженедельно", False, "2023-09-01", "2023-09-03", ["2023-09-03", "2023-09-10"], 157),
        ("не реже одного раза в неделю", False, "2023-09-01", "2023-09-03", ["2023-09-03"], 157),
        ("1 раз в месяц", False, "2023-09-01", "2023-09-30", ["2023-09-30", "2023-10-31"], 36),
        ("Ежемесячно.", False, "2023-09-01", "2023-09-30", ["2023-09-30", "2023-10-31"], 36),
        ("ежемесячно, в течение года", False, "2023-09-01", "2023-09-30", ["2023-09-30"], 36),
        ("ежеквартально", False, "2023-09-01", "2023-09-30", ["2023-09-30", "2023-12-31"], 12),
        ("раз в квартал", False, "2023-09-01", "2023-09-30", ["2023-09-30", "2023-12-31"], 12),
        ("ежегодно", False, "2023-09-01", "2024-08-31", ["2024-08-31", "2025-08-31", "2026-08-31"], 3),
        ("ежегодно, в мае", False, "2024-05-01", "2024-05-31", ["2024-05-31", "2025-05-31"], 3),
        ("Сентябрь, ежегодно", False, "2023-09-01", "2023-09-30", ["2023-09-30", "2024-09-30"], 3),
        (
            "февраль – апрель 2025 г., еженедельно",
            *(False, "2025-02-01", "2025-02-02"),
            *(["2025-02-02", "2025-02-09"], 13),
        ),
        (
            "ежемесячно до 15.12.2023",
            *(False, "2023-09-01", "2023-09-30"),
            *(["2023-09-30", "2023-10-31", "2023-11-30"], 3),
        ),
    ],
)
def test_a_recurring_deadline_repeats_from_its_first_due_date_to_the_end_of_the_plan(
    text: str, checkpoint: bool, start: str, due: str, first_occurrences: list[str], count: int
) -> None:
    deadline = parse(text, period=THREE_YEARS)
    assert deadline.problems == ()
    assert (deadline.kind, deadline.checkpoint) == (Kind.RECURRING, checkpoint)
    assert (deadline.start, deadline.due) == (day(start), day(due))
    assert isinstance(deadline.recurrence, rrule)
    occurrences = deadline.occurrences(date.max)
    assert occurrences[: len(first_occurrences)] == [day(text) for text in first_occurrences]
    assert len(occurrences) == count


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("до 9.09.2022", "2022-09-09"),
        ("до 20.09.2022", "2022-09-20"),
        ("до 23.09.2022", "2022-09-23"),
        ("до 30.09.2022", "2022-09-30"),
        ("до 14.10.2022", "2022-10-14"),
        ("до 9.09.22 г.", "2022-09-09"),
        ("До 9 сентября 2022 года", "2022-09-09"),
        ("к 1 октября 2022 г.", "2022-10-01"),
        ("не позднее 15 мая 2023 г.", "2023-05-15"),
        ("не позднее мая 2023 г.", "2023-05-31"),
        ("до конца мая 2023 г.", "2023-05-31"),
        ("до конца I квартала 2023 г.", "2023-03-31"),
    ],
)
def test_a_limit_has_a_last_day_and_no_first(text: str, due: str) -> None:
    assert parse(text, period=KURGAN) == Deadline(Kind.ONE_OFF, start=None, due=day(due))


@pytest.mark.parametrize(
    "text",
    [
        "в течение года",
        "В течение учебного года",
        "в течение всего периода",
        "на протяжении года",
        "весь период",
        "постоянно",
    ],
)
def test_a_whole_year_or_period_is_that_of_the_plan(text: str) -> None:
    assert parse(text, period=KURGAN) == Deadline(Kind.WHOLE_PERIOD, KURGAN.start, KURGAN.end)


@pytest.mark.parametrize("text", ["По договоренности", "по договорённости.", "по согласованию", "По соглашению"])
def test_an_agreement_sets_no_dates(text: str) -> None:
    assert parse(text, period=ONE_YEAR) == Deadline(Kind.BY_AGREEMENT)


@pytest.mark.parametrize("text", ["", "  ", "–", "-", "без срока", "Без срока."])
def test_an_empty_deadline_is_none_and_no_problem(text: str) -> None:
    assert parse(text, period=ONE_YEAR) == Deadline(Kind.NONE)


@pytest.mark.parametrize(
    ("text", "event"),
    [
        (
            "в соответствии с о сроками реализации персонализированных программ наставничества",
            "в соответствии со сроками реализации персонализированных программ наставничества",
        ),
        ("В соответствии  с планом работы.", "в соответствии с планом работы"),
        ("по мере необходимости", "по мере необходимости"),
        ("После издания приказа № 154-У «О наставничестве»", "после издания приказа № 154-У «О наставничестве»"),
    ],
)
def test_a_relative_deadline_names_its_event_and_no_date(text: str, event: str) -> None:
    assert parse(text, period=ONE_YEAR) == Deadline(Kind.RELATIVE, event=event)


def test_the_end_of_the_school_year_is_for_the_organisation_to_say() -> None:
    deadline = parse("по окончании учебного года", period=KURGAN)
    assert (deadline.kind, deadline.start, deadline.due) == (Kind.RELATIVE, None, None)
    assert deadline.problems == ("Когда кончается учебный год, решает учебный план организации: впишите дату.",)


@pytest.mark.parametrize(
    ("text", "start", "due"),
    [
        ("не позднее 10 рабочих дней со дня 20.11.2023", "2023-11-20", "2023-12-04"),
        ("в течение 3 дней с 30 апреля 2024 г.", "2024-04-30", "2024-05-03"),
        ("в течение месяца после 31.01.2024", "2024-01-31", "2024-02-29"),
        ("за 3 дня до 1.09.2024", "", "2024-08-29"),
        ("за 5 рабочих дней до 9.01.2024", "", "2023-12-25"),
        ("за неделю до 15 мая 2024 г.", "", "2024-05-08"),
    ],
)
def test_a_deadline_counted_from_a_date_has_a_date(text: str, start: str, due: str) -> None:
    assert parse(text, period=ONE_YEAR) == Deadline(Kind.ONE_OFF, day(start), day(due))


@pytest.mark.parametrize(
    ("text", "start", "due"),
    [
        ("с 1 по 15 ноября 2023 г.", "2023-11-01", "2023-11-15"),
        ("1-15 ноября 2023", "2023-11-01", "2023-11-15"),
        ("1–15.11.2023", "2023-11-01", "2023-11-15"),
        ("с 15.11.2023 по 1.12.2023", "2023-11-15", "2023-12-01"),
        ("20 декабря – 15 января 2024 г.", "2023-12-20", "2024-01-15"),
        ("с сентября 2023 по май 2024", "2023-09-01", "2024-05-31"),
        ("ноябрь 2023 г. – март", "2023-11-01", "2024-03-31"),
        ("декабрь — январь 2024 г.", "2023-12-01", "2024-01-31"),
        ("в ноябре-декабре 2023 года", "2023-11-01", "2023-12-31"),
        ("IV квартал 2023 г.", "2023-10-01", "2023-12-31"),
        ("в 1 кв. 2024 года", "2024-01-01", "2024-03-31"),
        ("первый квартал", "2024-01-01", "2024-03-31"),
        ("2023/24 уч. г.", "2023-09-01", "2024-08-31"),
        ("в течение 2023–2024 учебного года", "2023-09-01", "2024-08-31"),
        ("2024 год", "2024-01-01", "2024-12-31"),
        ("2022–2025 гг.", "2022-01-01", "2025-12-31"),
    ],
)
def test_a_span_runs_from_the_start_of_the_first_to_the_end_of_the_last(text: str, start: str, due: str) -> None:
    assert parse(text, period=ONE_YEAR) == Deadline(Kind.SPAN, day(start), day(due))


NOVEMBER = Deadline(Kind.ONE_OFF, date(2023, 11, 1), date(2023, 11, 30))


@pytest.mark.parametrize(
    "text",
    [
        *("ноябрь 2023", "НОЯБРЬ 2023 Г.", "в ноябре 2023 г.", "ноября 2023 года", "нояб. 2023", "ноя.23 г."),
        *("Ноябрь2023г", "«Ноябрь» 2023 г.", " ноябрь \n 2023\u00a0г. ", "нoябрь 2023", "ноябрь '23 г."),
        *("в течение ноября 2023 г.", "ноябрь", "в ноябре,"),
    ],
)
def test_case_abbreviation_spaces_quotes_and_a_known_year_change_nothing(text: str) -> None:
    assert parse(text, period=ONE_YEAR) == NOVEMBER


@pytest.mark.parametrize("dash", ["-", "–", "—", "−", "‑", " – ", " — "])
def test_every_dash_is_a_dash(dash: str) -> None:
    expected = Deadline(Kind.SPAN, date(2024, 2, 1), date(2024, 4, 30))
    assert parse(f"февраль{dash}апрель 2024 г.", period=ONE_YEAR) == expected


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("31 февраля 2024 г.", "дня 31.02.2024 в календаре нет"),
        ("31.02.2024", "дня 31.02.2024 в календаре нет"),
        ("29 февраля 2023", "дня 29.02.2023 в календаре нет"),
        ("31 ноября", "дня 31.11"),
        ("15.13.2023", "дня 15.13.2023 в календаре нет"),
        ("0 ноября 2023", "дня 00.11.2023 в календаре нет"),
        ("май 2024 – март 2024", "конец (31.03.2024) раньше начала (01.05.2024)"),
        ("с 15 по 10 ноября 2023", "раньше начала"),
        ("2025-2022 гг.", "раньше начала"),
        ("ежемесячно до 1.05.2020", "раньше начала"),
        ("1.01.0001", "опечатка"),
        ("до мая 2024 г.", "назовите последний день"),
        ("до 2025 года", "назовите последний день"),
        ("2023-2024", "учебный год или календарные годы"),
        ("2024 учебный год", "назовите оба"),
        ("2023-2025 учебный год", "назовите оба"),
        ("с 1 сентября 2023 г.", "не когда закончить"),
        ("после 15 ноября", "не когда закончить"),
        ("с мая 2024, далее ежемесячно", "не сказано, когда это закончить"),
        ("2 раза в неделю", "не когда"),
        ("Ноябрь 2023 г., ежемесячно", "далее – ежемесячно"),
        ("15", "непонятен"),
        ("КТ – 23", "непонятен"),
        ("через 5 рабочих дней", "от какого дня"),
        ("в течение 2 рабочих недель после 20.11.2023", "рабочими бывают дни"),
        ("май 2024, далее", "как часто"),
        ("май 2023 – 2024", "по-разному"),
        ("абракадабра", "Срок «абракадабра» непонятен."),
        ("Ноябрь 2023г. или позже", "непонятен"),
        ("ноябрь 2023 декабрь", "непонятен"),
        ("99999 дней со дня 1.01.2024", "непонятен"),
        ("каждый", "непонятен"),
        ("за", "непонятен"),
        ("🙂", "непонятен"),
        ("=1+1", "непонятен"),
    ],
)
def test_what_is_wrong_or_unclear_is_said_and_never_guessed(text: str, words: str) -> None:
    deadline = parse(text, period=ONE_YEAR)
    assert (deadline.kind, deadline.start, deadline.due) == (Kind.UNKNOWN, None, None)
    assert deadline.recurrence is None
    assert deadline.occurrences(date.max) == []
    [problem] = deadline.problems
    assert text in problem
    assert words in problem
    assert "Напишите, например" in problem


def test_the_grammar_at_the_head_of_its_module_names_the_rules_that_are_there() -> None:
    rules = re.findall(r"^    (\w+) += ", str(grammar.__doc__), flags=re.MULTILINE)
    assert len(rules) > 30
    assert [rule for rule in rules if not hasattr(grammar.Reader, rule)] == []


def test_a_month_without_a_year_is_unclear_in_a_plan_for_several() -> None:
    [problem] = parse("ноябрь", period=THREE_YEARS).problems
    assert "не назван год, а подходят 2023, 2024, 2025" in problem


def test_a_month_without_a_year_is_unclear_when_the_plan_has_no_such_month() -> None:
    autumn = Period(date(2023, 9, 1), date(2023, 11, 30))
    [problem] = parse("май", period=autumn).problems
    assert "в период плана (01.09.2023 – 30.11.2023) он не попадает" in problem


def test_a_span_without_years_is_the_one_that_lies_within_the_plan() -> None:
    assert parse("сентябрь – май", period=ONE_YEAR) == Deadline(Kind.SPAN, date(2023, 9, 1), date(2024, 5, 31))


def test_a_checkpoint_stays_one_when_its_date_is_unclear() -> None:
    assert parse("КТ – ноябрь", period=THREE_YEARS).checkpoint


def test_a_text_of_any_length_is_answered_with_a_short_sentence() -> None:
    [problem] = parse("ноябрь " * 10_000, period=ONE_YEAR).problems
    assert len(problem) < 300
