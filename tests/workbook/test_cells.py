"""Cells and values: nothing typed is lost or guessed at, and what is written reads back."""

from __future__ import annotations

import math
from datetime import date, datetime, timedelta
from typing import Any

import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from automation.workbook import cells
from automation.workbook.cells import LONGEST_CELL, Cell, Unreadable, from_serial, read, read_one, serial, write
from sheets_schema.columns import (
    CURATOR,
    FORM,
    Choice,
    Choices,
    Column,
    Date,
    DateTime,
    Flag,
    Number,
    Phone,
    Reference,
    Text,
    Variant,
)
from sheets_schema.nastavnik import NASTAVNIK
from sheets_schema.tabs.settings import Settings
from sheets_schema.vocabulary import COMPETENCES, MENTORING_FORMS
from tests.workbook.tables import JUNK

EVERY_COLUMN = [column for sheet in NASTAVNIK.sheets for column in sheet.columns.values()] + [
    one.column for one in Settings.declared().values()
]
ONE_OF_EACH = list({type(column): column for column in EVERY_COLUMN}.values())

DATE, MOMENT, NUMBER = Date("Дата", owner=FORM), DateTime("Когда", owner=FORM), Number("Сколько", owner=FORM)
FLAG, TEXT, LONG = Flag("Галочка", owner=FORM), Text("Текст", owner=FORM), Text("Текст", owner=FORM, long=True)
FORM_OF, NEEDS = Choice("Форма", MENTORING_FORMS, owner=FORM), Choices("Запросы", COMPETENCES, owner=FORM)


def one(column: Column, cell: Cell) -> Any:
    series, problems = read(column, [cell])
    assert not problems
    return series.iloc[0]


def complaint(column: Column, cell: Cell) -> str:
    series, problems = read(column, [cell])
    assert cells.is_missing(series.iloc[0]) or series.iloc[0] == cells.empty(column)
    return problems[0]


@given(st.sampled_from(ONE_OF_EACH), st.lists(JUNK, max_size=8))
def test_any_junk_is_a_value_or_a_russian_sentence_beside_an_empty_one(column: Column, junk: list[Cell]) -> None:
    series, problems = read(column, junk)
    assert len(series) == len(junk)
    for position, said in problems.items():
        assert len(said) < 300
        assert any("а" <= letter <= "я" for letter in said)
        assert "\n" not in said
        value = series.iloc[position]
        assert cells.is_missing(value) or value == cells.empty(column)


@given(st.sampled_from(ONE_OF_EACH), st.lists(JUNK, max_size=8))
def test_what_was_read_has_the_type_of_its_column_whatever_was_there(column: Column, junk: list[Cell]) -> None:
    assert read(column, junk)[0].dtype == read(column, [])[0].dtype


@given(st.sampled_from(ONE_OF_EACH), st.lists(JUNK, max_size=8))
def test_reading_what_was_written_from_what_was_read_changes_nothing(column: Column, junk: list[Cell]) -> None:
    if isinstance(column, Variant):
        junk = [cell for cell in junk if cell == cell]
    if isinstance(column, Number):  # a cell holds as many decimals as are declared
        column = Number(column.title, owner=FORM, decimals=300)
    values, _ = read(column, junk)
    again, problems = read(column, write(column, values))
    assert problems == {}
    pd.testing.assert_series_equal(values, again)


@given(st.sampled_from(ONE_OF_EACH), JUNK)
def test_every_cell_that_is_written_fits_google(column: Column, junk: Cell) -> None:
    values, _ = read(column, [junk])
    (cell,) = write(column, values)
    assert cell is None or isinstance(cell, str | bool | int | float)
    assert not isinstance(cell, str) or 0 < len(cell) <= LONGEST_CELL
    if not isinstance(column, Variant):
        assert not isinstance(cell, float) or math.isfinite(cell)


@given(st.sampled_from(ONE_OF_EACH))
def test_an_empty_cell_is_no_value_and_is_written_as_none(column: Column) -> None:
    values, problems = read(column, [None, ""])
    assert problems == {}
    assert write(column, values) in ([None, None], [False, False])


