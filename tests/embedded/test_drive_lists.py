"""Lists of files: pages that stay true while files come and go, orders, places and words in contents."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from automation.embedded import Workspace
from automation.embedded.drive.page_tokens import Listings
from automation.embedded.drive.query import files_after, sort_fields, sort_files
from tests.embedded.conftest import Api, Book, Clock, new_book
from tests.embedded.test_drive import DOCUMENT, DOCX, FOLDER, Google, names, upload
from tests.word import new_document

Json = dict[str, Any]

FILES = "/drive/v3/files"
ORDERS = [
    "",
    "name",
    "name desc",
    "name_natural",
    "createdTime",
    "createdTime desc",
    "modifiedTime",
    "modifiedTime desc",
    "modifiedByMeTime desc",
    "viewedByMeTime",
    "sharedWithMeTime desc",
    "recency",
    "folder,name",
    "folder,modifiedTime desc,name",
    "quotaBytesUsed desc",
    "starred,name",
]


@pytest.fixture
def eleven(api: Api, clock: Clock) -> list[str]:
    """The ids of eleven files."""
    made = []
    for number in range(11):
        clock.now += timedelta(seconds=number % 3)
        body = {"name": f"Файл {number * 7 % 11}", "starred": number % 4 == 0}
        if number % 5 == 0:
            body["mimeType"] = FOLDER
        made.append(str(api.post(FILES, body)["id"]))
    return made


def pages(api: Api, **query: Any) -> Iterator[list[Json]]:
    token = None
    while True:
        answer = api.get(FILES, pageSize=3, **query, **({"pageToken": token} if token else {}))
        yield answer["files"]
        token = answer.get("nextPageToken")
        if token is None:
            return


def delete(api: Api, clock: Clock, file: Json) -> None:
    api.call("DELETE", f"{FILES}/{file['id']}")


def rename(api: Api, clock: Clock, file: Json) -> None:
    clock.now += timedelta(minutes=1)
    api.patch(f"{FILES}/{file['id']}", {"name": f"Я {file['name']}"})


def add_before(api: Api, clock: Clock, file: Json) -> None:
    clock.now += timedelta(minutes=1)
    api.post(FILES, {"name": "А", "mimeType": FOLDER})


def trash(api: Api, clock: Clock, file: Json) -> None:
    api.patch(f"{FILES}/{file['id']}", {"trashed": True})


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("deed", [delete, rename, add_before, trash])
def test_whatever_is_done_between_pages_each_file_is_told_once(
    api: Api, clock: Clock, eleven: list[str], order: str, deed: Callable[[Api, Clock, Json], None]
) -> None:
    told = []
    for page in pages(api, orderBy=order, q="trashed = false"):
        for file in page:
            told.append(file["id"])
            deed(api, clock, file)
    assert sorted(told) == sorted(eleven)


@pytest.mark.parametrize("order", ORDERS)
def test_a_server_that_was_started_anew_goes_on_after_the_last_file(
    api: Api, clock: Clock, workspace: Workspace, eleven: list[str], order: str
) -> None:
    told = []
    for page in pages(api, orderBy=order):
        told += [file["id"] for file in page]
        for file in page:
            delete(api, clock, file)
        workspace.listings = Listings()
    assert sorted(told) == sorted(eleven)


def test_the_same_token_tells_the_same_page(api: Api, eleven: list[str]) -> None:
    first = api.get(FILES, pageSize=4, orderBy="name")
    token = first["nextPageToken"]
    second = api.get(FILES, pageSize=4, orderBy="name", pageToken=token)
    assert api.get(FILES, pageSize=4, orderBy="name", pageToken=token)["files"] == second["files"]
    assert not {file["id"] for file in first["files"]} & {file["id"] for file in second["files"]}


@pytest.mark.parametrize("token", ["x", "~3", "fjM=", "W10=", "WyIiLHsiaWQiOjF9XQ==", "WyIiLHsiaWQiOiJ4In1d"])
def test_a_token_that_nobody_was_given_is_refused(api: Api, token: str) -> None:
    api.post(FILES, {"name": "x"})
    error = api.error("GET", FILES, pageToken=token)
    assert (error["code"], error["errors"][0]["location"]) == (400, "pageToken")


_file = st.builds(
    lambda name, second, is_folder: {
        "name": name,
        "createdTime": f"2026-09-01T00:00:0{second}Z",
        "modifiedTime": f"2026-09-01T00:00:0{second}Z",
        "mimeType": FOLDER if is_folder else "text/plain",
    },
    st.text("аб1", max_size=2),
    st.integers(0, 3),
    st.booleans(),
)


@given(st.lists(_file, min_size=1, max_size=12), st.data(), st.sampled_from(ORDERS))
def test_what_comes_after_a_file_is_what_the_order_has_after_it(files: list[Json], data: Any, order: str) -> None:
    files = [{**file, "id": str(number)} for number, file in enumerate(files)]
    ordered = sort_files(files, order)
    at = data.draw(st.integers(0, len(ordered) - 1))
    last = sort_fields(ordered[at])
    assert files_after(files, last, order) == ordered[at + 1 :]
    gone = [file for file in files if file["id"] != last["id"]]
    assert files_after(gone, last, order) == ordered[at + 1 :]


def test_comments_are_told_once_while_they_are_deleted(google: Google, book: Book) -> None:
    comments = google("drive.v3").comments()
    made = {comments.create(fileId=book.id, body={"content": str(n)}, fields="id").execute()["id"] for n in range(7)}
    token, told = None, []
    while True:
        answer = comments.list(fileId=book.id, fields="*", pageSize=2, pageToken=token).execute()
        for comment in answer["comments"]:
            told.append(comment["id"])
            comments.delete(fileId=book.id, commentId=comment["id"]).execute()
        token = answer.get("nextPageToken")
        if token is None:
            break
    assert sorted(told) == sorted(made)


# Orders, and what is asked for


def test_an_order_may_say_that_it_ascends(api: Api, eleven: list[str]) -> None:
    ids = [file["id"] for file in api.get(FILES, orderBy="createdTime asc,name asc")["files"]]
    assert ids == [file["id"] for file in api.get(FILES, orderBy="createdTime,name")["files"]]
    assert api.error("GET", FILES, orderBy="name up")["errors"][0]["location"] == "orderBy"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("sharedWithMe", []),
        ("not sharedWithMe", ["Альфа", "Бета", "Гамма"]),
        ("sharedWithMe and trashed = false", []),
        ("not sharedWithMe and name contains 'а'", ["Альфа"]),
        ("trashed", ["Гамма"]),
        ("not trashed and starred", ["Бета"]),
        ("(sharedWithMe or starred) and not trashed", ["Бета"]),
        ("not (starred or trashed)", ["Альфа"]),
        ("not starred and not trashed", ["Альфа"]),
        ("name = 'Альфа' or name = 'Бета' and trashed = true", ["Альфа"]),
        ("(name = 'Альфа' or name = 'Гамма') and trashed = true", ["Гамма"]),
        ("not 'root' in parents", []),
        ("not not starred", ["Бета"]),
        ("sharedWithMe = false and starred = true", ["Бета"]),
        ("starred AND NOT trashed", ["Бета"]),
    ],
)
def test_terms_are_joined_turned_round_and_bracketed(api: Api, query: str, found: list[str]) -> None:
    api.post(FILES, {"name": "Альфа"})
    api.post(FILES, {"name": "Бета", "starred": True})
    api.patch(f"{FILES}/{api.post(FILES, {'name': 'Гамма'})['id']}", {"trashed": True})
    assert names(api, query) == found


@pytest.mark.parametrize("query", ["sharedWithMe trashed", "sharedWithMe and", "starred > 'x'", "sharedWithMe ="])
def test_a_term_that_stands_alone_wants_an_operator_after_it(api: Api, query: str) -> None:
    assert api.error("GET", FILES, q=query)["errors"][0]["location"] == "q"


@pytest.mark.parametrize(
    ("given", "code", "location"),
    [
        ({"driveId": "0AX", "corpora": "drive"}, 404, "driveId"),
        ({"driveId": "0AX"}, 404, "driveId"),
        ({"teamDriveId": "0AX"}, 404, "driveId"),
        ({"corpora": "drive"}, 400, "driveId"),
        ({"corpora": "domain"}, 400, "corpora"),
        ({"corpus": "domain"}, 400, "corpora"),
        ({"corpora": "everything"}, 400, "corpora"),
        ({"corpora": "allDrives"}, 403, "supportsAllDrives"),
        ({"spaces": "appDataFolder"}, 403, "spaces"),
        ({"spaces": "drive,appDataFolder"}, 403, "spaces"),
        ({"spaces": "moon"}, 400, "spaces"),
    ],
)
def test_a_place_that_is_not_there_is_refused(api: Api, given: Json, code: int, location: str) -> None:
    error = api.error("GET", FILES, **given)
    assert (error["code"], error["errors"][0]["location"]) == (code, location)
    if "corp" not in str(given):
        assert api.error("GET", "/drive/v3/changes", pageToken="1", **given)["code"] == code


@pytest.mark.parametrize(
    "given",
    [
        {"corpora": "user"},
        {"corpora": "allDrives", "supportsAllDrives": "true", "includeItemsFromAllDrives": "true"},
        {"spaces": "drive"},
        {"supportsAllDrives": "true", "includeItemsFromAllDrives": "true"},
    ],
)
def test_the_place_that_is_there_is_looked_through(api: Api, given: Json) -> None:
    api.post(FILES, {"name": "Альфа"})
    assert [file["name"] for file in api.get(FILES, **given)["files"]] == ["Альфа"]


@pytest.mark.parametrize("parents", [["root"], []])
def test_parents_are_not_written_by_an_update(api: Api, parents: list[str]) -> None:
    file = api.post(FILES, {"name": "Альфа"})
    error = api.error("PATCH", f"{FILES}/{file['id']}", {"name": "Бета", "parents": parents})
    assert (error["code"], error["errors"][0]["reason"]) == (403, "fieldNotWritable")
    assert names(api, "'root' in parents") == ["Альфа"]


# Words in contents


@pytest.fixture
def library(google: Google, api: Api) -> None:
    document = new_document()
    document.add_paragraph("Утвердить дорожную карту наставничества & план")
    document.add_table(1, 1).cell(0, 0).text = "Черёмухина"
    stream = io.BytesIO()
    document.save(stream)
    upload(google, stream.getvalue(), DOCX, name="Приказ", mimeType=DOCUMENT)
    upload(google, stream.getvalue(), DOCX, name="Вложение.docx")
    upload(google, "Заметка о встрече в среду".encode(), "text/plain", name="заметка.txt")
    upload(google, b"<p>Page of <b>mentors</b></p><script>hidden()</script>", "text/html", name="page.html")
    upload(google, b"\xff\xfe\x00PK", "application/octet-stream", name="данные.bin")
    upload(google, b"PK\x03\x04", DOCX, name="битый.docx")
    book = new_book(api, "ru_RU")
    book.write("A1", [["Соколова Мария", 4815, '="Итог "&"года"']], "USER_ENTERED")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("fullText contains 'наставничества'", ["Вложение.docx", "Приказ"]),
        ("fullText contains 'НАСТАВНИЧЕСТВА карту'", ["Вложение.docx", "Приказ"]),
        ("fullText contains 'наставниче'", []),
        ("fullText contains 'Черёмухина' and mimeType = 'application/vnd.google-apps.document'", ["Приказ"]),
        ("fullText contains '\"дорожную карту\"'", ["Вложение.docx", "Приказ"]),
        ("fullText contains '\"карту дорожную\"'", []),
        ("fullText contains 'карту дорожную'", ["Вложение.docx", "Приказ"]),
        ("fullText contains 'Соколова'", ["Книга"]),
        ("fullText contains '4815'", ["Книга"]),
        ("fullText contains '\"итог года\"'", ["Книга"]),
        ("fullText contains 'встрече'", ["заметка.txt"]),
        ("fullText contains 'mentors'", ["page.html"]),
        ("fullText contains 'hidden'", []),
        ("fullText contains 'Приказ'", ["Приказ"]),
        ("not fullText contains 'Приказ' and fullText contains 'карту'", ["Вложение.docx"]),
    ],
)
@pytest.mark.usefixtures("library")
def test_files_are_found_by_the_words_in_them(api: Api, query: str, found: list[str]) -> None:
    assert names(api, query) == found


def test_words_are_those_of_the_latest_version(api: Api) -> None:
    book = new_book(api)
    book.write("A1", [["раньше"]])
    assert names(api, "fullText contains 'раньше'") == ["Книга"]
    book.write("A1", [["позже"]])
    assert names(api, "fullText contains 'раньше'") == []
    assert names(api, "fullText contains 'позже'") == ["Книга"]


@pytest.mark.parametrize("query", ["fullText = 'x'", "fullText contains ''", "fullText contains x"])
def test_contents_are_only_searched_by_words(api: Api, query: str) -> None:
    assert api.error("GET", FILES, q=query)["errors"][0]["location"] == "q"
