"""What is entered by a click is held to the column's own checks, and to what the person saw."""

from __future__ import annotations

from typing import Any

import pytest

from automation.workbook.book import Book
from jobs.desk.entering import Entry, Refusal, stage, stands
from sheets_schema.tabs.matches import Matches
from sheets_schema.tabs.mentees import Mentees
from sheets_schema.tabs.orders import Orders
from sheets_schema.tabs.settings import SettingsTab
from tests.jobs.books import book

PROPOSAL = {"id": "НМ-0001/Н-0001", "mentee": "НМ-0001", "mentor": "Н-0001", "state": "предложен"}


def edits(one: Book, tab: str) -> dict[Any, Any]:
    return dict(one.changes()[tab].edits)


def test_a_decision_goes_into_the_cell_where_the_curator_would_have_typed_it() -> None:
    one = book({"matches": [PROPOSAL]})
    stage(one, [Entry(Matches, "НМ-0001/Н-0001", {"decision": "принять"}, {"decision": ""})])
    assert edits(one, "matches") == {("key", "НМ-0001/Н-0001"): {"decision": "принять"}}


def test_dates_ticks_and_settings_become_what_their_cells_hold() -> None:
    one = book({"orders": [{"id": "ПР-0001"}]}, plan_confirmed=False)
    entry = Entry(Orders, "ПР-0001", {"number": "012-У", "dated": "30.11.2023", "signed": "да"})
    stage(one, [entry, Entry(SettingsTab, "plan_confirmed", {"value": "да"})])
    stage(one, [Entry(SettingsTab, "many_letters_until", {"value": "15.01.2024"})])
    assert edits(one, "orders") == {("key", "ПР-0001"): {"number": "012-У", "dated": 45260.0, "signed": True}}
    settings = edits(one, "settings")
    assert settings["key", "plan_confirmed"] == {"value": True}
    assert settings["key", "many_letters_until"] == {"value": 45306.0}


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"full_name": "лапина яна"}, "строчными буквами"),
        ({"full_name": ""}, "не заполнено"),
        ({"born": "вчера"}, "не дата"),
        ({"form": "дружба"}, "нет в списке"),
        ({"email": "яна"}, "не похоже на адрес"),
    ],
)
def test_what_its_column_does_not_allow_is_refused_in_words_and_nothing_is_entered(
    typed: dict[str, str], said: str
) -> None:
    one = book({"mentees": [{"id": "НМ-0001", "full_name": "Лапина Яна Олеговна"}]})
    with pytest.raises(Refusal, match=said):
        stage(one, [Entry(Mentees, "НМ-0001", typed)])
    assert not one.changes()


def test_what_somebody_else_has_entered_meanwhile_is_not_overwritten() -> None:
    one = book({"matches": [{**PROPOSAL, "decision": "отклонить"}]})
    with pytest.raises(Refusal, match="кто-то записал в «Решение»: отклонить"):
        stage(one, [Entry(Matches, "НМ-0001/Н-0001", {"decision": "принять"}, {"decision": ""})])
    stage(one, [Entry(Matches, "НМ-0001/Н-0001", {"decision": "отклонить"}, {"decision": ""})])
    assert not one.changes()


def test_a_row_that_is_gone_and_a_column_of_the_jobs_are_refused() -> None:
    one = book({"matches": [PROPOSAL]})
    with pytest.raises(Refusal, match="такой строки здесь нет"):
        stage(one, [Entry(Matches, "НМ-0002/Н-0001", {"decision": "принять"})])
    with pytest.raises(Refusal, match="заполняет не человек"):
        stage(one, [Entry(Matches, "НМ-0001/Н-0001", {"state": "принят"})])


def test_a_cell_says_what_a_person_would_have_typed_though_it_cannot_be_read() -> None:
    one = book({"mentees": [{"id": "НМ-0001", "full_name": "Лапина Яна", "born": "вчера", "days": "вт, чт"}]})
    row = int(one[Mentees].index[0])
    assert [stands(one[Mentees], row, name) for name in ("born", "days", "withdrawn")] == ["вчера", "вт, чт", ""]