@pytest.mark.parametrize(
    "typed", ["01.09.2026", "1.9.2026", "1.9.26", "01/09/2026", "01-09-2026", " 01.09.2026 г. ", "2026-09-01", 46266]
)
def test_a_date_is_read_however_it_is_written(typed: Cell) -> None:
    assert one(DATE, typed) == pd.Timestamp(2026, 9, 1)


@pytest.mark.parametrize(
    "typed", ["01.09.2026 9:30", "01.09.2026, 09:30", "2026-09-01T09:30", serial(datetime(2026, 9, 1, 9, 30))]
)
def test_a_moment_is_read_with_its_time_and_a_date_without_it(typed: Cell) -> None:
    assert one(MOMENT, typed) == pd.Timestamp(2026, 9, 1, 9, 30)
    assert one(DATE, typed) == pd.Timestamp(2026, 9, 1)


@pytest.mark.parametrize(
    "typed",
    [
        *("31.02.2026", "осень", "2026", "01.13.2026", "01.09.2026 25:00", "01.01.1500", "0001-01-01"),
        *(-5, 0, 3e9, True, float("inf"), float("nan"), 2_958_465.9999999),
    ],
)
def test_what_is_no_date_is_told_how_one_is_written(typed: Cell) -> None:
    assert "не дата; нужна дата вида 01.09.2026" in complaint(DATE, typed)


@given(st.datetimes(datetime(1900, 1, 1), datetime(9999, 12, 31, 23, 59, 59)).map(lambda at: at.replace(microsecond=0)))
def test_every_second_of_eight_thousand_years_survives_a_cell(moment: datetime) -> None:
    assert from_serial(serial(moment)) == moment


@given(st.dates(date(1900, 1, 1), date(9999, 12, 30)))
def test_days_are_counted_as_sheets_counts_them(day: date) -> None:
    assert serial(day) == int(serial(day))
    assert serial(day + timedelta(days=1)) == serial(day) + 1


def test_day_one_of_the_calendar_of_sheets() -> None:
    # https://developers.google.com/workspace/sheets/api/guides/formats: 0 is 30 December 1899.
    assert (serial(date(1900, 1, 1)), serial(date(2024, 1, 15))) == (2, 45306)
    assert serial(datetime(2024, 1, 15, 12)) == 45306.5


@pytest.mark.parametrize(("typed", "number"), [(3, 3.0), ("3", 3.0), (" 1 200,5 ", 1200.5), ("1\u00a0200", 1200.0)])
def test_a_number_is_read_as_russians_write_it(typed: Cell, number: float) -> None:
    assert one(NUMBER, typed) == number


@pytest.mark.parametrize("typed", ["много", "nan", "inf", "1e999", "3 чел.", True, float("inf"), float("nan"), 10**400])
def test_what_is_no_number_is_asked_for_in_digits(typed: Cell) -> None:
    assert "не число; напишите цифрами" in complaint(NUMBER, typed)


@pytest.mark.parametrize(
    ("typed", "ticked"),
    [(True, True), (False, False), ("да", True), ("НЕТ", False), (1, True), (0.0, False), ("✓", True)],
)
def test_a_tick_may_be_typed(typed: Cell, ticked: bool) -> None:
    assert one(FLAG, typed) is not None
    assert bool(one(FLAG, typed)) is ticked


def test_what_is_no_tick_is_not_taken_for_one() -> None:
    assert "только галочка" in complaint(FLAG, "может быть")


def test_spaces_and_line_breaks_do_not_make_another_value() -> None:
    assert one(TEXT, "  Иванов \n Пётр\u00a0") == "Иванов Пётр"
    assert one(LONG, "  первая\nвторая  ") == "первая\nвторая"


