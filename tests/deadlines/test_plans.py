"""Every deadline of the five plans, or its absence, is what a careful reader of the source says.

The phrase is that of the source, to the letter; a merged cell applies to every row that it spans. Where the source
is ambiguous or contradicts itself, the remark beside the row says so, and the deadline is still what is written.
"""

from datetime import date
from typing import NamedTuple

import pytest

from automation.deadlines import Deadline, Kind, Period, in_words, parse
from sheets_schema.roadmaps import load, names


class Row(NamedTuple):
    """`due_again`: of a recurring deadline, the second, third and last due dates, and how many there are in all."""

    number: str
    phrase: str
    kind: Kind
    start: str = ""
    due: str = ""
    due_again: tuple[str, str, str, int] | None = None
    checkpoint: bool = False
    event: str = ""
    problem: str = ""


# No column for deadlines; the stages follow one another through the school year.
BALAKHTA = [
    Row("1.1.1", "", Kind.NONE),
    Row("1.1.2", "", Kind.NONE),
    Row("1.1.3", "", Kind.NONE),
    Row("1.1.4", "", Kind.NONE),
    Row("1.2.1", "", Kind.NONE),
    Row("1.2.2", "", Kind.NONE),
    Row("1.2.3", "", Kind.NONE),
    Row("1.2.4", "", Kind.NONE),
    Row("1.2.5", "", Kind.NONE),
    Row("1.2.6", "", Kind.NONE),
    Row("1.2.7", "", Kind.NONE),
    Row("1.3.1", "", Kind.NONE),
    Row("1.3.2", "", Kind.NONE),
    Row("1.3.3", "", Kind.NONE),
    Row("1.4.1", "", Kind.NONE),
    Row("1.4.2", "", Kind.NONE),
    Row("1.4.3", "", Kind.NONE),
    Row("2.1.1", "", Kind.NONE),
    Row("2.1.2", "", Kind.NONE),
    Row("2.1.3", "", Kind.NONE),
    Row("2.1.4", "", Kind.NONE),
    Row("2.1.5", "", Kind.NONE),
    Row("3.1.1", "", Kind.NONE),
    Row("3.1.2", "", Kind.NONE),
    Row("3.1.3", "", Kind.NONE),
    Row("3.1.4", "", Kind.NONE),
    Row("4.1.1", "", Kind.NONE),
    Row("4.1.2", "", Kind.NONE),
    Row("5.1.1", "", Kind.NONE),
    Row("5.1.2", "", Kind.NONE),
    Row("5.2.1", "", Kind.NONE),
    Row("5.2.2", "", Kind.NONE),
    Row("5.2.3", "", Kind.NONE),
    Row("5.2.4", "", Kind.NONE),
    Row("6.1.1", "", Kind.NONE),
    Row("6.1.2", "", Kind.NONE),
    Row("6.1.3", "", Kind.NONE),
    Row("6.1.4", "", Kind.NONE),
    Row("7.1", "", Kind.NONE),
    Row("7.2", "", Kind.NONE),
    Row("7.3", "", Kind.NONE),
    Row("8.1.1", "", Kind.NONE),
    Row("8.1.2", "", Kind.NONE),
    Row("8.1.3", "", Kind.NONE),
]

