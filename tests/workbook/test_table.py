"""Tables: what stands where is known however the curator rearranges it, and only what was assigned is written."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from automation.workbook.cells import Cell, read_one
from automation.workbook.checks import find_problems
from automation.workbook.layout import TAB_MARK, Tab, column_letters, quoted, sheet_id_of, tabs
from automation.workbook.table import NoSuchColumn, OwnershipError, Table
from sheets_schema.columns import Column, Name, Owner
from sheets_schema.nastavnik import NASTAVNIK
from sheets_schema.sheet import Sheet
from sheets_schema.tabs.bank import Bank
from sheets_schema.tabs.matches import Matches
from sheets_schema.tabs.mentees import Mentees
from sheets_schema.tabs.pairs import Pairs
from sheets_schema.vocabulary import NEEDS_DATA
from tests.workbook.tables import JUNK, tab, table

TODAY = date(2024, 1, 15)

Row = dict[str, Cell]

ROWS: st.SearchStrategy[list[Row]] = st.lists(
    st.fixed_dictionaries(
        {
            "id": st.sampled_from([None, "НМ-0001", "НМ-0002", "НМ-0003", "НМ-0004", " НМ-0004 ", 7]),
            "full_name": st.sampled_from(["Иванов Пётр", "Осипова Анна", "", None]),
            "email": st.sampled_from(["a@mail.ru", "b@mail.ru", None]),
            "note": st.sampled_from(["позвонить", None]),
        }
    ),
    max_size=12,
)


def said(one: Tab) -> dict[Any, tuple[Cell, ...]]:
    """Identity → what the row under it says, whatever the order of the columns."""
    return {
        identity: tuple(one.cell(row, name) for name in one.sheet.columns) for identity, row in one.identities().items()
    }


@given(ROWS)
def test_every_filled_row_has_an_identity_of_its_own(rows: list[Row]) -> None:
    read = tab(Mentees, rows)
    assert sorted(read.identities().values()) == read.filled_rows()


@given(ROWS, st.randoms())
def test_sorting_rows_changes_nobodys_identity(rows: list[Row], chance: random.Random) -> None:
    shuffled = chance.sample(rows, len(rows))
    assert said(tab(Mentees, rows)) == said(tab(Mentees, shuffled))


@given(ROWS, st.permutations(list(Mentees.columns)), st.integers(0, 3), st.integers(0, 9))
def test_moving_columns_and_rows_above_changes_nobodys_identity(
    rows: list[Row], order: list[str], before: int, above: int
) -> None:
    assert said(tab(Mentees, rows)) == said(tab(Mentees, rows, order=order, before=before, above=above))


@given(ROWS, st.integers(0, 12), st.integers(1, 3))
def test_empty_rows_put_in_between_change_nobodys_identity(rows: list[Row], at: int, count: int) -> None:
    spread: list[Row] = [*rows[:at], *[{} for _ in range(count)], *rows[at:]]
    assert said(tab(Mentees, rows)) == said(tab(Mentees, spread))


@given(st.lists(st.integers(1, 40), unique=True, min_size=1), st.data())
def test_a_row_with_a_key_is_known_whatever_becomes_of_the_others(numbers: list[int], data: st.DataObject) -> None:
    rows: list[Row] = [{"id": f"НМ-{number:04d}", "full_name": f"Имя {number}"} for number in numbers]
    kept = data.draw(st.lists(st.sampled_from(rows), unique_by=lambda row: str(row["id"]), min_size=1))
    grown: list[Row] = [{"full_name": "Новый Человек"}, *kept, {"id": "НМ-9999"}]
    after = tab(Mentees, grown)
    for identity, row in tab(Mentees, rows).identities().items():
        name = tab(Mentees, rows).cell(row, "full_name")
        if identity in after.identities():
            assert after.cell(after.identities()[identity], "full_name") == name
        else:
            assert name not in [row["full_name"] for row in kept]


def test_a_key_that_two_rows_share_identifies_neither() -> None:
    rows: list[Row] = [{"id": "НМ-0001", "full_name": "Иванов Пётр"}, {"id": "НМ-0001", "full_name": "Осипова Анна"}]
    assert {kind for kind, *_ in tab(Mentees, rows).identities()} == {"content"}


def test_what_a_job_wrote_beside_a_row_does_not_change_who_it_is() -> None:
    row: Row = {"full_name": "Иванов Пётр", "email": "a@mail.ru"}
    later: Row = {**row, "status": "исправить", "problems": "Нет телефона"}
    assert tab(Mentees, [row]).identities() == tab(Mentees, [later]).identities()


@pytest.mark.parametrize("ids", [(1, 2), (2, 1)])
def test_a_copy_of_a_tab_is_not_the_tab_whichever_mark_has_the_smaller_id(ids: tuple[int, int]) -> None:
    def sheet(sheet_id: int, title: str, metadata_id: int) -> dict[str, Any]:
        mark = {"metadataId": metadata_id, "metadataKey": TAB_MARK, "metadataValue": "mentees#digest"}
        return {"properties": {"sheetId": sheet_id, "title": title}, "developerMetadata": [mark]}

    itself, copied = sheet(sheet_id_of(Mentees), "Банк", ids[0]), sheet(7, "Копия", ids[1])
    for both in ([itself, copied], [copied, itself]):
        assert tabs({"sheets": both}, NASTAVNIK.sheets)["mentees"].title == "Банк"
    # When the curator went on with the copy and deleted the tab itself, the copy is the tab.
    assert tabs({"sheets": [copied]}, NASTAVNIK.sheets)["mentees"].title == "Копия"


def test_an_unticked_box_is_not_a_filled_row() -> None:
    assert tab(Mentees, [{"withdrawn": False}, {"withdrawn": True}, {"full_name": ""}]).filled_rows() == [2]


@pytest.mark.parametrize("above", [0, 1, 9])
def test_the_header_is_found_under_rows_that_the_curator_put_above_it(above: int) -> None:
    read = tab(Mentees, [{"full_name": "Иванов Пётр"}], above=above)
    assert (read.header_row(), read.filled_rows()) == (above, [above + 1])


def test_a_column_that_is_gone_reads_as_empty_and_the_rest_is_as_it_was() -> None:
    order = [name for name in Mentees.columns if name != "phone"]
    read = Table(tab(Mentees, [{"full_name": "Иванов Пётр", "email": "a@mail.ru"}], order=order))
    assert read[Mentees.phone].isna().all()
    assert list(read[Mentees.email]) == ["a@mail.ru"]
    assert read.tab.missing == ["phone"]


@settings(max_examples=40)
@given(st.sampled_from(NASTAVNIK.sheets), st.data())
def test_a_table_that_nobody_assigned_to_wants_nothing_whatever_its_cells_hold(
    sheet: type[Sheet], data: st.DataObject
) -> None:
    row = st.dictionaries(st.sampled_from(list(sheet.columns)), JUNK)
    read = table(sheet, data.draw(st.lists(row, max_size=5)))
    assert len(read.changes()) == 0
    find_problems(read, TODAY)
    for name in sheet.owned_by(Owner.JOB):
        read[name] = read[name]
    assert len(read.changes()) == 0


@settings(max_examples=40)
@given(st.data())
def test_reading_checking_and_telling_survives_any_junk(data: st.DataObject) -> None:
    sheet = data.draw(st.sampled_from(NASTAVNIK.sheets))
    row = st.dictionaries(st.sampled_from(list(sheet.columns)), JUNK, min_size=1)
    read = table(sheet, data.draw(st.lists(row, max_size=5)))
    for row_number, sentences in find_problems(read, TODAY).items():
        assert row_number in read.index
        assert all(": " in sentence for sentence in sentences)


@pytest.mark.parametrize("name", [Pairs.mentee, Pairs.id, "status"])
def test_a_column_is_asked_for_by_the_tab_that_declares_it(name: Any) -> None:
    read = table(Mentees, BANK)
    asked: list[Callable[[], Any]] = [
        lambda: read[name],
        lambda: read.set(1, {name: "x"}),
        lambda: read.answer(1, {name: "x"}),
        lambda: read.append([{name: "x"}]),
    ]
    for ask in asked:
        with pytest.raises(NoSuchColumn, match=f"'{name}' is no column of mentees"):
            ask()
    assert read[Bank.status].equals(read[Mentees.status])


EVERY_FOREIGN_COLUMN = [
    (sheet, name) for sheet in NASTAVNIK.sheets for name in sheet.owned_by(Owner.CURATOR, Owner.FORM)
]


@pytest.mark.parametrize(("sheet", "name"), EVERY_FOREIGN_COLUMN, ids=lambda one: getattr(one, "__name__", one))
def test_a_job_cannot_assign_what_is_not_its_own(sheet: type[Sheet], name: Name[Column]) -> None:
    key = sheet.key_column().name
    read = table(sheet, [{key: "1", name: None}])
    with pytest.raises(OwnershipError):
        read[name] = "x"
    with pytest.raises(OwnershipError):
        read.set(1, {name: "x"})
    with pytest.raises(OwnershipError):
        read.append([{name: "x"}])
    if name.column.owner is Owner.CURATOR:
        with pytest.raises(OwnershipError):
            read.answer(1, {name: "x"})
        with pytest.raises(OwnershipError):
            read.append([{name: "x"}], by=(Owner.FORM,))
    assert len(read.changes()) == 0


BANK: list[Row] = [
    {"id": "НМ-0001", "full_name": "Иванов Пётр", "born": 38718.0, "capacity": 2},
    {"id": "НМ-0002", "full_name": "Осипова Анна", "born": "непонятно"},
]


def edits(read: Table) -> Mapping[Any, Mapping[str, Cell]]:
    return {identity[1]: change for identity, change in read.changes().edits.items()}


def test_only_the_cells_that_differ_are_written() -> None:
    read = table(Mentees, BANK)
    read[Mentees.status] = pd.Series(["готов", None], index=read.index, dtype="str")
    read[Mentees.problems] = None
    assert edits(read) == {"НМ-0001": {"status": "готов"}}


def test_one_row_is_set_by_its_label_and_some_by_a_mask() -> None:
    read = table(Mentees, BANK)
    read.set(1, {Mentees.problems: "одно"})
    read.set(read[Mentees.full_name] == "Осипова Анна", {Mentees.problems: "другое", Mentees.status: "исправить"})
    assert edits(read) == {
        "НМ-0001": {"problems": "одно"},
        "НМ-0002": {"problems": "другое", "status": "исправить"},
    }


def test_a_row_says_something_new_only_with_what_is_not_the_jobs_own() -> None:
    read = table(Mentees, [{"id": "НМ-0001"}])
    heard = read.heard
    read.append([{Mentees.id: "НМ-0002", Mentees.status: NEEDS_DATA}])
    assert read.heard == heard
    read.append([{Mentees.id: "НМ-0003", Mentees.full_name: "Ветрова Анна Сергеевна"}], by=(Owner.FORM,))
    assert read.heard != heard


def test_what_cannot_be_read_is_left_as_typed() -> None:
    read = table(Mentees, BANK)
    assert read[Mentees.born].isna()[2]
    assert "«непонятно» — не дата" in read.unreadable["born"][2]
    read[Mentees.status] = "исправить"
    assert all("born" not in change for change in edits(read).values())


def test_changing_a_snapshot_changes_nothing() -> None:
    read = table(Mentees, BANK)
    frame = read.frame
    frame["status"] = "готов"
    assert len(read.changes()) == 0


def test_a_missing_column_is_not_written_though_a_job_assigns_it() -> None:
    order = [name for name in Mentees.columns if name != "problems"]
    read = Table(tab(Mentees, BANK, order=order))
    read[Mentees.problems] = "что-то"
    read.append([{Mentees.id: "НМ-0003", Mentees.problems: "что-то"}])
    assert read.changes().edits == {}
    assert all("problems" not in row for row in read.changes().appended)


def test_new_rows_are_appended_as_cells_and_found_by_their_labels() -> None:
    read = table(Mentees, BANK)
    labels = read.append(
        [{Mentees.id: "НМ-0003", Mentees.requests: ("помощь в учёбе",), Mentees.born: pd.Timestamp(2006, 1, 1)}],
        by=(Owner.FORM,),
    )
    assert read[Mentees.id][labels[0]] == "НМ-0003"
    assert len(read) == 3
    (row,) = read.changes().appended
    filled = {name: cell for name, cell in row.items() if cell not in (None, False)}
    assert filled == {"id": "НМ-0003", "requests": "помощь в учёбе", "born": 38718.0}
    assert list(read.append([])) == []
    assert list(read.append([{Mentees.id: "НМ-0004"}])) == [labels[0] + 1]


def test_an_answer_changes_the_row_and_names_what_it_really_changed() -> None:
    read = table(Mentees, BANK)
    changed = read.answer(
        1, {Mentees.full_name: "Иванов Пётр", Mentees.email: "a@mail.ru", Mentees.days: ("пн",), Mentees.interests: ()}
    )
    assert changed == ["email", "days"]
    assert edits(read) == {"НМ-0001": {"email": "a@mail.ru", "days": "пн"}}


def test_an_answer_that_is_no_value_is_written_as_given_and_named_as_changed() -> None:
    read = table(Mentees, BANK)
    assert read.answer(1, {Mentees.born: read_one(Mentees.born.column, "в мае")}) == ["born"]
    assert edits(read) == {"НМ-0001": {"born": "в мае"}}
    assert "не дата" in " ".join(find_problems(read, TODAY)[1])
    read.answer(1, {Mentees.born: pd.Timestamp(2006, 1, 1)})
    assert "born" not in edits(read).get("НМ-0001", {})
    assert "не дата" not in " ".join(find_problems(read, TODAY)[1])


def test_an_empty_answer_does_not_hide_what_stands_there_and_cannot_be_read() -> None:
    read = table(Mentees, BANK)
    read.answer(2, {Mentees.born: None})
    assert "не дата" in " ".join(find_problems(read, TODAY)[2])


def test_a_cell_kept_as_given_is_committed_once() -> None:
    read = table(Mentees, BANK)
    read.answer(1, {Mentees.born: read_one(Mentees.born.column, "в мае")})
    read.append([{Mentees.id: "НМ-0003", Mentees.born: read_one(Mentees.born.column, "летом")}], by=(Owner.FORM,))
    assert read.changes().appended[0]["born"] == "летом"
    read.rebase()
    assert len(read.changes()) == 0


def test_after_a_commit_only_what_came_later_is_wanted_and_new_rows_have_their_identity() -> None:
    read = table(Mentees, [*BANK, {"id": " НМ-0009 ", "full_name": "Ветров Глеб"}])
    (label,) = read.append([{Mentees.id: "НМ-0003", Mentees.full_name: "Новый Человек"}], by=(Owner.FORM,))
    read[Mentees.status] = "исправить"
    read.rebase()
    assert len(read.changes()) == 0
    read.set(label, {Mentees.status: "готов"})
    read.set(3, {Mentees.status: "готов"})
    # A key is known as its cell spells it: that is how the commit will meet it again.
    assert set(edits(read)) == {"НМ-0003", " НМ-0009 "}


def test_a_job_that_failed_leaves_nothing_behind() -> None:
    read = table(Mentees, BANK)
    read.set(1, {Mentees.status: "готов"})
    before, unreadable = read.checkpoint(), {name: dict(rows) for name, rows in read.unreadable.items()}
    (label,) = read.append(
        [{Mentees.id: "НМ-0003", Mentees.born: read_one(Mentees.born.column, "летом")}], by=(Owner.FORM,)
    )
    read.answer(1, {Mentees.born: read_one(Mentees.born.column, "в мае")})
    read.set(1, {Mentees.status: "исправить"})
    read.restore(before)
    assert edits(read) == {"НМ-0001": {"status": "готов"}}
    assert {name: rows for name, rows in read.unreadable.items() if rows} == unreadable
    assert label not in read.index
    assert set(find_problems(read, TODAY)) <= set(read.index)


def test_a_tab_without_rows_is_a_table_without_rows() -> None:
    for empty in (tab(Matches), Tab(Matches, 1, "Подбор", {}, 0)):
        read = Table(empty)
        assert len(read) == 0
        assert list(read.frame.columns) == list(Matches.columns)
        assert find_problems(read, TODAY) == {}
        assert len(read.changes()) == 0


@given(st.integers(0, 20_000))
def test_columns_are_lettered_as_in_a_spreadsheet(index: int) -> None:
    number = 0
    for letter in column_letters(index):
        number = number * 26 + ord(letter) - ord("A") + 1
    assert number == index + 1


def test_a_title_with_an_apostrophe_is_quoted() -> None:
    assert quoted("Банк д'Артаньяна") == "'Банк д''Артаньяна'"


# What jobs are not to see


def test_what_is_withheld_jobs_do_not_see_and_the_sheet_keeps() -> None:
    read = table(Mentees, [{"id": "НМ-0001", "full_name": "Ветрова Анна", "requests": "помощь в учёбе"}] * 2)
    before = read.version
    read.withhold({"full_name": {1: None, 2: "НМ-0001"}, "requests": {1: None}})
    assert read.version != before
    assert [None if pd.isna(name) else name for name in read[Mentees.full_name]] == [None, "НМ-0001"]
    assert list(read.frame["requests"]) == [(), ("помощь в учёбе",)]
    assert list(read.whole["full_name"]) == ["Ветрова Анна"] * 2
    read[Mentees.status] = NEEDS_DATA
    assert all(set(cells) == {"status"} for cells in read.changes().edits.values())
    assert pd.isna(read[Mentees.full_name][1])
    read.withhold({})
    assert list(read[Mentees.full_name]) == ["Ветрова Анна"] * 2


def test_what_cannot_be_read_is_withheld_with_the_rest() -> None:
    read = table(Mentees, [{"id": "НМ-0001", "born": "день рождения Анны"}, {"id": "НМ-0002", "born": "давно"}])
    read.withhold({"born": {1: None}})
    assert list(read.unreadable["born"]) == [2]
    assert find_problems(read, TODAY)[1] == find_problems(table(Mentees, [{"id": "НМ-0001"}]), TODAY)[1]


def test_an_answer_reaches_a_row_that_is_withheld() -> None:
    read = table(Mentees, [{"id": "НМ-0001", "full_name": "Ветрова Анна", "phone": "1"}])
    read.withhold({"full_name": {1: None}, "phone": {1: None}})
    assert read.answer(1, {Mentees.full_name: "Ветрова Анна", Mentees.phone: "2"}) == ["phone"]
    assert pd.isna(read[Mentees.phone][1]) and read.whole[Mentees.phone][1] == "2"


def test_what_a_job_wrote_itself_is_not_withheld_but_emptied() -> None:
    with pytest.raises(OwnershipError):
        table(Mentees, [{"id": "НМ-0001"}]).withhold({"status": {1: None}})
