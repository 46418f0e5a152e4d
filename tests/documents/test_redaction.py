"""Names that must not be read any more become numbers, and nothing else is touched."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from automation.documents.grammar import CASES
from automation.documents.names import inflect
from automation.documents.redaction import Redaction

PEOPLE = {
    "НМ-0007": "Зубрицкая Аделаида Казимировна",
    "Н-0003": "Мороз Степан Ильич",
    "НМ-0008": "Ветрова Анна Сергеевна",
    "Н-0005": "Соколова-Миних Мария",
    "НМ-0009": "Черных Фёдор Львович",
    "НМ-0010": "Smith Anna",
    "НМ-0011": "Неизвестный",
}
OTHERS = ("Ветров Игорь Ильич", "Дубровин Игорь Павлович", "Котова Анна Сергеевна")
REDACTION = Redaction(PEOPLE, OTHERS)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Зубрицкая Аделаида Казимировна", "НМ-0007"),
        ("ЗУБРИЦКАЯ АДЕЛАИДА", "НМ-0007"),
        ("Зубрицкая  Аделаида\nКазимировна", "НМ-0007"),
        ("встреча с Зубрицкой А. К. от 5 мая", "встреча с НМ-0007 от 5 мая"),
        ("встреча с А.К. Зубрицкой, потом обед", "встреча с НМ-0007, потом обед"),
        ("Зубрицкую, а также А. Зубрицкую", "НМ-0007, а также НМ-0007"),
        ("зубрицкая а также другие", "НМ-0007 а также другие"),
        ("Аделаиде Казимировне и Аделаиде", "НМ-0007 и Аделаиде"),
        ("Аделаида Зубрицкая", "НМ-0007"),
        ("«Зубрицкая» (**Зубрицкой**)", "«НМ-0007» (**НМ-0007**)"),
        ("Соколова-Миних М.; Марии Соколовой", "Н-0005; Н-0005"),
        ("Федор Черных, Чёрных Ф.Л.", "НМ-0009, НМ-0009"),
        ("Smith Anna, SMITH", "НМ-0010, НМ-0010"),
        ("Неизвестный человек", "НМ-0011 человек"),
    ],
)
def test_a_name_is_found_however_it_is_written(text: str, expected: str) -> None:
    assert REDACTION.redacted(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Мороз и солнце; на морозе",
        "Черных пятен нет",
        "Ветрова ли это",
        "Анна Сергеевна",
        "Дубровин Игорь Павлович, Ветров И. И.",
        "Казимировка, Аделаида",
        "Зубрицкая-Мороз",
        "",
    ],
)
def test_what_may_be_something_else_or_somebody_else_stays(text: str) -> None:
    assert REDACTION.redacted(text) == text


def test_an_ordinary_word_is_a_surname_where_it_is_written_as_one() -> None:
    assert REDACTION.redacted("Мороз С.И. и встреча с Морозом на морозе") == "Н-0003 и встреча с Н-0003 на морозе"


def test_whoever_bears_the_name_of_somebody_who_may_be_named_is_left_alone() -> None:
    both = Redaction({"НМ-0001": "Дубровин Игорь Павлович"}, OTHERS)
    assert not both and both.redacted("Дубровин Игорь Павлович") == "Дубровин Игорь Павлович"


@pytest.mark.parametrize("name", [name for name in PEOPLE.values() if len(name.split()) == 3])
@pytest.mark.parametrize("case", CASES)
def test_a_full_name_is_found_in_every_case(name: str, case: str) -> None:
    text = f"Протокол: {inflect(name, case)} ({inflect(name, case).upper()})."
    assert not set(name.lower().split()) & set(REDACTION.redacted(text).lower().replace(",", " ").split())
    assert REDACTION.touches([text])


@given(st.text(max_size=200))
def test_any_text_can_be_redacted_and_then_stays_so(text: str) -> None:
    once = REDACTION.redacted(text)
    assert REDACTION.redacted(once) == once
    assert REDACTION.touches([text]) or once == text


def test_nobody_to_leave_out_costs_no_look() -> None:
    assert not Redaction({}).touches(["Зубрицкая"])
    assert Redaction({"НМ-0001": " "}).redacted("что угодно") == "что угодно"