KTT = [
    Row("1.1.1", "Ноябрь 2023г.", Kind.ONE_OFF, "2023-11-01", "2023-11-30"),
    Row("1.1.2", "Ноябрь 2023г.", Kind.ONE_OFF, "2023-11-01", "2023-11-30"),
    Row("1.1.3", "Ноябрь 2023г.", Kind.ONE_OFF, "2023-11-01", "2023-11-30"),
    Row("1.2.1", "Ноябрь 2023г.", Kind.ONE_OFF, "2023-11-01", "2023-11-30"),
    Row("1.2.2", "Ноябрь 2023г.", Kind.ONE_OFF, "2023-11-01", "2023-11-30"),
    Row("1.2.3", "Ноябрь 2023г.", Kind.ONE_OFF, "2023-11-01", "2023-11-30"),
    Row("1.3.1", "Ноябрь 2023г.", Kind.ONE_OFF, "2023-11-01", "2023-11-30"),
    Row("1.3.2", "Ноябрь 2023г.", Kind.ONE_OFF, "2023-11-01", "2023-11-30"),
    Row("1.3.3", "Ноябрь 2023г.", Kind.ONE_OFF, "2023-11-01", "2023-11-30"),
    Row("1.3.4", "Ноябрь 2023г.", Kind.ONE_OFF, "2023-11-01", "2023-11-30"),  # merged with the cell above
    Row("1.4.1", "Ноябрь 2023г.", Kind.ONE_OFF, "2023-11-01", "2023-11-30"),
    Row("1.4.2", "Ноябрь 2023г.", Kind.ONE_OFF, "2023-11-01", "2023-11-30"),  # merged with the cell above
    Row("1.4.3", "Ноябрь 2023г.", Kind.ONE_OFF, "2023-11-01", "2023-11-30"),  # merged with the cell above
    Row("1.4.4", "Ноябрь 2023г.", Kind.ONE_OFF, "2023-11-01", "2023-11-30"),  # merged with the cell above
    Row("1.4.5", "Ноябрь 2023г.", Kind.ONE_OFF, "2023-11-01", "2023-11-30"),  # merged with the cell above
    Row("2.1.1", "Ноябрь 2023г.", Kind.ONE_OFF, "2023-11-01", "2023-11-30"),
    Row("2.1.2", "Ноябрь 2023г.", Kind.ONE_OFF, "2023-11-01", "2023-11-30"),
    Row("2.1.3", "Ноябрь 2023г.", Kind.ONE_OFF, "2023-11-01", "2023-11-30"),  # merged with the cell above
    Row("2.1.4", "Ноябрь 2023г.", Kind.ONE_OFF, "2023-11-01", "2023-11-30"),  # merged with the cell above
    Row("2.1.5", "Ноябрь 2023г.", Kind.ONE_OFF, "2023-11-01", "2023-11-30"),  # merged with the cell above
    Row("2.2.1", "Ноябрь 2023г.", Kind.ONE_OFF, "2023-11-01", "2023-11-30"),
    Row("2.2.2", "Ноябрь 2023г.", Kind.ONE_OFF, "2023-11-01", "2023-11-30"),
    Row("3.1.1", "Ноябрь 2023г.", Kind.ONE_OFF, "2023-11-01", "2023-11-30"),
    Row("3.1.2", "Ноябрь 2023г.", Kind.ONE_OFF, "2023-11-01", "2023-11-30"),
    Row("3.2.1", "", Kind.NONE),  # an empty cell of its own
    Row("3.2.2", "", Kind.NONE),  # an empty cell of its own
    Row("4.1.1", "Ноябрь 2023г.", Kind.ONE_OFF, "2023-11-01", "2023-11-30"),
    Row("4.2.1", "Декабрь 2023г.", Kind.ONE_OFF, "2023-12-01", "2023-12-31"),
    Row("4.2.2", "Декабрь 2023г.", Kind.ONE_OFF, "2023-12-01", "2023-12-31"),
    Row("5.1.1", "Ноябрь 2023г.", Kind.ONE_OFF, "2023-11-01", "2023-11-30"),
    Row("5.1.2", "Ноябрь 2023г.", Kind.ONE_OFF, "2023-11-01", "2023-11-30"),  # merged with the cell above
    Row("5.1.3", "Ноябрь 2023г.", Kind.ONE_OFF, "2023-11-01", "2023-11-30"),  # merged with the cell above
    Row("5.1.4", "Ноябрь 2023г.", Kind.ONE_OFF, "2023-11-01", "2023-11-30"),  # merged with the cell above
    Row("5.2.1", "Ноябрь 2023г.", Kind.ONE_OFF, "2023-11-01", "2023-11-30"),
    Row("5.2.2", "Ноябрь 2023г.", Kind.ONE_OFF, "2023-11-01", "2023-11-30"),  # merged with the cell above
    Row("5.2.3", "Ноябрь 2023г.", Kind.ONE_OFF, "2023-11-01", "2023-11-30"),  # merged with the cell above
    Row("6.1.1", "Декабрь 2023 г.", Kind.ONE_OFF, "2023-12-01", "2023-12-31"),
    Row("6.1.2", "По договоренности", Kind.BY_AGREEMENT),
    Row("6.1.3", "Февраль – апрель 2024г.", Kind.SPAN, "2024-02-01", "2024-04-30"),
    Row("6.2.1", "Февраль - апрель 2024г.", Kind.SPAN, "2024-02-01", "2024-04-30"),
    Row("7.1.1", "Май 2024г.", Kind.ONE_OFF, "2024-05-01", "2024-05-31"),
    Row("7.1.2", "Май 2024г.", Kind.ONE_OFF, "2024-05-01", "2024-05-31"),  # merged with the cell above
    Row("7.1.3", "Июнь 2024г.", Kind.ONE_OFF, "2024-06-01", "2024-06-30"),
    Row("7.2.1", "Июнь 2024г.", Kind.ONE_OFF, "2024-06-01", "2024-06-30"),
    Row("7.2.2", "Июнь 2024г.", Kind.ONE_OFF, "2024-06-01", "2024-06-30"),  # merged with the cell above
]

