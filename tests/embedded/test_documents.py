"""Docs: read as Google's document model, and text replaced without touching anything else."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import docx
import pytest
from docx.shared import Pt
from googleapiclient.errors import HttpError

from tests.embedded.test_drive import DOCUMENT, DOCX, upload
from tests.word import new_document

Json = dict[str, Any]
Google = Callable[[str], Any]


def programme() -> bytes:
    """A heading, a paragraph whose marker is torn over three runs, a table, and a header."""
    document = new_document()
    document.sections[0].header.paragraphs[0].text = "{{школа}}"
    document.add_heading("Программа {{ФИО}}", level=1)
    paragraph = document.add_paragraph("Наставник: ")
    for part, bold in (("{{Ф", True), ("И", False), ("О}}", None)):
        paragraph.add_run(part).bold = bold
    paragraph.add_run(" 🎓 {{фио}}.").font.size = Pt(14)
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text = "{{ФИО}}"
    document.add_paragraph("Конец")
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


@pytest.fixture
def document_id(google: Google) -> str:
    file_id: str = upload(google, programme(), DOCX, name="Программа", mimeType=DOCUMENT)["id"]
    return file_id


def read(google: Google, document_id: str, **query: Any) -> Json:
    document: Json = google("docs.v1").documents().get(documentId=document_id, **query).execute()
    return document


def update(google: Google, document_id: str, *requests: Json, **body: Any) -> Json:
    body = {"requests": list(requests), **body}
    answer: Json = google("docs.v1").documents().batchUpdate(documentId=document_id, body=body).execute()
    return answer


def replaced(text: str, by: str, **criteria: Any) -> Json:
    return {"replaceAllText": {"containsText": {"text": text, **criteria}, "replaceText": by}}


def text(content: list[Json]) -> str:
    """All text of structural elements, as Google's own sample extracts it."""
    found = ""
    for element in content:
        for part in element.get("paragraph", {}).get("elements", []):
            found += part.get("textRun", {}).get("content", "")
        for row in element.get("table", {}).get("tableRows", []):
            found += "".join(text(cell["content"]) for cell in row["tableCells"])
    return found


def exported(google: Google, document_id: str) -> Any:
    content = google("drive.v3").files().export(fileId=document_id, mimeType=DOCX).execute()
    return docx.Document(io.BytesIO(content))


def refusal(google: Google, document_id: str, *requests: Json, **body: Any) -> str:
    with pytest.raises(HttpError) as caught:
        update(google, document_id, *requests, **body)
    assert caught.value.status_code == 400
    return str(caught.value.reason)


def test_a_document_is_read_as_headings_runs_and_tables_with_their_indexes(google: Google, document_id: str) -> None:
    shown = read(google, document_id)
    section, heading, paragraph, table, end = shown["body"]["content"]
    assert section["endIndex"] == heading["startIndex"] == 1
    assert heading["paragraph"]["paragraphStyle"]["namedStyleType"] == "HEADING_1"
    runs = [part["textRun"] for part in paragraph["paragraph"]["elements"]]
    assert [run["content"] for run in runs] == ["Наставник: ", "{{Ф", "И", "О}}", " 🎓 {{фио}}.\n"]
    assert runs[1]["textStyle"] == {"bold": True}
    assert runs[4]["textStyle"] == {"fontSize": {"magnitude": 14, "unit": "PT"}}
    assert paragraph["endIndex"] - paragraph["startIndex"] == len("Наставник: {{ФИО}} 🎓 {{фио}}.\n") + 1
    (row,) = table["table"]["tableRows"]
    first, second = row["tableCells"]
    assert [each["startIndex"] - table["startIndex"] for each in (row, first, first["content"][0])] == [1, 2, 3]
    assert second["startIndex"] == first["endIndex"] == first["content"][0]["endIndex"]
    assert table["endIndex"] == second["endIndex"] + 1 == end["startIndex"]
    (header,) = shown["headers"].values()
    assert text(header["content"]) == "{{школа}}\n"


def test_bullets_and_numbers_are_google_s_lists(google: Google) -> None:
    document = new_document()
    document.add_paragraph("цель", style="List Bullet")
    document.add_paragraph("шаг", style="List Number")
    document.add_paragraph("просто текст")
    stream = io.BytesIO()
    document.save(stream)
    file = upload(google, stream.getvalue(), DOCX, name="Список", mimeType=DOCUMENT)
    shown = read(google, file["id"])
    marked, numbered, plain = (each["paragraph"] for each in shown["body"]["content"][1:])
    first, second = (shown["lists"][each["bullet"]["listId"]]["listProperties"] for each in (marked, numbered))
    assert "glyphSymbol" in first["nestingLevels"][0]
    assert second["nestingLevels"][0]["glyphType"] == "DECIMAL"
    assert second["nestingLevels"][0]["glyphFormat"] == "%0."
    assert "bullet" not in plain


def test_the_content_may_be_asked_for_in_tabs(google: Google, document_id: str) -> None:
    shown = read(google, document_id, includeTabsContent=True)
    (tab,) = shown["tabs"]
    assert tab["documentTab"]["body"] == read(google, document_id)["body"]
    assert "body" not in shown


