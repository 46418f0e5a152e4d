"""Checking a table: every row that is wrong is told what to do, and many rows do not take long."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

import pandas as pd
import pytest

from automation.workbook.checks import find_problems, in_plain_russian
from sheets_schema.columns import Column
from sheets_schema.tabs.consents import Consents
from sheets_schema.tabs.mentees import Mentees
from sheets_schema.tabs.pairs import Pairs
from sheets_schema.vocabulary import MENTORING_FORMS
from tests.workbook.tables import table

TODAY = date(2024, 1, 15)

FINE: dict[str, Any] = {
    "id": "НМ-0001",
    "full_name": "Ветрова Анна Сергеевна",
    "email": "vetrova@example.com",
    "phone": "+7 912 345-67-89",
    "born": 38718.0,
    "occupation": "А-21",
    "form": MENTORING_FORMS[1],
    "requests": "помощь в учёбе",
}


def problems(*rows: dict[str, Any]) -> list[list[str]]:
    bank = table(
        Mentees, [{**FINE, "id": f"НМ-{n:04d}", "email": f"a{n}@mail.ru", **row} for n, row in enumerate(rows)]
    )
    found = find_problems(bank, TODAY)
    return [found.get(int(row), []) for row in bank.index]


def test_a_row_that_is_fine_is_left_out() -> None:
    assert find_problems(table(Mentees, [FINE]), TODAY) == {}


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"full_name": None}, "ФИО: не заполнено; нужно: фамилия, имя и отчество"),
        ({"requests": ",;"}, "Запросы: не заполнено; нужно: значения из списка через запятую"),
        ({"born": "осенью"}, "Дата рождения: «осенью» — не дата; нужна дата вида 01.09.2026"),
        ({"form": "друг"}, "Форма наставничества: значения «друг» нет в списке"),
        ({"withdrawn": "может быть"}, "Не участвует: «может быть» — здесь может быть только галочка"),
        ({"email": "=1+1"}, "Эл. почта: «=1+1» не похоже на адрес"),
        ({"full_name": "😀" * 3}, "ФИО: «😀😀😀» — неполное имя"),
        ({"phone": "x" * 50_000}, "Телефон: «xxx"),
    ],
)
def test_a_wrong_cell_gets_one_sentence_under_its_columns_title(wrong: dict[str, Any], said: str) -> None:
    ((sentence,),) = problems(wrong)
    assert sentence.startswith(said)
    assert len(sentence) < 300


def test_every_wrong_cell_of_a_row_is_told_in_the_order_of_the_columns() -> None:
    ((*sentences,),) = problems({"occupation": None, "full_name": "ИВАНОВ ПЁТР", "born": "?", "email": "?"})
    assert [sentence.partition(":")[0] for sentence in sentences] == [
        "ФИО",
        "Эл. почта",
        "Дата рождения",
        "Группа или должность",
    ]


def test_one_wrong_row_does_not_touch_the_others() -> None:
    assert [bool(found) for found in problems({}, {"email": None}, {})] == [False, True, False]


def test_two_rows_with_one_number_are_told_to_clear_it_in_one() -> None:
    found = problems({"id": "НМ-0007"}, {"id": "НМ-0007"}, {})
    assert [len(sentences) for sentences in found] == [1, 1, 0]
    assert "такой номер есть и в другой строке" in found[0][0]


def test_rows_that_have_no_number_yet_do_not_share_it() -> None:
    assert problems({"id": None}, {"id": None}) == [[], []]


def test_empty_cells_are_not_equal_to_each_other() -> None:
    assert [len(found) for found in problems({"email": None}, {"email": None})] == [1, 1]


def test_a_reference_to_nobody_is_named_where_it_can_be_known() -> None:
    consent = {"id": "СГ-1", "person": "НМ-0404", "kind": "персональные данные", "answer": "да", "given_on": 45306.0}
    consents = table(Consents, [consent])
    assert find_problems(consents, TODAY) == {}
    known = {"mentees": {"НМ-0001"}, "mentors": {"Н-0001"}}
    assert "номера «НМ-0404» нет" in find_problems(consents, TODAY, known=known)[1][0]
    assert find_problems(consents, TODAY, known={**known, "mentors": {"НМ-0404"}}) == {}
    assert find_problems(table(Pairs, [{"id": "П-1", "mentor": "Н-0404"}]), TODAY, known={"mentees": set()}) == {}


def test_sentences_become_lines_and_a_fine_row_stays_empty() -> None:
    bank = table(Mentees, [FINE, {**FINE, "id": "НМ-0002", "email": "?", "full_name": None}])
    texts = in_plain_russian(bank, find_problems(bank, TODAY))
    assert list(texts.index) == list(bank.index)
    assert pd.isna(texts.iloc[0])
    assert [line[-1] for line in texts.iloc[1].splitlines()] == [".", "."]


class _Looks:
    """A value that is looked at, counted."""

    def __init__(self) -> None:
        self.asked: Counter[str] = Counter()

    def __call__(self, value: str) -> None:
        self.asked[value] += 1


def test_a_value_that_many_rows_repeat_is_looked_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    looks = _Looks()

    def problem(self: Column, value: Any) -> None:
        looks(value)

    monkeypatch.setattr(type(Mentees.columns["form"]), "problem", problem)
    find_problems(table(Mentees, [{**FINE, "id": f"НМ-{n}", "email": f"a{n}@mail.ru"} for n in range(500)]), TODAY)
    assert looks.asked[MENTORING_FORMS[1]] == 1


def test_ten_thousand_rows_that_are_all_wrong_are_all_told() -> None:
    rows = [{**FINE, "id": f"НМ-{n}", "full_name": "ИВАНОВ ПЁТР", "born": "?"} for n in range(10_000)]
    found = find_problems(table(Mentees, rows), TODAY)
    assert len(found) == 10_000
    assert {len(sentences) for sentences in found.values()} == {2}
