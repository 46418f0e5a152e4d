"""Whom a free text names, in whatever case and order; and what is not certain is not guessed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from automation.documents.mentions import People

PEOPLE = People(
    {
        "Н-0001": "Белов Игорь Петрович",
        "Н-0002": "Белова Мария Петровна",
        "Н-0003": "Соколова-Миних Мария Петровна",
        "Н-0004": "Мороз Степан Ильич",
        "Н-0005": "Белов Захар Ильич",
        "Н-0006": "Черных Фёдор",
    }
)


def ids(text: str) -> list[list[str]]:
    return [list(mention.ids) for mention in PEOPLE.named_in(text).mentions]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Н-0003", ["Н-0003"]),
        ("н-3", ["Н-0003"]),
        ("H 0003 (латиницей)", ["Н-0003"]),
        ("Белов Игорь Петрович", ["Н-0001"]),
        ("БЕЛОВ ИГОРЬ", ["Н-0001"]),
        ("Игорь Петрович Белов", ["Н-0001"]),
        ("Белов И.П.", ["Н-0001"]),
        ("И. П. Белов", ["Н-0001"]),
        ("с Беловым Игорем", ["Н-0001"]),
        ("Игорь Петрович", ["Н-0001"]),
        ("к Степану Ильичу", ["Н-0004"]),
        ("Соколова-Миних", ["Н-0003"]),
        ("с Соколовой", ["Н-0003"]),
        ("Миних М. П.", ["Н-0003"]),
        ("преподаватель Мороз", ["Н-0004"]),
        ("Черных Федор", ["Н-0006"]),
        ("Белову М. П.", ["Н-0002"]),
    ],
)
def test_a_person_is_recognised_however_named(text: str, meant: list[str]) -> None:
    assert ids(text) == [meant]
    assert PEOPLE.named_in(text).unclear == []


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Белов", ["Н-0001", "Н-0005"]),
        ("Белов И", ["Н-0001", "Н-0005"]),
        ("Белова", ["Н-0001", "Н-0002", "Н-0005"]),
        ("с Марией Петровной", ["Н-0002", "Н-0003"]),
    ],
)
def test_what_fits_several_people_names_them_all(text: str, meant: list[str]) -> None:
    assert ids(text) == [meant]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Белов Игорь и Мороз", [["Н-0001"], ["Н-0004"]]),
        ("Мороз, Н-0006; Миних", [["Н-0004"], ["Н-0006"], ["Н-0003"]]),
        ("1. Мороз\n2) Черных Фёдор\n- Миних", [["Н-0004"], ["Н-0006"], ["Н-0003"]]),
        ("Мороз, он громко говорит", [["Н-0004"]]),
    ],
)
def test_several_people_are_named_one_after_another(text: str, meant: list[list[str]]) -> None:
    assert ids(text) == meant
    assert PEOPLE.named_in(text).unclear == []


@pytest.mark.parametrize(
    ("text", "unclear"),
    [
        ("Белов Константин", "Белов Константин"),
        ("Иванова", "Иванова"),
        ("Мария", "Мария"),
        ("Н-0099", "Н-0099"),
        ("НМ-0001", "НМ-0001"),
        ("С теми, кто кричит", "С теми, кто кричит"),
        ("Мороз и Иванова", "Иванова"),
        ("Мороз, Н-0077", "Н-0077"),
    ],
)
def test_whoever_is_not_recognised_is_told_of_as_written(text: str, unclear: str) -> None:
    assert PEOPLE.named_in(text).unclear == [unclear]


@pytest.mark.parametrize(
    "text", ["", " ", "-", "—", "нет", "Нет.", "никого", "таких нет", "Всё равно", "со всеми", "не знаю"]
)
def test_words_for_nobody_name_nobody(text: str) -> None:
    assert (ids(text), PEOPLE.named_in(text).unclear) == ([], [])


@given(st.text(max_size=100))
def test_any_text_can_be_read(text: str) -> None:
    named = PEOPLE.named_in(text)
    assert all(
        mention.ids and set(mention.ids) <= {f"Н-000{number}" for number in range(1, 7)} for mention in named.mentions
    )
    assert all(words.strip() for words in named.unclear)


@given(st.sampled_from("абвгдежз"), st.integers(1, 100_000))
def test_an_enormous_text_is_read_in_time(letter: str, length: int) -> None:
    assert ids(letter * length) == []
