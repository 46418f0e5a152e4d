"""Words become what they are about, whatever their form."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from automation.matching.texts import lemmas


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("Двигатели, двигателей, двигателем", {"двигатель": 3}),
        ("диагностику и диагностика", {"диагностика": 2}),
        ("в механику, механика", {"механика": 2}),
        ("Машинист-инструктор", {"машинист": 1, "инструктор": 1}),
        ("Excel и 1С", {"excel": 1}),
        ("я хочу, чтобы мне помогли; это для меня первый опыт", {}),
        ("Мария Петровна Иванова", {}),
        ("электронный журнал", {"журнал": 1}),
        ("", {}),
    ],
)
def test_a_text_is_about_its_nouns(text: str, about: dict[str, int]) -> None:
    assert Counter(lemmas(text)) == about


@given(st.text(max_size=200))
def test_any_text_can_be_read(text: str) -> None:
    assert all(lemmas(text))


def test_only_the_beginning_of_an_enormous_text_is_read() -> None:
    assert lemmas("двигатель " * 100_000) == ["двигатель"] * 300