TECHNOLYCEUM = [
    Row(
        "0.1", "Август 2023 г. – май 2026 г.", Kind.SPAN, "2023-08-01", "2026-05-31"
    ),  # begins before the plan, which runs from September 2023
    Row("1.1", "Сентябрь – октябрь 2023 г.", Kind.SPAN, "2023-09-01", "2023-10-31"),
    Row("1.2", "Сентябрь – октябрь 2023г.", Kind.SPAN, "2023-09-01", "2023-10-31"),
    Row("1.3", "Сентябрь – октябрь 2023 г.", Kind.SPAN, "2023-09-01", "2023-10-31"),
    Row("1.4", "Сентябрь – октябрь 2023 г.", Kind.SPAN, "2023-09-01", "2023-10-31"),
    Row("1.5", "Сентябрь – октябрь 2023 г.", Kind.SPAN, "2023-09-01", "2023-10-31"),
    Row(
        "1.6",
        "Контрольная точка (далее – КТ) – ноябрь 2023г.",
        Kind.ONE_OFF,
        "2023-11-01",
        "2023-11-30",
        checkpoint=True,
    ),
    Row(
        "2.1", "Сентябрь 2022г.", Kind.ONE_OFF, "2022-09-01", "2022-09-30"
    ),  # a year before the plan: 2023 was probably meant
    Row("2.2", "Ноябрь 2023г.", Kind.ONE_OFF, "2023-11-01", "2023-11-30"),
    Row("2.3", "Ноябрь 2023г.", Kind.ONE_OFF, "2023-11-01", "2023-11-30"),
    Row("2.4", "Ноябрь 2023г.", Kind.ONE_OFF, "2023-11-01", "2023-11-30"),
    Row("2.5", "Ноябрь 2023г.", Kind.ONE_OFF, "2023-11-01", "2023-11-30"),
    Row("2.6", "КТ – декабрь 2023г.", Kind.ONE_OFF, "2023-12-01", "2023-12-31", checkpoint=True),
    Row(
        "3.1",
        "Ноябрь – декабрь 2023г., далее – ежемесячно",
        Kind.RECURRING,
        "2023-11-01",
        "2023-12-31",
        due_again=("2024-01-31", "2024-02-29", "2026-08-31", 33),
    ),
    Row("3.2", "Ноябрь – декабрь 2023г.", Kind.SPAN, "2023-11-01", "2023-12-31"),
    Row("3.3", "Ноябрь – декабрь 2023г.", Kind.SPAN, "2023-11-01", "2023-12-31"),
    Row("4.1", "Декабрь 2023г. – январь 2024 г.", Kind.SPAN, "2023-12-01", "2024-01-31"),
    Row("4.2", "Декабрь 2023 г. – январь 2024 г.", Kind.SPAN, "2023-12-01", "2024-01-31"),
    Row(
        "4.3", "2024-2025 учебный год.", Kind.SPAN, "2024-09-01", "2025-08-31"
    ),  # after the pairs that these mentors are trained for
    Row("5.1", "Февраль 2024 г.", Kind.ONE_OFF, "2024-02-01", "2024-02-29"),
    Row("5.2", "Февраль 2024 г.", Kind.ONE_OFF, "2024-02-01", "2024-02-29"),
    Row("5.3", "Февраль 2024 г.", Kind.ONE_OFF, "2024-02-01", "2024-02-29"),
    Row("5.4", "Февраль 2024 г.", Kind.ONE_OFF, "2024-02-01", "2024-02-29"),
    Row("5.5", "Август 2024 г.", Kind.ONE_OFF, "2024-08-01", "2024-08-31"),
    Row("5.6", "КТ – август 2024 г.", Kind.ONE_OFF, "2024-08-01", "2024-08-31", checkpoint=True),
    Row("6.1", "Сентябрь 2024 г.", Kind.ONE_OFF, "2024-09-01", "2024-09-30"),
    Row("6.2", "Январь 2025 г.", Kind.ONE_OFF, "2025-01-01", "2025-01-31"),
    Row("6.3", "Февраль 2025 г.", Kind.ONE_OFF, "2025-02-01", "2025-02-28"),
    Row(
        "6.4", "Февраль – август 2025 г.", Kind.SPAN, "2025-02-01", "2025-08-31"
    ),  # «не реже одного раза в неделю» stands in the results
    Row("6.5", "Август 2025 г.", Kind.ONE_OFF, "2025-08-01", "2025-08-31"),
    Row(
        "6.6",
        "КТ – май 2025 г., далее – ежемесячно",
        Kind.RECURRING,
        "2025-05-01",
        "2025-05-31",
        due_again=("2025-06-30", "2025-07-31", "2026-08-31", 16),
        checkpoint=True,
    ),
    Row("6.7", "Февраль – август 2025 г.", Kind.SPAN, "2025-02-01", "2025-08-31"),
    Row(
        "6.9", "Август 2025 г.", Kind.ONE_OFF, "2025-08-01", "2025-08-31"
    ),  # closes its stage as 5.6 does, yet is not called «КТ»
    Row("7.1", "Август 2026 г.", Kind.ONE_OFF, "2026-08-01", "2026-08-31"),
    Row("7.2", "Август 2026 г.", Kind.ONE_OFF, "2026-08-01", "2026-08-31"),
    Row("7.3", "Август 2026 г.", Kind.ONE_OFF, "2026-08-01", "2026-08-31"),
    Row("7.4", "Август 2026 г.", Kind.ONE_OFF, "2026-08-01", "2026-08-31"),
    Row("7.5", "Август 2025 г.", Kind.ONE_OFF, "2025-08-01", "2025-08-31"),
    Row(
        "7.6",
        "Август 2025 г., далее - ежегодно",
        Kind.RECURRING,
        "2025-08-01",
        "2025-08-31",
        due_again=("2026-08-31", "", "2026-08-31", 2),
    ),
    Row("7.7", "Сентябрь 2024г.", Kind.ONE_OFF, "2024-09-01", "2024-09-30"),  # long before the rest of its stage
    Row("7.8", "Август 2025 г.", Kind.ONE_OFF, "2025-08-01", "2025-08-31"),
]

