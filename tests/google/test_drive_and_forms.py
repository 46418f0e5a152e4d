"""Drive, Forms and Sheets against the embedded workspace, and against one that loses answers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
import requests

from automation.embedded import Workspace, serve
from automation.google import Google, connect
from automation.google.credentials import of_token
from automation.google.drive import DOCUMENT, DOCX, FOLDER, FORM, SPREADSHEET, XLSX, Drive
from automation.google.errors import NotFound, Refused, Uncertain
from automation.google.forms import Response
from tests.google.loopback import DROPPED, Reply, error, scripted, together


@pytest.fixture(scope="module")
def google(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Google]:
    with serve(Workspace(tmp_path_factory.mktemp("workspace"))) as server:
        yield connect(of_token(server.token), address=server.url)


def silent(address: str) -> Google:
    return connect(of_token("token"), address=address, sleep=lambda _: None)


@pytest.mark.parametrize("key", ["order/pairs/2026-1", "it's", "back\\slash", 'кавычки «»"', "a' or name = 'b"])
def test_a_file_is_found_by_the_key_it_was_made_with(google: Google, key: str) -> None:
    made = google.drive.create("Папка", FOLDER, key=key)
    assert google.drive.find([key, "no such key"]) == {key: made}


def test_of_two_files_with_one_key_everybody_finds_the_older(google: Google) -> None:
    first = google.drive.create("Первая", FOLDER, key="twice")
    google.drive.create("Вторая", FOLDER, key="twice")
    assert google.drive.find(["twice"])["twice"].id == first.id


def test_many_keys_are_looked_up_in_few_calls(google: Google) -> None:
    keys = [f"order/{number}" for number in range(85)]
    made = {key: google.drive.create(key, FOLDER, key=key).id for key in keys[::20]}
    before = google.calls.total()
    found = google.drive.find(keys)
    assert google.calls.total() - before == 3
    assert {key: file.id for key, file in found.items()} == made


def test_no_keys_need_no_call(google: Google) -> None:
    before = google.calls.total()
    assert google.drive.find([]) == {}
    assert google.calls.total() == before


def test_a_file_in_the_trash_is_not_found(google: Google) -> None:
    made = google.drive.create("Папка", FOLDER, key="thrown away")
    google.drive.trash(made)
    assert google.drive.find(["thrown away"]) == {}


def test_a_copy_has_all_that_is_in_the_file_and_a_key_of_its_own(google: Google) -> None:
    folder = google.drive.create("Организация", FOLDER, key="copies", scope="a")
    book = google.drive.create("Таблица", SPREADSHEET, key="original", scope="a", folder=folder.id)
    cell = {"note": "о семёрке", "userEnteredValue": {"numberValue": 7}}
    fill = {"start": {"rowIndex": 1}, "rows": [{"values": [cell]}], "fields": "note,userEnteredValue"}
    mark = {"metadataKey": "k", "metadataValue": "v", "location": {"spreadsheet": True}, "visibility": "DOCUMENT"}
    changes: list[dict[str, Any]] = [{"updateCells": fill}, {"createDeveloperMetadata": {"developerMetadata": mark}}]
    google.spreadsheets.batch_update(book.id, {"requests": changes})
    made = google.drive.copy(book.id, "Архив", key="copy", scope="a", folder=folder.id)
    assert (made.name, made.kind, list(made.parents)) == ("Архив", SPREADSHEET, [folder.id])
    found = google.drive.find(["original", "copy"], scope="a")
    assert {key: file.id for key, file in found.items()} == {"original": book.id, "copy": made.id}
    fields = "developerMetadata,sheets(data(rowData(values(note,userEnteredValue))))"
    assert google.spreadsheets.get(made.id, fields=fields) == google.spreadsheets.get(book.id, fields=fields)


def test_all_pages_of_a_search_are_read() -> None:
    def page(name: str, more: str) -> Reply:
        return Reply(body=f'{{"files": [{{"id": "{name}", "name": "", "mimeType": ""}}]{more}}}'.encode())

    with scripted(page("a", ', "nextPageToken": "next"'), page("b", "")) as script:
        files = silent(script.address).drive.search("trashed = false")
    assert [file.id for file in files] == ["a", "b"]
    assert "pageToken=next" in script.seen[1][1]


def _docx(text: str) -> bytes:
    from io import BytesIO

    import docx

    document, file = docx.Document(), BytesIO()
    document.add_paragraph(text)
    document.save(file)
    return file.getvalue()


def _text(content: bytes) -> str:
    from io import BytesIO

    import docx

    return "\n".join(paragraph.text for paragraph in docx.Document(BytesIO(content)).paragraphs)


def test_a_document_is_made_replaced_and_downloaded(google: Google) -> None:
    folder = google.drive.create("Приказы", FOLDER, key="orders")
    moment = "2024-01-15T09:00:00.000Z"
    made = google.drive.create(
        "Приказ", DOCUMENT, key="order", folder=folder.id, content=_docx("Первый"), content_kind=DOCX, modified=moment
    )
    assert (made.kind, list(made.parents), made.modified) == (DOCUMENT, [folder.id], moment)
    assert "Первый" in _text(google.drive.download(made, DOCX))
    later = "2024-01-16T09:00:00.000Z"
    again = google.drive.replace(
        made, content=_docx("Второй"), content_kind=DOCX, properties={"digest": "2"}, modified=later
    )
    assert (again.id, again.modified) == (made.id, later)
    assert again.properties == {"nastavnikKey": "order", "digest": "2"}
    assert "Второй" in _text(google.drive.download(made, DOCX))


def test_a_spreadsheet_is_downloaded_as_xlsx(google: Google) -> None:
    made = google.drive.create("Таблица", SPREADSHEET, key="book")
    assert google.drive.download(made, XLSX)[:2] == b"PK"


def test_a_tag_leaves_the_key_where_it_is(google: Google) -> None:
    made = google.drive.create("Папка", FOLDER, key="tagged", properties={"one": "1"})
    google.drive.tag(made, {"two": "2"})
    assert google.drive.find(["tagged"])["tagged"].properties == {"nastavnikKey": "tagged", "one": "1", "two": "2"}


def test_a_form_is_adopted_into_a_folder_with_its_name_and_key(google: Google) -> None:
    folder = google.drive.create("Анкеты", FOLDER, key="forms")
    form = google.forms.create("Анкета")
    file = google.drive.adopt(form["formId"], name="Анкета наставника", key="form/mentor", folder=folder.id)
    assert (file.kind, file.name, list(file.parents)) == (FORM, "Анкета наставника", [folder.id])
    assert google.drive.find(["form/mentor"])["form/mentor"].id == form["formId"]


def test_a_file_whose_making_fell_silent_is_not_made_again() -> None:
    with scripted(DROPPED) as script, pytest.raises(Uncertain):
        silent(script.address).drive.create("Приказ", DOCUMENT, key="order", content=b"PK", content_kind=DOCX)
    assert len(script.seen) == 1


def test_a_file_that_is_not_there_is_not_found(google: Google) -> None:
    with pytest.raises(NotFound):
        google.drive.adopt("nosuchfile", name="x", key="x", folder="root")
    with pytest.raises(NotFound):
        google.spreadsheets.get("nosuchspreadsheet", fields="properties")


QUESTION = {"title": "Как вас зовут?", "questionItem": {"question": {"questionId": "1a", "textQuestion": {}}}}


def _form(google: Google) -> dict[str, Any]:
    made = google.forms.create("Анкета")
    google.forms.batch_update(made["formId"], [{"createItem": {"item": QUESTION, "location": {"index": 0}}}])
    return google.forms.get(made["formId"])


def _answer(form: dict[str, Any], text: str) -> bool:
    page = form["responderUri"].replace("viewform", "formResponse")
    return requests.post(page, data={"entry.26": text}, timeout=30).ok


def test_a_form_takes_answers_once_it_is_published(google: Google) -> None:
    form = _form(google)
    assert not _answer(form, "рано")
    google.forms.publish(form["formId"])
    assert _answer(form, "=1+1")
    (response,) = _responses(google, form)
    assert response.answers == {"1a": ("=1+1",)}


def test_responses_come_in_order_from_a_moment_on(google: Google) -> None:
    form = _form(google)
    google.forms.publish(form["formId"])
    for text in ("один", "два", "три"):
        _answer(form, text)
    every = _responses(google, form)
    assert [response.answers["1a"] for response in every] == [("один",), ("два",), ("три",)]
    assert _responses(google, form, since=every[1].submitted) == every[1:]


def _responses(google: Google, form: dict[str, Any], since: str = "") -> list[Response]:
    return google.forms.responses({form["formId"]: since})[form["formId"]]


def test_the_responses_of_several_forms_come_in_one_call(google: Google) -> None:
    several = [_form(google) for _ in range(3)]
    for n, form in enumerate(several):
        google.forms.publish(form["formId"])
        for text in range(n):
            assert _answer(form, f"{n}.{text}")
    before = google.calls.copy()
    found = google.forms.responses({form["formId"]: "" for form in several})
    assert google.calls - before == {"формы: чтение": 1}
    said = [[one.answers["1a"] for one in found[form["formId"]]] for form in several]
    assert said == [[], [("1.0",)], [("2.0",), ("2.1",)]]


def test_a_form_that_fails_in_a_batch_is_asked_for_again_alone() -> None:
    good = {"responses": [{"responseId": "a", "lastSubmittedTime": "2024-01-01T00:00:00Z"}]}
    replies = together(("first", 200, good), ("second", 503, {})), Reply(body=json.dumps(good).encode())
    with scripted(*replies) as script:
        found = silent(script.address).forms.responses({"first": "", "second": ""})
    expected = [Response("a", "2024-01-01T00:00:00Z", {})]
    assert found == {"first": expected, "second": expected}
    assert [path.partition("?")[0] for _, path in script.seen] == ["/batch", "/v1/forms/second/responses"]


def test_a_form_that_is_gone_is_told_by_its_own_error() -> None:
    gone = error(404, "Requested entity was not found.")
    with scripted(together(("first", 404, {})), gone) as script, pytest.raises(NotFound):
        silent(script.address).forms.responses({"first": ""})


def test_all_pages_of_responses_are_read_and_an_unanswered_question_is_left_out() -> None:
    first = b"""{"responses": [{"responseId": "b", "lastSubmittedTime": "2024-01-02T00:00:00Z"}],
                 "nextPageToken": "next"}"""
    second = b"""{"responses": [{"responseId": "a", "lastSubmittedTime": "2024-01-01T00:00:00Z",
                  "answers": {"1a": {"textAnswers": {"answers": [{"value": "x"}, {"value": "y"}]}}}}]}"""
    pages = [together(("form", 200, json.loads(page))) for page in (first, second)]
    with scripted(*pages) as script:
        responses = silent(script.address).forms.responses({"form": ""})
    assert b"pageToken=next" in script.bodies[1]
    assert responses["form"] == [
        Response("a", "2024-01-01T00:00:00Z", {"1a": ("x", "y")}),
        Response("b", "2024-01-02T00:00:00Z", {}),
    ]


def _write(google: Google, spreadsheet: str, *cells: Any) -> None:
    values = [{"userEnteredValue": cell} for cell in cells]
    start = {"sheetId": 0, "rowIndex": 0, "columnIndex": 0}
    update = {"updateCells": {"start": start, "rows": [{"values": values}], "fields": "userEnteredValue"}}
    google.spreadsheets.batch_update(spreadsheet, {"requests": [update]})


def _mark(google: Google, spreadsheet: str, mark: int, column: int) -> None:
    place = {"sheetId": 0, "dimension": "COLUMNS", "startIndex": column, "endIndex": column + 1}
    data = {
        "metadataId": mark,
        "metadataKey": "column",
        "visibility": "DOCUMENT",
        "location": {"dimensionRange": place},
    }
    google.spreadsheets.batch_update(
        spreadsheet, {"requests": [{"createDeveloperMetadata": {"developerMetadata": data}}]}
    )


def test_cells_come_back_unformatted_by_the_marks_of_their_columns_in_one_call(google: Google) -> None:
    made = google.drive.create("Таблица", SPREADSHEET, key="cells").id
    _write(google, made, {"stringValue": "=1+1"}, {"numberValue": 45306.5}, {"boolValue": True})
    for column in range(4):
        _mark(google, made, column + 7, column)
    before = google.calls.copy()
    cells = google.spreadsheets.marked_columns(made, [7, 8, 9, 10, 99])
    assert cells == {7: ["=1+1"], 8: [45306.5], 9: [True], 10: []}
    assert google.calls - before == {"таблица: чтение": 1}


def test_a_sheet_is_found_by_its_id(google: Google) -> None:
    made = google.drive.create("Таблица", SPREADSHEET, key="sheets").id
    second = {"addSheet": {"properties": {"sheetId": 5, "title": "Второй"}}}
    google.spreadsheets.batch_update(made, {"requests": [second]})
    assert google.spreadsheets.sheets(made, [5], fields="sheets.properties.title") == {
        "sheets": [{"properties": {"title": "Второй"}}]
    }


def test_a_wrong_request_is_refused_whole_with_the_workspaces_words_for_the_administrator(google: Google) -> None:
    made = google.drive.create("Таблица", SPREADSHEET, key="refused").id
    good = {"addSheet": {"properties": {"title": "Лист"}}}
    with pytest.raises(Refused) as caught:
        google.spreadsheets.batch_update(made, {"requests": [good, {"deleteSheet": {"sheetId": 999}}]})
    assert caught.value.status == 400
    assert "999" in caught.value.detail
    assert len(google.spreadsheets.get(made, fields="sheets.properties.title")["sheets"]) == 1


def test_a_write_to_the_spreadsheet_that_fell_silent_is_uncertain() -> None:
    with scripted(DROPPED) as script, pytest.raises(Uncertain):
        silent(script.address).spreadsheets.batch_update("1", {"requests": []})
    assert len(script.seen) == 1


def test_connecting_makes_no_call() -> None:
    with scripted() as script:
        google = silent(script.address)
        assert isinstance(google.drive, Drive)
    assert script.seen == []
    assert google.calls == {}