def test_a_new_document_is_one_empty_paragraph(google: Google) -> None:
    made = google("docs.v1").documents().create(body={"title": "Новый"}).execute()
    elements = made["body"]["content"][1]["paragraph"]["elements"]
    assert elements == [{"startIndex": 1, "endIndex": 2, "textRun": {"content": "\n", "textStyle": {}}}]


def test_text_torn_over_runs_is_replaced_in_the_style_of_its_first_character(google: Google, document_id: str) -> None:
    answer = update(google, document_id, replaced("{{ФИО}}", "Иванова Анна", matchCase=True), replaced("нет", "x"))
    assert answer["replies"] == [{"replaceAllText": {"occurrencesChanged": 3}}, {"replaceAllText": {}}]
    document = exported(google, document_id)
    heading, paragraph, _ = document.paragraphs
    assert (heading.text, heading.style.name) == ("Программа Иванова Анна", "Heading 1")
    assert paragraph.text == "Наставник: Иванова Анна 🎓 {{фио}}."
    assert [run.text for run in paragraph.runs if run.bold] == ["Иванова Анна"]
    assert paragraph.runs[-1].font.size == Pt(14)
    assert document.tables[0].cell(0, 0).text == "Иванова Анна"


def test_case_is_ignored_unless_it_is_asked_for_and_headers_are_replaced_too(google: Google, document_id: str) -> None:
    answer = update(google, document_id, replaced("{{ФИО}}", "А"), replaced("{{ШКОЛА}}", "Школа № 1"))
    assert [reply["replaceAllText"]["occurrencesChanged"] for reply in answer["replies"]] == [4, 1]
    assert exported(google, document_id).sections[0].header.paragraphs[0].text == "Школа № 1"


def test_a_replacement_of_several_lines_makes_paragraphs(google: Google, document_id: str) -> None:
    update(google, document_id, replaced("{{ФИО}}", "первая\nвторая\tс отступом", matchCase=True))
    texts = [paragraph.text for paragraph in exported(google, document_id).paragraphs]
    assert texts[:4] == [
        "Программа первая",
        "вторая\tс отступом",
        "Наставник: первая",
        "вторая\tс отступом 🎓 {{фио}}.",
    ]


def test_text_is_inserted_and_deleted_by_its_indexes(google: Google, document_id: str) -> None:
    update(google, document_id, {"insertText": {"location": {"index": 1}, "text": "Персональная "}})
    update(google, document_id, {"insertText": {"endOfSegmentLocation": {}, "text": "!\nАминь"}})
    found = text(read(google, document_id)["body"]["content"])
    assert found.startswith("Персональная Программа")
    assert found.endswith("Конец!\nАминь\n")
    update(google, document_id, {"deleteContentRange": {"range": {"startIndex": 1, "endIndex": 14}}})
    assert text(read(google, document_id)["body"]["content"]).startswith("Программа")


def deleted(start: int, end: int) -> Json:
    return {"deleteContentRange": {"range": {"startIndex": start, "endIndex": end}}}


def test_deleting_a_paragraph_s_end_joins_it_with_the_next(google: Google, document_id: str) -> None:
    update(google, document_id, deleted(5, 22))
    heading = exported(google, document_id).paragraphs[0]
    assert (heading.text, heading.style.name) == ("Прогтавник: {{ФИО}} 🎓 {{фио}}.", "Heading 1")
    update(google, document_id, {"insertText": {"location": {"index": 1}, "text": "лишний\n"}})
    update(google, document_id, deleted(1, 8))
    assert exported(google, document_id).paragraphs[0].text.startswith("Прогтавник")


def test_a_range_over_a_table_s_bounds_is_not_deleted(google: Google, document_id: str) -> None:
    table = read(google, document_id)["body"]["content"][3]
    assert "table" in refusal(google, document_id, deleted(5, table["startIndex"] + 4))
    end = read(google, document_id)["body"]["content"][-1]["endIndex"]
    assert "newline" in refusal(google, document_id, deleted(end - 2, end))


def test_a_batch_lands_whole_or_not_at_all(google: Google, document_id: str) -> None:
    before = read(google, document_id)
    beyond = {"insertText": {"location": {"index": 9999}, "text": "x"}}
    message = refusal(google, document_id, replaced("{{ФИО}}", "А"), beyond)
    assert message.startswith("Invalid requests[1].insertText: Index 9999 must be less than the end index")
    assert "cannot be empty" in refusal(google, document_id, replaced("", "А"))
    assert refusal(google, document_id) == "Must specify at least one request."
    assert read(google, document_id) == before


def test_a_revision_that_is_no_longer_the_latest_is_refused(google: Google, document_id: str) -> None:
    control = {"requiredRevisionId": read(google, document_id)["revisionId"]}
    answer = update(google, document_id, replaced("{{ФИО}}", "А"), writeControl=control)
    assert answer["writeControl"]["requiredRevisionId"] == read(google, document_id)["revisionId"]
    message = refusal(google, document_id, replaced("{{школа}}", "Б"), writeControl=control)
    assert message.endswith("does not match the latest revision.")