PROGRAMMES = "в соответствии с о сроками реализации персонализированных программ наставничества"
THEIR_DATES = "в соответствии со сроками реализации персонализированных программ наставничества"

# The preface: «Мероприятия, входящие в план, реализуются ежегодно в течение 2022-2025 гг.» So a date names the first of
# four times, and «года» in «в течение года» is each of the years 2022, 2023, 2024 and 2025. Nothing in the source says
# that its year is a school year but «по окончании учебного года», which names its own.
EACH_YEAR = ("2023-12-31", "2024-12-31", "2025-12-31", 4)
KURGAN = [
    Row("1", "до 9.09.2022", Kind.RECURRING, "", "2022-09-09", ("2023-09-09", "2024-09-09", "2025-09-09", 4)),
    Row("2", "до 9.09.2022", Kind.RECURRING, "", "2022-09-09", ("2023-09-09", "2024-09-09", "2025-09-09", 4)),
    Row("3", "до 9.09.2022", Kind.RECURRING, "", "2022-09-09", ("2023-09-09", "2024-09-09", "2025-09-09", 4)),
    Row("4", "до 30.09.2022", Kind.RECURRING, "", "2022-09-30", ("2023-09-30", "2024-09-30", "2025-09-30", 4)),
    Row("5", "до 20.09.2022", Kind.RECURRING, "", "2022-09-20", ("2023-09-20", "2024-09-20", "2025-09-20", 4)),
    Row("6", "до 20.09.2022", Kind.RECURRING, "", "2022-09-20", ("2023-09-20", "2024-09-20", "2025-09-20", 4)),
    Row("7", "до 23.09.2022", Kind.RECURRING, "", "2022-09-23", ("2023-09-23", "2024-09-23", "2025-09-23", 4)),
    Row("8", "до 30.09.2022", Kind.RECURRING, "", "2022-09-30", ("2023-09-30", "2024-09-30", "2025-09-30", 4)),
    Row("9", "до 14.10.2022", Kind.RECURRING, "", "2022-10-14", ("2023-10-14", "2024-10-14", "2025-10-14", 4)),
    Row("10", "в течение года", Kind.RECURRING, "2022-01-01", "2022-12-31", EACH_YEAR),
    Row("11", "в течение года", Kind.RECURRING, "2022-01-01", "2022-12-31", EACH_YEAR),
    Row("12", "в течение года", Kind.RECURRING, "2022-01-01", "2022-12-31", EACH_YEAR),
    Row("13", "в течение года", Kind.RECURRING, "2022-01-01", "2022-12-31", EACH_YEAR),
    Row("14", PROGRAMMES, Kind.RELATIVE, event=THEIR_DATES),
    Row("15", "в течение года", Kind.RECURRING, "2022-01-01", "2022-12-31", EACH_YEAR),
    Row("16", "в течение года", Kind.RECURRING, "2022-01-01", "2022-12-31", EACH_YEAR),
    Row("17", PROGRAMMES, Kind.RELATIVE, event=THEIR_DATES),
    Row("18", "в течение года", Kind.RECURRING, "2022-01-01", "2022-12-31", EACH_YEAR),
    Row("19", "в течение года", Kind.RECURRING, "2022-01-01", "2022-12-31", EACH_YEAR),
    Row("20", "в течение года", Kind.RECURRING, "2022-01-01", "2022-12-31", EACH_YEAR),
    Row("21", "по окончании учебного года", Kind.RELATIVE, event="по окончании учебного года", problem="впишите дату"),
    Row("22", "по окончании учебного года", Kind.RELATIVE, event="по окончании учебного года", problem="впишите дату"),
    Row("23", "в течение года", Kind.RECURRING, "2022-01-01", "2022-12-31", EACH_YEAR),
]

