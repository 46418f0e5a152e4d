"""Settings as the curator left them, and the program's own memory."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import settings as few_examples
from hypothesis import strategies as st

from automation.workbook.cells import Cell, serial
from automation.workbook.settings import read_settings
from automation.workbook.state import Cursor, State
from sheets_schema.tabs.settings import Settings, SettingsTab
from sheets_schema.vocabulary import MENTORING_FORMS, PEDAGOGUE_PEDAGOGUE, STUDENT_STUDENT
from tests.workbook.tables import JUNK, table


def settings(**given: Any) -> Settings:
    return read_settings(
        Settings, table(SettingsTab, [{"code": code, "value": value} for code, value in given.items()])
    )


def test_settings_have_the_types_of_their_declarations() -> None:
    read = settings(
        organisation="Техникум",
        plan_date=serial(date(2023, 11, 20)),
        period_start="01.09.2023",
        mentoring_forms="педагог-педагог, студент-студент",
        soon_days="7",
        send_letters=False,
    )
    assert read.organisation == "Техникум"
    assert (read.plan_date, read.period_start) == (date(2023, 11, 20), date(2023, 9, 1))
    assert read.mentoring_forms == (PEDAGOGUE_PEDAGOGUE, STUDENT_STUDENT)
    assert (read.soon_days, read.send_letters) == (7, False)


def test_a_setting_whose_row_is_gone_has_its_default_and_no_complaint_where_it_has_one() -> None:
    read = read_settings(Settings, None)
    assert (read.time_zone, read.soon_days, read.send_letters, read.founder) == ("Europe/Moscow", 14, True, None)
    assert "time_zone" not in read.problems
    assert "не заполнено" in read.problems["organisation"]


def test_a_required_setting_that_was_emptied_has_its_default_and_a_complaint() -> None:
    read = settings(time_zone=None, soon_days="", founder=None)
    assert (read.time_zone, read.soon_days) == ("Europe/Moscow", 14)
    assert {"time_zone", "soon_days"} <= set(read.problems)
    assert "founder" not in read.problems


def test_a_wrong_setting_has_its_default_and_a_complaint() -> None:
    read = settings(time_zone="Москва", soon_days=500, letters_a_day="много", mentoring_forms="друг-друг", email="?")
    assert (read.time_zone, read.soon_days, read.letters_a_day, read.email) == ("Europe/Moscow", 14, 400, None)
    assert read.mentoring_forms == (MENTORING_FORMS[0], MENTORING_FORMS[1])
    assert {"time_zone", "soon_days", "letters_a_day", "mentoring_forms", "email"} <= set(read.problems)


def test_of_two_rows_with_one_code_the_upper_counts() -> None:
    rows: list[dict[str, Any]] = [
        {"code": "soon_days", "value": 7},
        {"code": "soon_days", "value": 9},
        {"code": None, "value": 1},
    ]
    assert read_settings(Settings, table(SettingsTab, rows)).soon_days == 7


def test_a_code_that_nobody_declared_is_passed_over() -> None:
    assert settings(favourite_colour="синий").time_zone == "Europe/Moscow"


@few_examples(max_examples=40)
@given(st.dictionaries(st.sampled_from(sorted(Settings.declared())), JUNK))
def test_whatever_stands_in_the_settings_each_has_a_value_or_its_default(given: dict[str, Cell]) -> None:
    read, defaults = settings(**given), read_settings(Settings, None)
    for code in Settings.declared():
        if code in read.problems:
            assert getattr(read, code) == getattr(defaults, code)
            assert read.problems[code]
    assert isinstance(read.soon_days, int | float)
    assert isinstance(read.time_zone, str)


@given(
    st.builds(
        State,
        folder=st.text(max_size=9),
        forms=st.dictionaries(st.text(max_size=9), st.text(max_size=9), max_size=3),
        cursors=st.dictionaries(
            st.text(max_size=9), st.builds(Cursor, since=st.text(max_size=9), seen=st.lists(st.text(max_size=8)))
        ),
        numbers=st.dictionaries(st.text(max_size=9), st.integers(0, 10**6), max_size=3),
        write=st.text(max_size=9),
    )
)
def test_what_is_remembered_is_remembered_whole(state: State) -> None:
    assert State.model_validate_json(state.model_dump_json()) == state


def test_a_memory_from_an_older_version_is_understood() -> None:
    assert State.model_validate_json('{"folder": "f"}') == State(folder="f")


def test_a_setting_whose_hidden_code_was_lost_is_known_by_its_title() -> None:
    values = read_settings(Settings, table(SettingsTab, [{"parameter": "«Скоро» — это, дней", "value": 5}]))
    assert values.soon_days == 5
