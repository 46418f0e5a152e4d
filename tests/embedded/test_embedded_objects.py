"""Charts and slicers: kept, returned, moved, and true to the cells that they show."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import gspread
import pytest

from tests.embedded.conftest import Book
from tests.embedded.test_batch_update import span

Json = dict[str, Any]


def data(column: int) -> Json:
    return {"sourceRange": {"sources": [span((0, 5), (column, column + 1))]}}


def spec(*columns: int) -> Json:
    series = [{"series": data(column), "targetAxis": "LEFT_AXIS"} for column in columns]
    return {"title": "Пары", "basicChart": {"chartType": "COLUMN", "domains": [{"domain": data(0)}], "series": series}}


def at(row: int, column: int, **more: int) -> Json:
    return {"overlayPosition": {"anchorCell": {"sheetId": 0, "rowIndex": row, "columnIndex": column}, **more}}


def added(book: Book, **given: Any) -> Json:
    chart = {"spec": spec(1, 2), "position": at(2, 4), **given}
    reply: Json = book.update({"addChart": {"chart": chart}})[0]["addChart"]["chart"]
    return reply


def charts(book: Book) -> list[Json]:
    held: list[Json] = book.get("sheets.charts")["sheets"][0].get("charts", [])
    return held


def lines(dimension: str, start: int, end: int) -> Json:
    return {"range": {"sheetId": 0, "dimension": dimension, "startIndex": start, "endIndex": end}}


def test_a_chart_comes_back_with_an_id_and_google_s_size(book: Book) -> None:
    chart = added(book)
    assert chart["chartId"] > 0
    assert chart["position"]["overlayPosition"] == {
        "anchorCell": {"rowIndex": 2, "columnIndex": 4},
        "widthPixels": 600,
        "heightPixels": 371,
    }
    assert chart["spec"]["hiddenDimensionStrategy"] == "SKIP_HIDDEN_ROWS_AND_COLUMNS"
    assert charts(book) == [chart]
    assert book.get("sheets.charts.spec.title") == {"sheets": [{"charts": [{"spec": {"title": "Пары"}}]}]}


def test_a_new_spec_replaces_the_old_one_whole(book: Book) -> None:
    chart = added(book)
    pie = {"pieChart": {"domain": data(0), "series": data(1)}}
    book.update({"updateChartSpec": {"chartId": chart["chartId"], "spec": pie}})
    assert set(charts(book)[0]["spec"]) == {"pieChart", "hiddenDimensionStrategy", "fontName", "titleTextFormat"}


def test_a_chart_moves_within_its_sheet_and_to_another(book: Book) -> None:
    chart_id = added(book)["chartId"]
    move = {"objectId": chart_id, "newPosition": at(0, 0, widthPixels=300), "fields": "widthPixels"}
    reply = book.update({"updateEmbeddedObjectPosition": move})[0]["updateEmbeddedObjectPosition"]
    assert reply["position"]["overlayPosition"]["widthPixels"] == 300
    assert reply["position"]["overlayPosition"]["anchorCell"] == {"rowIndex": 2, "columnIndex": 4}
    elsewhere = {"overlayPosition": {"anchorCell": {"sheetId": 9}}}
    book.update(
        {"addSheet": {"properties": {"sheetId": 9, "title": "Графики"}}},
        {"updateEmbeddedObjectPosition": {"objectId": chart_id, "newPosition": elsewhere, "fields": "anchorCell"}},
    )
    assert [len(sheet.get("charts", [])) for sheet in book.get("sheets.charts")["sheets"]] == [0, 1]
    message = book.refusal({"updateEmbeddedObjectPosition": {**move, "fields": "bogus"}})
    assert message == "Invalid requests[0].updateEmbeddedObjectPosition: Invalid field: bogus"


def test_a_border_is_kept_in_both_spellings_of_its_colour(book: Book) -> None:
    chart_id = added(book)["chartId"]
    border = {"colorStyle": {"rgbColor": {"red": 1}}}
    book.update({"updateEmbeddedObjectBorder": {"objectId": chart_id, "border": border, "fields": "colorStyle"}})
    assert charts(book)[0]["border"] == {**border, "color": {"red": 1}}


def test_charts_follow_the_rows_and_columns_that_they_show(book: Book) -> None:
    added(book)
    book.update({"insertDimension": lines("ROWS", 1, 3)}, {"insertDimension": lines("COLUMNS", 0, 1)})
    chart = charts(book)[0]
    assert chart["position"]["overlayPosition"]["anchorCell"] == {"rowIndex": 4, "columnIndex": 5}
    source = chart["spec"]["basicChart"]["series"][0]["series"]["sourceRange"]["sources"][0]
    assert source == {"startRowIndex": 0, "endRowIndex": 7, "startColumnIndex": 2, "endColumnIndex": 3}


def test_a_chart_whose_column_is_deleted_loses_that_series_and_stays(book: Book) -> None:
    added(book)
    book.update({"deleteDimension": lines("COLUMNS", 2, 3)}, {"deleteDimension": lines("ROWS", 2, 3)})
    chart = charts(book)[0]
    assert len(chart["spec"]["basicChart"]["series"]) == 1
    assert chart["position"]["overlayPosition"]["anchorCell"] == {"rowIndex": 2, "columnIndex": 3}


def test_a_chart_on_another_sheet_follows_the_cells_that_it_shows(book: Book) -> None:
    book.update({"addSheet": {"properties": {"sheetId": 9, "title": "Графики"}}})
    added(book, position={"overlayPosition": {"anchorCell": {"sheetId": 9}}})
    book.update({"insertDimension": lines("ROWS", 0, 2)})
    chart = book.get("sheets.charts")["sheets"][1]["charts"][0]
    assert chart["spec"]["basicChart"]["domains"][0]["domain"]["sourceRange"]["sources"][0]["startRowIndex"] == 2
    assert chart["position"]["overlayPosition"]["anchorCell"] == {"sheetId": 9}


def test_slicers_are_added_changed_and_deleted(book: Book) -> None:
    slicer = {"spec": {"dataRange": span((0, 5), (0, 3)), "columnIndex": 1, "title": "Статус"}, "position": at(0, 4)}
    reply = book.update({"addSlicer": {"slicer": slicer}})[0]["addSlicer"]["slicer"]
    assert (reply["spec"]["applyToPivotTables"], reply["spec"]["horizontalAlignment"]) == (True, "LEFT")
    change = {"slicerId": reply["slicerId"], "spec": {"title": "Форма"}, "fields": "title"}
    book.update({"updateSlicerSpec": change})
    assert book.sheet()["slicers"][0]["spec"] == {**reply["spec"], "title": "Форма"}
    book.update({"insertDimension": lines("ROWS", 0, 1)})
    assert book.sheet()["slicers"][0]["spec"]["dataRange"]["startRowIndex"] == 1
    book.update({"deleteEmbeddedObject": {"objectId": reply["slicerId"]}})
    assert "slicers" not in book.sheet()


@pytest.mark.parametrize(
    ("request_", "told"),
    [
        (
            {"addChart": {"chart": {"spec": {"title": "x"}, "position": at(0, 0)}}},
            "One of basicChart, pieChart, bubbleChart, candelstickChart, histogramChart, or orgChart "
            "must be set on chartSpec.",
        ),
        (
            {"addChart": {"chart": {"spec": spec(1)}}},
            "One of EmbeddedObjectPosition.overlayPosition or EmbeddedObjectPosition.sheetId must be set",
        ),
        (
            {"addChart": {"chart": {"spec": spec(1), "position": at(10, 0)}}},
            "GridCoordinate.rowIndex[10] is after last row in grid[9]",
        ),
        ({"updateChartSpec": {"chartId": 5, "spec": spec(1)}}, "No chart with id: 5"),
        ({"updateSlicerSpec": {"slicerId": 5, "spec": {}, "fields": "title"}}, "No slicer with id: 5"),
        ({"deleteEmbeddedObject": {"objectId": 5}}, "No embedded object with id: 5"),
        ({"addSlicer": {"slicer": {"spec": {}, "position": at(0, 0)}}}, "A slicer needs a data range."),
        (
            {"addSlicer": {"slicer": {"spec": {"dataRange": span((0, 2), (1, 3)), "columnIndex": 4},
                                      "position": at(0, 0)}}},
            "Slicer column must be within range bounds.",
        ),
    ],
)  # fmt: skip
def test_objects_that_cannot_be_are_refused(book: Book, request_: Json, told: str) -> None:
    assert book.refusal(request_) == f"Invalid requests[0].{next(iter(request_))}: {told}"


def test_an_id_belongs_to_one_object(book: Book) -> None:
    added(book, chartId=7)
    again = {"addChart": {"chart": {"chartId": 7, "spec": spec(1), "position": at(0, 0)}}}
    assert "An embedded object with id 7 already exists." in book.refusal(again)


def test_a_position_is_not_changed_without_a_mask(book: Book) -> None:
    move = {"updateEmbeddedObjectPosition": {"objectId": added(book)["chartId"], "newPosition": at(0, 0)}}
    assert "At least one field must be listed in 'fields'." in book.refusal(move)


def test_a_duplicated_sheet_has_charts_of_its_own(book: Book) -> None:
    chart = added(book)
    book.update({"duplicateSheet": {"sourceSheetId": 0, "newSheetId": 7, "insertSheetIndex": 1}})
    twin = book.get("sheets.charts")["sheets"][1]["charts"][0]
    assert twin["chartId"] != chart["chartId"]
    assert twin["position"]["overlayPosition"]["anchorCell"]["sheetId"] == 7
    assert twin["spec"]["basicChart"]["domains"][0]["domain"]["sourceRange"]["sources"][0]["sheetId"] == 7
    assert charts(book) == [chart]


def test_a_new_spreadsheet_may_bring_its_charts(google: Callable[[str], Any]) -> None:
    sheets = google("sheets.v4").spreadsheets()
    body = {"sheets": [{"properties": {"sheetId": 0}, "charts": [{"spec": spec(1), "position": at(0, 0)}]}]}
    made = sheets.create(body=body).execute()
    kept = sheets.get(spreadsheetId=made["spreadsheetId"], fields="sheets.charts.chartId").execute()
    assert kept["sheets"][0]["charts"][0]["chartId"] == made["sheets"][0]["charts"][0]["chartId"]


def test_gspread_draws_a_chart_and_a_sheet_copied_elsewhere_keeps_it(
    gspread_client: gspread.Client, book: Book
) -> None:
    spreadsheet = gspread_client.open_by_key(book.id)
    answer = spreadsheet.batch_update({"requests": [{"addChart": {"chart": {"spec": spec(1), "position": at(0, 0)}}}]})
    chart = answer["replies"][0]["addChart"]["chart"]
    other = gspread_client.create("Другая")
    copied = spreadsheet.sheet1.copy_to(other.id)
    kept = other.fetch_sheet_metadata()["sheets"][1]["charts"][0]
    assert kept["position"]["overlayPosition"]["anchorCell"]["sheetId"] == copied["sheetId"]
    assert kept["spec"]["basicChart"]["chartType"] == chart["spec"]["basicChart"]["chartType"]


def sheets(book: Book) -> list[Json]:
    held: list[Json] = book.api.get(book.path)["sheets"]
    return held


def test_a_chart_on_a_sheet_of_its_own_makes_a_sheet_without_cells(book: Book) -> None:
    book.write("A1:B2", [["Мария", 1], ["Пётр", 2]])
    chart = added(book, position={"newSheet": True})
    own = chart["position"]["sheetId"]
    assert chart["position"] == {"sheetId": own}
    assert sheets(book)[1] == {
        "properties": {"sheetId": own, "title": "Chart1", "index": 1, "sheetType": "OBJECT"},
        "charts": [chart],
    }
    assert "data" not in book.get("sheets")["sheets"][1]
    assert book.api.error("GET", f"{book.path}/values/Chart1!A1")["message"] == "Unable to parse range: Chart1!A1"
    assert "No grid with id" in book.refusal({"appendCells": {"sheetId": own, "fields": "*", "rows": []}})
    assert book.read("A2:B2") == [["Пётр", 2]]


def test_a_sheet_of_a_chart_is_renamed_hidden_moved_and_deleted_as_any_other(book: Book) -> None:
    own = added(book, position={"sheetId": 5})["position"]["sheetId"]
    assert own == 5
    properties = {"sheetId": 5, "title": "Динамика", "index": 0, "tabColor": {"red": 1}}
    book.update({"updateSheetProperties": {"properties": properties, "fields": "title,index,tabColor"}})
    assert [sheet["properties"]["title"] for sheet in sheets(book)] == ["Динамика", "Sheet1"]
    book.write("A1", [["первый лист с клетками"]])
    assert book.read("Sheet1!A1") == [["первый лист с клетками"]]
    assert "You can't remove all" in book.refusal({"deleteSheet": {"sheetId": 0}}, {"deleteSheet": {"sheetId": 5}})
    book.update({"deleteSheet": {"sheetId": 5}})
    assert len(sheets(book)) == 1


def test_a_chart_moves_between_cells_and_a_sheet_of_its_own(book: Book) -> None:
    chart = added(book)["chartId"]
    move = {"objectId": chart, "newPosition": {"newSheet": True}, "fields": "*"}
    own = book.update({"updateEmbeddedObjectPosition": move})[0]["updateEmbeddedObjectPosition"]["position"]["sheetId"]
    assert charts(book) == []
    assert sheets(book)[1]["charts"][0]["position"] == {"sheetId": own}
    move = {"objectId": chart, "newPosition": at(1, 1), "fields": "*"}
    book.update({"updateEmbeddedObjectPosition": move})
    assert [len(sheet.get("charts", [])) for sheet in sheets(book)] == [1]
    book.update({"updateEmbeddedObjectPosition": {"objectId": chart, "newPosition": {"newSheet": True}}})
    book.update({"deleteEmbeddedObject": {"objectId": chart}})
    assert len(sheets(book)) == 1


def test_a_sheet_of_a_chart_is_duplicated_and_its_chart_follows_the_data(book: Book) -> None:
    own = added(book, position={"newSheet": True})["position"]["sheetId"]
    book.update({"duplicateSheet": {"sourceSheetId": own, "newSheetId": 8, "insertSheetIndex": 2}})
    twin = sheets(book)[2]
    assert twin["charts"][0]["position"] == {"sheetId": 8}
    assert twin["charts"][0]["chartId"] != sheets(book)[1]["charts"][0]["chartId"]
    book.update({"insertDimension": lines("COLUMNS", 0, 1)})
    for sheet in sheets(book)[1:]:
        source = sheet["charts"][0]["spec"]["basicChart"]["domains"][0]["domain"]["sourceRange"]["sources"][0]
        assert source["startColumnIndex"] == 1


def test_a_spreadsheet_with_a_chart_sheet_is_made_anew_copied_and_exported(book: Book) -> None:
    added(book, position={"newSheet": True})
    whole = book.get()
    again = book.api.post("/v4/spreadsheets", {name: whole[name] for name in ("properties", "sheets")})
    assert [sheet["properties"] for sheet in again["sheets"]] == [sheet["properties"] for sheet in whole["sheets"]]
    copied = book.api.post(f"/drive/v3/files/{book.id}/copy")["id"]
    assert book.api.get(f"/v4/spreadsheets/{copied}")["sheets"] == sheets(book)
    for kind in ("text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"):
        assert book.api.call("GET", f"/drive/v3/files/{copied}/export", mimeType=kind).status_code == 200