# A model plan: no column for deadlines, and no year, so any period will do.
KINESHMA = [
    Row("1.1", "", Kind.NONE),
    Row("1.2", "", Kind.NONE),
    Row("1.3", "", Kind.NONE),
    Row("2.1", "", Kind.NONE),
    Row("2.2", "", Kind.NONE),
    Row("3.1", "", Kind.NONE),
    Row("3.2", "", Kind.NONE),
    Row("4.1", "", Kind.NONE),
    Row("4.2", "", Kind.NONE),
    Row("5.1", "", Kind.NONE),
    Row("5.2", "", Kind.NONE),
    Row("5.3", "", Kind.NONE),
    Row("5.4", "", Kind.NONE),
    Row("6.1", "", Kind.NONE),
    Row("6.2", "", Kind.NONE),
    Row("7.1", "", Kind.NONE),
]

PLANS = {
    "balakhta": (Period(date(2024, 9, 1), date(2025, 8, 31)), BALAKHTA),
    "ktt": (Period(date(2023, 9, 1), date(2024, 8, 31)), KTT),
    "technolyceum": (Period(date(2023, 9, 1), date(2026, 8, 31)), TECHNOLYCEUM),
    "kurgan": (Period(date(2022, 1, 1), date(2025, 12, 31)), KURGAN),  # «на 2022-2025 годы»
    "kineshma": (Period(date(2024, 9, 1), date(2025, 8, 31)), KINESHMA),
}
EACH_YEAR_ANEW = {"kurgan"}
"""Plans whose every measure is done anew in each of their years."""

