"""What a column says of a value: nothing when it is fine, else one Russian sentence that tells what to do."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheets_schema.columns import (
    CURATOR,
    FORM,
    Choice,
    Choices,
    Column,
    Date,
    DateTime,
    Email,
    Flag,
    Key,
    Link,
    Number,
    PersonName,
    Phone,
    Text,
    capitalised,
    shortened,
)
from sheets_schema.nastavnik import NASTAVNIK
from sheets_schema.tabs.settings import Settings

NAME = PersonName("ФИО", owner=FORM)
EMAIL = Email("Эл. почта", owner=FORM)
PHONE = Phone("Телефон", owner=FORM)
LINK = Link("Документ", owner=FORM)
COLOUR = Choice("Цвет", ("красный", "синий"), owner=FORM)
COLOURS = Choices("Цвета", ("красный", "синий"), owner=FORM)
PLACES = Number("Мест", owner=FORM, least=1, most=10)


@pytest.mark.parametrize(
    "name",
    [
        "Соколова-Миних Мария Петровна",
        "Иванов Пётр",
        "Д'Артаньян Шарль",
        "Иванов И. П.",
        "Алиев Руслан оглы",
        "Мамин-Сибиряк Дмитрий",
        "Smith John",
    ],
)
def test_a_real_name_is_fine(name: str) -> None:
    assert NAME.problem(name) is None


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Иванов", "неполное имя"),
        ("ИВАНОВ ПЁТР", "исправьте на «Иванов Пётр»"),
        ("иванов пётр", "исправьте на «Иванов Пётр»"),
        ("СОКОЛОВА-МИНИХ МАРИЯ", "исправьте на «Соколова-Миних Мария»"),
        ("Иванов Пeтр", "русские и латинские"),
        ("Иванов 2 Пётр", "лишние знаки"),
        ("Иванов Пётр 😀", "лишние знаки"),
        ("Иванов Пётр (староста)", "лишние знаки"),
        ("Иванов_Пётр Иванович", "лишние знаки"),
        ("=СУММ(1) Пётр", "лишние знаки"),
        ("Иванов " * 40, "слишком длинное"),
    ],
)
def test_a_slip_in_a_name_is_named(name: str, said: str) -> None:
    assert said in str(NAME.problem(name))


def test_a_long_word_with_one_wrong_sign_is_looked_at_only_once() -> None:
    # An expression that tries every way to split a word would not end in anybody's lifetime.
    assert "лишние знаки" in str(NAME.problem("Иванов Б" + "а" * 130 + "1"))
    assert "лишние знаки" in str(NAME.problem("Иванов" + "-а" * 60 + " !"))


@pytest.mark.parametrize("address", ["ivan@mail.ru", "Ivan.Petrov+school@yandex.ru", "ivan@почта.рф", "i@sub.edu.ru"])
def test_a_real_address_is_fine(address: str) -> None:
    assert EMAIL.problem(address) is None


@pytest.mark.parametrize(
    "address",
    ["ivan", "ivan@", "@mail.ru", "ivan@mail", "ivan petrov@mail.ru", "a@b.ru, c@d.ru", "ivan@@mail.ru", "x" * 50_000],
)
def test_what_is_no_address_is_shown_how_one_looks(address: str) -> None:
    assert "имя@mail.ru" in str(EMAIL.problem(address))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ivan@gmail.ru", "ivan@gmail.com"),
        ("ivan@gmial.com", "ivan@gmail.com"),
        ("Ivan@YANDEKS.RU", "Ivan@yandex.ru"),
        ("ivan@mail.ri", "ivan@mail.ru"),
    ],
)
def test_a_mistyped_domain_gets_a_suggestion_that_is_itself_fine(typed: str, meant: str) -> None:
    assert f"«{meant}»" in str(EMAIL.problem(typed))
    assert EMAIL.problem(meant) is None


@pytest.mark.parametrize(
    "number", ["+7 912 345-67-89", "8 (912) 345-67-89", "79123456789", "89123456789", "9123456789"]
)
def test_the_ways_in_which_people_write_their_number_are_fine(number: str) -> None:
    assert PHONE.problem(number) is None


def test_a_foreign_number_with_its_code_is_fine() -> None:
    assert PHONE.problem("+375 29 123-45-67") is None


@pytest.mark.parametrize("number", ["12", "нет", "+7", "89123", "1" * 50_000, "ivan@mail.ru", "=1+1"])
def test_what_is_no_number_is_shown_how_one_looks(number: str) -> None:
    assert "+7 912 345-67-89" in str(PHONE.problem(number))


@pytest.mark.parametrize(
    ("number", "said"),
    [(0.0, "наименьшее значение 1"), (11.0, "наибольшее значение 10"), (1.5, "целое"), (1234567.0, "1234567 —")],
)
def test_a_number_out_of_bounds_is_told_the_bound(number: float, said: str) -> None:
    assert said in str(PLACES.problem(number))


@pytest.mark.parametrize("number", [1.0, 10.0])
def test_bounds_are_within_bounds(number: float) -> None:
    assert PLACES.problem(number) is None


def test_a_fraction_is_fine_where_decimals_are_asked_for() -> None:
    assert Number("Балл", owner=FORM, decimals=1).problem(1.5) is None


def test_an_unknown_value_is_shown_the_list() -> None:
    assert COLOUR.problem("красный") is None
    assert str(COLOUR.problem("зелёный")) == "значения «зелёный» нет в списке; выберите: красный, синий"


def test_a_value_that_is_nearly_a_word_is_told_which_one_it_may_be() -> None:
    assert "«Крастный» нет в списке (возможно, это «красный»); выберите:" in str(COLOUR.problem("Крастный"))
    assert "«сний» (возможно, это «синий»); выберите из:" in str(COLOURS.problem(("красный", "сний")))


def test_every_unknown_one_of_several_values_is_named() -> None:
    assert COLOURS.problem(("красный", "синий")) is None
    said = str(COLOURS.problem(("красный", "зелёный", "=1+1")))
    assert "«зелёный»; «=1+1»" in said
    assert "выберите из: красный, синий" in said


@pytest.mark.parametrize("option", ["один, два", "один; два", "один\nдва"])
def test_a_vocabulary_for_several_values_holds_no_separator(option: str) -> None:
    with pytest.raises(ValueError, match="separator"):
        Choices("Цвета", ("красный", option), owner=FORM)


@pytest.mark.parametrize("link", ["https://docs.google.com/document/d/1", "http://127.0.0.1:8800/document/d/1?a=б"])
def test_a_link_is_fine(link: str) -> None:
    assert LINK.problem(link) is None


@pytest.mark.parametrize("link", ["javascript:alert(1)", "docs.google.com", "https://", "https://a b", "file:///etc"])
def test_what_is_no_link_is_told_to_be_one(link: str) -> None:
    assert "https://" in str(LINK.problem(link))


def test_a_columns_own_check_speaks_after_its_types() -> None:
    column = Email("Эл. почта", owner=FORM, check=lambda value: None if "school" in value else "нужен адрес школы")
    assert column.problem("ivan@mail.ru") == "нужен адрес школы"
    assert column.problem("ivan@school.ru") is None
    assert column.problem("ivan") != "нужен адрес школы"


@pytest.mark.parametrize("today", [date(2026, 9, 1), date(2046, 9, 1)])
@pytest.mark.parametrize("ago", [-1, 0, 5, 101])
def test_a_birth_of_which_nobody_takes_part_is_questioned_in_any_year(today: date, ago: int) -> None:
    from sheets_schema.tabs.mentees import Mentees

    born = Mentees.columns["born"]
    assert "проверьте год" in str(born.problem_on(datetime(today.year - ago, 5, 1), today))
    assert born.problem_on(datetime(today.year - 7, 5, 1), today) is None
    assert born.problem_on(datetime(today.year - 90, 5, 1), today) is None


def _values(column: Column) -> st.SearchStrategy[Any]:
    match column:
        case Date() | DateTime():
            return st.datetimes()
        case Number():
            return st.floats(allow_nan=False, allow_infinity=False)
        case Flag():
            return st.booleans()
        case Choices():
            return st.lists(st.text(min_size=1), min_size=1).map(tuple)
    return st.text(min_size=1)


EVERY_COLUMN = [column for sheet in NASTAVNIK.sheets for column in sheet.columns.values()] + [
    one.column for one in Settings.declared().values()
]


@given(st.data())
def test_whatever_the_value_a_column_has_nothing_against_it_or_one_russian_sentence(data: st.DataObject) -> None:
    column = data.draw(st.sampled_from(EVERY_COLUMN))
    said = column.problem_on(data.draw(_values(column)), date(2026, 9, 1))
    assert said is None or (len(said) < 600 and "\n" not in said and any("а" <= letter <= "я" for letter in said))


@given(st.text(min_size=1, max_size=300), st.integers(2, 80))
def test_a_quotation_is_one_short_line(value: str, length: int) -> None:
    shown = shortened(value, length)
    assert len(shown) <= length
    assert len(shown.splitlines()) <= 1


@given(st.from_regex(r"[а-яё]{2,9}(-[а-яё]{2,9})? [а-яё]{2,9} [а-яё]{2,9}", fullmatch=True))
def test_the_correction_offered_for_a_name_in_capitals_is_fine_itself(name: str) -> None:
    assert NAME.problem(capitalised(name.upper())) is None


@pytest.mark.parametrize(
    ("column", "typed", "kept"),
    [
        (NAME, " соколова-миних  МАРИЯ ", "Соколова-Миних Мария"),
        (NAME, "Соколова мария Петровна", "Соколова Мария Петровна"),
        (NAME, "АЛИЕВ РУСЛАН ОГЛЫ", "Алиев Руслан оглы"),
        (NAME, "МакКей джон", "МакКей Джон"),
        (NAME, "Бек Джон фон Дитрих", "Бек Джон фон Дитрих"),
        (NAME, "Соколова Мария Петровна мама", "Соколова Мария Петровна мама"),
        (EMAIL, " Anna.B @Mail.RU, ", "Anna.B@mail.ru"),
        (EMAIL, "нет  почты", "нет почты"),
        (EMAIL, "anna@@mail", "anna@@mail"),
        (PHONE, "8(912)3456789", "+7 912 345-67-89"),
        (PHONE, "912 345 67 89", "+7 912 345-67-89"),
        (PHONE, "8 (4852) 12-34-56 доб. 12", "8 (4852) 12-34-56 доб. 12"),
        (PHONE, "много", "много"),
    ],
)
def test_capitals_and_spaces_are_set_right_and_what_is_no_value_stays(column: Column, typed: str, kept: str) -> None:
    assert column.set_right(typed) == kept


@given(st.data())
def test_what_is_set_right_stays_so_and_a_right_value_is_still_one(data: st.DataObject) -> None:
    column = data.draw(st.sampled_from([NAME, EMAIL, PHONE]))
    typed = data.draw(st.text(alphabet="абвАБВ .-@+8 9abA'", max_size=25).filter(str.strip))
    kept = column.set_right(typed)
    assert column.set_right(kept) == kept
    assert column.problem(typed) is not None or column.problem(kept) is None


def test_keys_are_as_wide_as_their_numbers() -> None:
    key = Key(prefix="НМ")
    assert [key.number(number) for number in (1, 9999, 12345)] == ["НМ-0001", "НМ-9999", "НМ-12345"]


def test_a_text_has_no_problem_of_its_own() -> None:
    assert Text("Заметка", owner=CURATOR).problem("=HYPERLINK(1)") is None
