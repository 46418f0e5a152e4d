"""Filter views: kept, returned, and never in the way of the cells."""

from __future__ import annotations

from typing import Any

import pytest

from tests.embedded.conftest import Book
from tests.embedded.test_batch_update import span

Json = dict[str, Any]

HIDES_A: Json = {"hiddenValues": ["а"]}


def added(book: Book, **given: Any) -> Json:
    view = {"range": span((0, 5), (1, 4)), **given}
    filter_view: Json = book.update({"addFilterView": {"filter": view}})[0]["addFilterView"]["filter"]
    return filter_view


def views(book: Book) -> list[Json]:
    held: list[Json] = book.get("sheets.filterViews")["sheets"][0].get("filterViews", [])
    return held


def test_criteria_come_back_in_both_spellings(book: Book) -> None:
    view = added(
        book, title="Мои", criteria={"2": HIDES_A}, sortSpecs=[{"dimensionIndex": 1, "sortOrder": "ASCENDING"}]
    )
    assert view["criteria"] == {"2": HIDES_A}
    assert view["filterSpecs"] == [{"columnIndex": 2, "filterCriteria": HIDES_A}]
    assert view["range"] == {"startRowIndex": 0, "endRowIndex": 5, "startColumnIndex": 1, "endColumnIndex": 4}
    assert views(book) == [view]


def test_a_view_without_a_name_gets_one(book: Book) -> None:
    assert [added(book)["title"], added(book)["title"]] == ["Filter 1", "Filter 2"]


def test_only_what_the_mask_names_changes(book: Book) -> None:
    view = added(book, title="Мои", criteria={"2": HIDES_A})
    change = {"filterViewId": view["filterViewId"], "title": "Наши", "criteria": {"3": HIDES_A}}
    book.update({"updateFilterView": {"filter": change, "fields": "title"}})
    assert views(book) == [{**view, "title": "Наши"}]
    book.update({"updateFilterView": {"filter": change, "fields": "criteria"}})
    assert views(book)[0]["filterSpecs"] == [{"columnIndex": 3, "filterCriteria": HIDES_A}]


def test_a_view_is_duplicated_and_deleted(book: Book) -> None:
    view = added(book, title="Мои", criteria={"2": HIDES_A})
    twin = book.update({"duplicateFilterView": {"filterId": view["filterViewId"]}})[0]["duplicateFilterView"]["filter"]
    assert twin == {**view, "filterViewId": twin["filterViewId"], "title": "Copy of Мои"}
    assert twin["filterViewId"] != view["filterViewId"]
    book.update({"deleteFilterView": {"filterId": view["filterViewId"]}})
    assert views(book) == [twin]


def test_a_view_may_stand_on_a_named_range(book: Book) -> None:
    named = {"addNamedRange": {"namedRange": {"namedRangeId": "n1", "name": "База", "range": span((0, 3), (0, 2))}}}
    reply = book.update(named, {"addFilterView": {"filter": {"namedRangeId": "n1"}}})[1]["addFilterView"]["filter"]
    assert (reply["namedRangeId"], reply["range"]["endRowIndex"]) == ("n1", 3)


def test_criteria_follow_their_column(book: Book) -> None:
    added(book, criteria={"2": HIDES_A, "3": HIDES_A}, sortSpecs=[{"dimensionIndex": 2, "sortOrder": "ASCENDING"}])
    book.update({"setBasicFilter": {"filter": {"range": span((0, 5), (0, 5)), "criteria": {"2": HIDES_A}}}})
    columns = {"sheetId": 0, "dimension": "COLUMNS"}
    book.update(
        {"insertDimension": {"range": {**columns, "startIndex": 0, "endIndex": 1}}},
        {"deleteDimension": {"range": {**columns, "startIndex": 4, "endIndex": 5}}},
    )
    sheet = book.sheet()
    assert sheet["filterViews"][0]["criteria"] == {"3": HIDES_A}
    assert sheet["filterViews"][0]["sortSpecs"][0]["dimensionIndex"] == 3
    assert sheet["basicFilter"]["filterSpecs"] == [{"columnIndex": 3, "filterCriteria": HIDES_A}]
    book.update({"deleteDimension": {"range": {**columns, "startIndex": 2, "endIndex": 4}}})
    assert "filterViews" not in book.sheet()


@pytest.mark.parametrize(
    ("request_", "told"),
    [
        ({"addFilterView": {"filter": {"title": "x"}}}, "A filter view needs a range."),
        (
            {"addFilterView": {"filter": {"range": span((10, 99), (0, 1))}}},
            "Range (Sheet1!A11:A99) exceeds grid limits. Max rows: 10, max columns: 6",
        ),
        ({"addFilterView": {"filter": {"tableId": "no"}}}, "No table with id: no"),
        ({"addFilterView": {"filter": {"range": {}, "criteria": {"x": {}}}}}, "Invalid column index in criteria: x"),
        ({"updateFilterView": {"filter": {"filterViewId": 5}, "fields": "title"}}, "No filter view with id: 5"),
        ({"deleteFilterView": {"filterId": 5}}, "No filter view with id: 5"),
        ({"duplicateFilterView": {"filterId": 5}}, "No filter view with id: 5"),
    ],
)
def test_views_that_cannot_be_are_refused(book: Book, request_: Json, told: str) -> None:
    assert book.refusal(request_) == f"Invalid requests[0].{next(iter(request_))}: {told}"


def test_an_id_is_given_once(book: Book) -> None:
    added(book, filterViewId=77)
    assert "already exists" in book.refusal({"addFilterView": {"filter": {"filterViewId": 77, "range": {}}}})


def test_a_filter_names_its_first_column_and_leaves_out_a_list_without_sorts(book: Book) -> None:
    book.update({"setBasicFilter": {"filter": {"range": span((0, 5), (0, 3)), "criteria": {"0": HIDES_A}}}})
    assert book.sheet()["basicFilter"]["filterSpecs"] == [{"columnIndex": 0, "filterCriteria": HIDES_A}]
    sorts = [{"sortOrder": "ASCENDING"}]
    book.update({"setBasicFilter": {"filter": {"range": span((0, 5), (0, 3)), "sortSpecs": sorts}}})
    assert book.sheet()["basicFilter"]["sortSpecs"] == [{"dimensionIndex": 0, "sortOrder": "ASCENDING"}]
    book.update({"setBasicFilter": {"filter": {"range": span((0, 5), (0, 3)), "sortSpecs": []}}})
    assert set(book.sheet()["basicFilter"]) == {"range"}