ALL = [pytest.param(code, row, id=f"{code}-{row.number}") for code, (_, rows) in PLANS.items() for row in rows]


def reading(code: str, row: Row) -> Deadline:
    return parse(row.phrase, period=PLANS[code][0], yearly=code in EACH_YEAR_ANEW)


def day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def test_the_five_plans_have_169_measures() -> None:
    assert {code: len(rows) for code, (_, rows) in PLANS.items()} == {
        "balakhta": 44,
        "ktt": 45,
        "technolyceum": 41,
        "kurgan": 23,
        "kineshma": 16,
    }
    assert len(ALL) == 169


@pytest.mark.parametrize(("code", "row"), ALL)
def test_a_deadline_of_a_plan_is_what_a_careful_reader_says(code: str, row: Row) -> None:
    deadline = reading(code, row)
    assert (deadline.kind, deadline.start, deadline.due) == (row.kind, day(row.start), day(row.due))
    assert (deadline.checkpoint, deadline.event) == (row.checkpoint, row.event)
    assert_it_is_due_again(deadline, row)
    assert bool(deadline.problems) == bool(row.problem)
    assert row.problem in " ".join(deadline.problems)


def assert_it_is_due_again(deadline: Deadline, row: Row) -> None:
    occurrences = deadline.occurrences(date.max)
    if row.due_again is None:
        assert deadline.recurrence is None
        assert occurrences == [due for due in [day(row.due)] if due]
        return
    second, third, last, count = row.due_again
    assert deadline.recurrence is not None
    assert (occurrences[:3], occurrences[-1], len(occurrences)) == (
        [due for due in map(day, (row.due, second, third)) if due],
        *(day(last), count),
    )


@pytest.mark.parametrize(("code", "row"), ALL)
def test_a_deadline_of_a_plan_can_be_written_in_words(code: str, row: Row) -> None:
    deadline, period = reading(code, row), PLANS[code][0]
    assert parse(in_words(deadline, period=period), period=period) == deadline


@pytest.mark.parametrize("code", sorted(PLANS.keys() & set(names())))
def test_the_plan_that_is_shipped_has_these_deadlines(code: str) -> None:
    plan = load(code)
    period, rows = PLANS[code]
    assert [(measure.number, measure.deadline) for measure in plan.measures] == [row[:2] for row in rows]
    assert plan.period in (None, period)
    assert plan.each_year == (code in EACH_YEAR_ANEW) <= all(measure.yearly for measure in plan.measures)