def test_a_number_in_a_text_reads_as_it_is_seen() -> None:
    assert one(TEXT, 2301.0) == "2301"
    assert one(TEXT, 79123456789.0) == "79123456789"
    assert one(TEXT, True) == "ИСТИНА"


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        (46043, "стоит число 46043: таблица приняла то, что вы ввели, за дату 21.01.2026"),
        (46024.0, "за дату 02.01.2026"),
        (2.1, "стоит число 2,1: таблица приняла то, что вы ввели, за дробь или время"),
        (0.375, "за дробь или время"),
        (1234567890123456789.0, "потеряла последние цифры"),
    ],
)
def test_a_number_that_was_text_when_it_was_typed_is_said_and_not_used(cell: float, said: str) -> None:
    for column in (TEXT, LONG, FORM_OF, NEEDS, Phone("Телефон", owner=FORM), Reference("Приказ", owner=FORM)):
        assert said in complaint(column, cell)
        assert "апостроф" in complaint(column, cell)


def test_a_day_in_a_text_that_may_be_one_reads_as_people_write_it() -> None:
    deadline = Text("Срок", owner=CURATOR, dates=True)
    assert one(deadline, 46043) == "21.01.2026"
    assert one(deadline, "до 21 января") == "до 21 января"
    assert "дробь" in complaint(deadline, 2.5)


def test_text_that_looks_like_a_formula_stays_text() -> None:
    assert write(TEXT, [one(TEXT, "=IMPORTXML(1)")]) == ["=IMPORTXML(1)"]


def test_a_text_too_long_for_a_cell_is_cut_and_says_so() -> None:
    assert write(TEXT, ["x" * LONGEST_CELL]) == ["x" * LONGEST_CELL]
    (cell,) = write(TEXT, ["x" * (LONGEST_CELL + 1)])
    assert len(str(cell)) == LONGEST_CELL
    assert str(cell).endswith("(не поместилось в ячейку)")


@pytest.mark.parametrize(
    "typed", ["педагог – студент", "Педагог - Студент", "педагог-студент", "ПЕДАГОГ — СТУДЕНТ", " педагог  –  студент "]
)
def test_a_choice_is_known_however_its_dash_is_typed(typed: str) -> None:
    assert one(FORM_OF, typed) == one(FORM_OF, MENTORING_FORMS[1])


def test_a_choice_is_known_without_its_dots_over_the_letter() -> None:
    assert one(NEEDS, "помощь в учебе") == ("помощь в учёбе",)


def test_an_unknown_choice_stays_as_it_was_typed() -> None:
    assert one(FORM_OF, "Учёный – Учёный") == "Учёный – Учёный"
    assert one(NEEDS, "Астрология, помощь в учёбе") == ("Астрология", "помощь в учёбе")


@pytest.mark.parametrize("options", [column.options for column in EVERY_COLUMN if isinstance(column, Choice | Choices)])
def test_every_word_of_a_list_reads_as_itself(options: tuple[str, ...]) -> None:
    values, problems = read(Choice("Список", options, owner=FORM), list(options))
    assert (tuple(values), problems) == (options, {})


@given(st.lists(st.sampled_from(COMPETENCES), unique=True), st.sampled_from([", ", ",", ";", "\n", " ;, \n"]))
def test_several_choices_are_divided_by_what_people_divide_with(chosen: list[str], divider: str) -> None:
    assert one(NEEDS, divider.join(chosen)) == tuple(chosen)
    assert one(NEEDS, write(NEEDS, [tuple(chosen)])[0]) == tuple(chosen)


@given(st.lists(st.sampled_from(COMPETENCES), min_size=1))
def test_a_choice_made_twice_counts_once(chosen: list[str]) -> None:
    assert one(NEEDS, ", ".join(chosen).upper()) == tuple(dict.fromkeys(chosen))


@given(st.sampled_from(ONE_OF_EACH), st.text(min_size=1, max_size=40))
@example(DATE, "31.02.2026")
def test_one_answer_is_a_value_or_kept_as_given(column: Column, answer: str) -> None:
    value = read_one(column, answer)
    if isinstance(value, Unreadable):
        assert value == answer
        assert value.problem
    else:
        assert read(column, [answer])[1] == {}


@pytest.mark.parametrize("number", [-1.0, 0.0, 0.99, 2_958_466.0, 1e300, float("nan"), float("inf")])
def test_a_serial_number_beyond_the_calendar_is_refused(number: float) -> None:
    with pytest.raises(ValueError, match="не дата"):
        from_serial(number)
