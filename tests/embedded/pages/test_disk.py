"""«Диск»: what people do with files and folders, and what they are told when it cannot be done."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import openpyxl
import pytest
from playwright.sync_api import Page

from automation.embedded import Server, Workspace
from automation.embedded.drive.kinds import DOCUMENT, DOCX, FOLDER, SPREADSHEET, XLSX
from automation.embedded.pages.disk.kinds import kind_of
from tests.embedded.conftest import Api, Clock, new_book
from tests.embedded.odd_documents import ODD
from tests.embedded.pages.conftest import DESK, PHONE, Visitor
from tests.word import new_document

SignIn = Callable[[str], Visitor]
OpenBrowser = Callable[..., Page]
READER = "reader@school.example"
WRITER = "writer@school.example"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20
HOSTILE = [
    '<script>alert("1")</script>',
    "../../etc/passwd",
    "Я" * 300,
    "🎓 Выпускной",
    "\u202etxt.exe",
    "'\" or 1=1 \\",
]


def new(api: Api, name: str, mime_type: str = "text/plain", parent: str = "root") -> str:
    return str(api.post("/drive/v3/files", {"name": name, "mimeType": mime_type, "parents": [parent]})["id"])


def folder(api: Api, name: str, parent: str = "root") -> str:
    return new(api, name, FOLDER, parent)


def share(api: Api, file_id: str, email: str, role: str) -> None:
    body = {"type": "user", "role": role, "emailAddress": email}
    api.post(f"/drive/v3/files/{file_id}/permissions", body, sendNotificationEmail="false")


def about(api: Api, file_id: str) -> dict[str, Any]:
    return api.get(f"/drive/v3/files/{file_id}", fields="*")


def names(api: Api, parent: str = "root") -> list[str]:
    query = f"'{parent}' in parents and trashed = false"
    return [file["name"] for file in api.get("/drive/v3/files", q=query, orderBy="name")["files"]]


def shown(page: str) -> list[str]:
    """The names in a list, in order."""
    return re.findall(r'<span class="name"><bdi>(.*?)</bdi></span>', page)


def send(visitor: Visitor, *files: tuple[str, bytes], **fields: str) -> Any:
    parts = [("files", (name, content, "application/octet-stream")) for name, content in files]
    return visitor.post("/drive/upload", fields, files=parts)


def word_file() -> bytes:
    stream = io.BytesIO()
    document = new_document()
    document.add_paragraph("Приказ")
    document.save(stream)
    return stream.getvalue()


def excel_file() -> bytes:
    stream, book = io.BytesIO(), openpyxl.Workbook()
    book.worksheets[0].append(["Фамилия", "Класс"])
    book.save(stream)
    return stream.getvalue()


# Lists


def test_the_owner_sees_folders_first_then_files_by_name(api: Api, owner: Visitor) -> None:
    for name in ("Приказ 10", "Приказ 2", "анкета"):
        new(api, name)
    folder(api, "Архив")
    assert shown(owner.get("/drive").text) == ["Архив", "анкета", "Приказ 2", "Приказ 10"]
    assert shown(owner.get("/drive?order=-name").text) == ["Архив", "Приказ 10", "Приказ 2", "анкета"]


def test_a_list_is_put_in_order_of_time(api: Api, owner: Visitor, clock: Clock) -> None:
    new(api, "Б")
    clock.now = clock.now.replace(hour=20)
    new(api, "А")
    assert shown(owner.get("/drive?order=-time").text) == ["А", "Б"]
    page = owner.get("/drive?order=time").text
    assert shown(page) == ["Б", "А"]
    assert 'aria-sort="ascending"' in page


def test_a_folder_shows_the_way_to_it(api: Api, owner: Visitor) -> None:
    inner = folder(api, "Черновики", folder(api, "Приказы"))
    page = owner.get(f"/drive/folders/{inner}").text
    way = re.findall(r"<bdi>(.*?)</bdi>", page.partition("<ol>")[2].partition("</ol>")[0])
    assert way == ["Мой диск", "Приказы", "Черновики"]


def test_many_files_are_shown_a_hundred_at_a_time(api: Api, owner: Visitor) -> None:
    for number in range(105):
        new(api, f"Файл {number}")
    page = owner.get("/drive").text
    assert len(shown(page)) == 100
    more = re.search(r'href="(/drive\?count=200#row-100)"', page)
    assert more is not None
    rest = owner.get(more.group(1)).text
    assert len(shown(rest)) == 105
    assert "Показать ещё" not in rest


def test_an_empty_disk_says_what_to_do_next(owner: Visitor, sign_in: SignIn) -> None:
    assert "Здесь пока пусто" in owner.get("/drive").text
    assert "Вам пока ничего не открыли" in sign_in(READER).get("/drive").text
    assert "В корзине пусто" in owner.get("/drive/trash").text


def test_others_see_only_the_topmost_of_what_is_shared_with_them(api: Api, sign_in: SignIn) -> None:
    shared = folder(api, "Общая")
    new(api, "Внутри", parent=shared)
    alone = new(api, "Отдельный", parent=folder(api, "Закрытая"))
    share(api, shared, READER, "reader")
    share(api, alone, READER, "reader")
    reader = sign_in(READER)
    page = reader.get("/drive").text
    assert "Доступно мне" in page
    assert shown(page) == ["Общая", "Отдельный"]
    inside = reader.get(f"/drive/folders/{shared}").text
    assert shown(inside) == ["Внутри"]
    assert "Загрузить" not in inside


def test_whoever_has_the_link_of_a_folder_sees_what_lies_in_it_and_nothing_else(api: Api, nobody: Visitor) -> None:
    opened = folder(api, "По ссылке")
    new(api, "Внутри", parent=opened)
    closed = folder(api, "Закрытая")
    api.post(f"/drive/v3/files/{opened}/permissions", {"type": "anyone", "role": "reader"})
    page = nobody.get(f"/drive/folders/{opened}")
    assert page.status_code == 200
    assert shown(page.text) == ["Внутри"]
    assert "Закрыть" not in page.text
    assert nobody.get(f"/drive/folders/{closed}", allow_redirects=False).status_code == 303
    assert nobody.get("/drive", allow_redirects=False).headers["location"] == "/signin?next=/drive"


def test_search_finds_words_by_their_beginning_and_tells_where(api: Api, owner: Visitor) -> None:
    orders = folder(api, "Документы")
    new(api, "Приказ о наставниках", parent=orders)
    new(api, "Отказ")
    page = owner.get("/drive/search", params={"q": "настав прик"}).text
    assert shown(page) == ["Приказ о наставниках"]
    assert f'<a href="/drive/folders/{orders}"><bdi>Документы</bdi></a>' in page
    assert shown(owner.get("/drive/search", params={"q": "каз"}).text) == []


def test_search_finds_words_in_contents_too(api: Api, owner: Visitor) -> None:
    book = new_book(api)
    book.write("A1", [["Черёмухина"]])
    new(api, "Отказ")
    assert shown(owner.get("/drive/search", params={"q": "черёмухина"}).text) == ["Книга"]


@pytest.mark.parametrize("words", ["'", "\\", "a' or trashed = true or name = 'b", "<script>", "", "я" * 5000])
def test_search_takes_anything(api: Api, owner: Visitor, words: str) -> None:
    trashed = new(api, "Тайна")
    api.patch(f"/drive/v3/files/{trashed}", {"trashed": True})
    page = owner.get("/drive/search", params={"q": words})
    assert page.status_code == 200
    assert "Тайна" not in page.text
    assert "<script>" not in page.text.replace("<script src", "")


# What is put there


def test_a_new_folder_is_made_where_one_is(api: Api, owner: Visitor) -> None:
    orders = folder(api, "Приказы")
    page = owner.post(
        "/drive/new-folder", {"into": orders, "name": "  2026 \n год ", "back": f"/drive/folders/{orders}"}
    )
    assert page.url.startswith(f"{owner.url}/drive/folders/{orders}?")
    assert "Папка «2026 год» создана." in page.text
    assert names(api, orders) == ["2026 год"]


@pytest.mark.parametrize(("name", "said"), [(" ", "Название пустое"), ("я" * 256, "Название слишком длинное")])
def test_a_folder_needs_a_sensible_name(api: Api, owner: Visitor, name: str, said: str) -> None:
    page = owner.post("/drive/new-folder", {"into": api.get("/drive/v3/files/root")["id"], "name": name})
    assert page.status_code == 400
    assert said in page.text
    assert names(api) == []


def test_several_files_are_uploaded_at_once_as_they_are(api: Api, owner: Visitor) -> None:
    page = send(owner, ("Отчёт.docx", b"1"), ("../../etc/Список.csv", b"a;b"), into=folder(api, "Папка"), back="/drive")
    assert "Загружено файлов: 2." in page.text
    (parent,) = (file["id"] for file in api.get("/drive/v3/files", q="name = 'Папка'")["files"])
    assert names(api, parent) == ["Отчёт.docx", "Список.csv"]
    files = api.get("/drive/v3/files", q=f"'{parent}' in parents", fields="files(mimeType)")["files"]
    assert {file["mimeType"] for file in files} == {DOCX, "text/csv"}


def test_office_files_become_a_document_and_a_spreadsheet_if_asked(api: Api, owner: Visitor) -> None:
    send(owner, ("Приказ.docx", word_file()), ("Список.xlsx", excel_file()), convert="1")
    files = {file["name"]: file["mimeType"] for file in api.get("/drive/v3/files")["files"]}
    assert files == {"Приказ": DOCUMENT, "Список": SPREADSHEET}


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1251"])
def test_a_csv_of_the_russian_excel_becomes_a_spreadsheet_with_real_dates(
    api: Api, owner: Visitor, encoding: str
) -> None:
    send(owner, ("Банк.csv", 'Кто;Когда;Часы\n"Иванов; Пётр";01.09.2026;1,5\n'.encode(encoding)), convert="1")
    (file,) = api.get("/drive/v3/files")["files"]
    values = api.get(f"/v4/spreadsheets/{file['id']}/values/A1:C2", valueRenderOption="UNFORMATTED_VALUE")["values"]
    assert values == [["Кто", "Когда", "Часы"], ["Иванов; Пётр", 46266, 1.5]]


def not_a_book() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr("xl/workbook.xml", "<oops")
    return stream.getvalue()


LONG_CELL = ";;".join(["a" * 200_000] * 2).encode()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("А.docx", b"no"), ("Б.xlsx", b"no"), ("В.xlsx", not_a_book()), ("Г.csv", LONG_CELL),
        ("Д.docx", ODD["20,000 paragraphs"]()), ("Е.docx", ODD["no types"]()),
    ],
)  # fmt: skip
def test_what_is_no_office_file_is_refused_by_name_and_the_rest_is_kept(
    api: Api, owner: Visitor, name: str, content: bytes
) -> None:
    page = send(owner, (name, content), ("Хороший.docx", word_file()), convert="1")
    assert page.status_code == 400
    assert f"«{name}» не загружен" in page.text
    assert "Уберите отметку «Преобразовать»" in page.text
    assert names(api) == ["Хороший"]


def test_uploading_nothing_says_so(owner: Visitor) -> None:
    page = owner.post("/drive/upload", {"into": "root"})
    assert page.status_code == 400
    assert "Файл не выбран" in page.text


# What is done to files


def test_a_file_is_renamed_and_an_empty_name_is_refused(api: Api, owner: Visitor) -> None:
    file_id = new(api, "Старое")
    refused = owner.post(f"/drive/rename/{file_id}", {"name": " "})
    assert refused.status_code == 400
    assert "Название пустое" in refused.text
    page = owner.post(f"/drive/rename/{file_id}", {"name": "Новое", "back": "/drive?order=-time"})
    assert "Новое название: «Новое»." in page.text
    assert "order=-time" in page.url


def test_a_form_leads_back_to_no_other_site(api: Api, owner: Visitor) -> None:
    fields = {"name": "Новое", "back": "//evil.example/"}
    response = owner.post(f"/drive/rename/{new(api, 'Старое')}", fields, allow_redirects=False)
    assert response.headers["location"].startswith("/drive?")


def test_a_file_is_moved_by_walking_to_a_folder(api: Api, owner: Visitor) -> None:
    file_id, orders = new(api, "Приказ"), folder(api, "Приказы")
    inner = folder(api, "2026", orders)
    assert f"/drive/move/{file_id}?into={orders}" in owner.get(f"/drive/move/{file_id}").text
    assert f"?into={inner}" in owner.get(f"/drive/move/{file_id}?into={orders}").text
    page = owner.post(f"/drive/move/{file_id}", {"into": inner})
    assert "«Приказ» теперь здесь." in page.text
    assert about(api, file_id)["parents"] == [inner]


def test_a_folder_is_not_moved_into_itself(api: Api, owner: Visitor) -> None:
    outer = folder(api, "Внешняя")
    inner = folder(api, "Внутренняя", outer)
    page = owner.post(f"/drive/move/{outer}", {"into": inner})
    assert page.status_code == 400
    assert "Папку нельзя переместить в неё саму" in page.text


def test_a_file_goes_to_the_trash_and_back(api: Api, owner: Visitor) -> None:
    file_id = new(api, "Нужный", parent=folder(api, "Папка"))
    page = owner.post(f"/drive/put-in-trash/{file_id}")
    assert "«Нужный» теперь в корзине." in page.text
    assert f'action="/drive/restore/{file_id}"' in page.text
    assert shown(owner.get("/drive/trash").text) == ["Нужный"]
    assert "«Нужный» снова на месте." in owner.post(f"/drive/restore/{file_id}").text
    assert not about(api, file_id)["trashed"]


def test_what_comes_back_from_a_folder_in_the_trash_is_put_on_the_disk(api: Api, owner: Visitor) -> None:
    parent = folder(api, "Папка")
    file_id = new(api, "Файл", parent=parent)
    for each in (file_id, parent):
        api.patch(f"/drive/v3/files/{each}", {"trashed": True})
    owner.post(f"/drive/restore/{file_id}")
    assert shown(owner.get("/drive").text) == ["Файл"]


def test_a_folder_in_the_trash_says_so_and_offers_to_bring_it_back(api: Api, owner: Visitor) -> None:
    parent = folder(api, "Папка")
    api.patch(f"/drive/v3/files/{parent}", {"trashed": True})
    page = owner.get(f"/drive/folders/{parent}").text
    assert "лежит в корзине" in page
    assert f"/drive/restore/{parent}" in page


def test_deleting_for_good_asks_first_and_only_in_the_trash(api: Api, owner: Visitor) -> None:
    file_id = new(api, "Ненужный")
    assert owner.post(f"/drive/delete/{file_id}").status_code == 409
    api.patch(f"/drive/v3/files/{file_id}", {"trashed": True})
    assert "Вернуть будет нельзя" in owner.get(f"/drive/delete/{file_id}").text
    assert "Удалено навсегда." in owner.post(f"/drive/delete/{file_id}").text
    assert api.call("GET", f"/drive/v3/files/{file_id}").status_code == 404


def test_the_trash_is_emptied_after_asking(api: Api, owner: Visitor) -> None:
    for name in ("А", "Б"):
        api.patch(f"/drive/v3/files/{new(api, name)}", {"trashed": True})
    assert "файлов и папок — 2" in owner.get("/drive/empty-trash").text
    assert "Корзина пуста." in owner.post("/drive/empty-trash").text
    assert api.get("/drive/v3/files")["files"] == []


def test_the_root_itself_is_left_alone(api: Api, owner: Visitor) -> None:
    root = api.get("/drive/v3/files/root")["id"]
    for path in ("rename", "put-in-trash", "move", "restore", "delete"):
        page = owner.post(f"/drive/{path}/{root}", {"name": "Моё", "into": root})
        assert (page.status_code, "«Мой диск» — это место" in page.text) == (403, True)


# Sharing


def test_sharing_mails_a_personal_link_with_the_message(api: Api, owner: Visitor, workspace: Workspace) -> None:
    file_id = new(api, "План")
    fields = {"email": f"{READER}, {WRITER}", "role": "commenter", "message": "Посмотрите, пожалуйста"}
    page = owner.post(f"/drive/share/{file_id}/add", fields)
    assert "Письмо с личной ссылкой наружу не уходит" in page.text and "Передайте ссылку сами" in page.text
    assert "отправить письмо" not in page.text and "Письмо с личной ссылкой отправлено" not in page.text
    assert page.text.count('<option value="commenter" selected>') == 2
    assert len(workspace.mail.newest_first()) == 2
    assert {each["role"] for each in about(api, file_id)["permissions"]} == {"owner", "commenter"}


def test_sharing_says_that_a_letter_was_sent_where_letters_leave(
    api: Api, owner: Visitor, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(workspace), "delivers", True)
    page = owner.post(f"/drive/share/{new(api, 'План')}/add", {"email": READER, "role": "reader"})
    assert "Письмо с личной ссылкой отправлено" in page.text and "Открыть доступ и отправить письмо" in page.text


@pytest.mark.parametrize("email", ["", "лебедева", "a@b", "a b@c.ru d", "<script>@x.ru", "a@" + "b" * 300 + ".ru"])
def test_a_wrong_address_is_explained_and_what_was_typed_is_kept(api: Api, owner: Visitor, email: str) -> None:
    file_id = new(api, "План")
    page = owner.post(f"/drive/share/{file_id}/add", {"email": email, "role": "writer", "message": "Привет"})
    assert page.status_code == 400
    assert "anna@shkola.ru" in page.text
    assert ">Привет</textarea>" in page.text
    assert len(about(api, file_id)["permissions"]) == 1


def test_the_owner_of_a_file_is_not_made_its_reader(api: Api, owner: Visitor) -> None:
    file_id = new(api, "План")
    page = owner.post(f"/drive/share/{file_id}/add", {"email": "OWNER@workspace.local", "role": "reader"})
    assert "владелец этого файла" in page.text
    assert about(api, file_id)["permissions"][0]["role"] == "owner"


def test_a_role_is_changed_and_taken_away(api: Api, owner: Visitor, sign_in: SignIn) -> None:
    file_id = new(api, "План")
    share(api, file_id, READER, "reader")
    permission = next(each["id"] for each in about(api, file_id)["permissions"] if each["role"] == "reader")
    owner.post(f"/drive/share/{file_id}/role", {"permission": permission, "role": "writer"})
    assert sign_in(READER).get(f"/drive/rename/{file_id}").status_code == 200
    assert owner.post(f"/drive/share/{file_id}/role", {"permission": permission, "role": "tsar"}).status_code == 400
    assert "Доступ закрыт." in owner.post(f"/drive/share/{file_id}/remove", {"permission": permission}).text
    assert sign_in(READER).get(f"/file/d/{file_id}/view").status_code == 404


def test_access_by_link_is_switched_on_and_off(api: Api, owner: Visitor, nobody: Visitor) -> None:
    file_id = new(api, "План")
    page = owner.post(f"/drive/share/{file_id}/link", {"link": "on"}).text
    assert f'value="{owner.url}/file/d/{file_id}/view"' in page
    assert nobody.get(f"/file/d/{file_id}/view").status_code == 200
    assert "Закрыть доступ по ссылке" in page
    owner.post(f"/drive/share/{file_id}/link", {"link": "off"})
    assert nobody.get(f"/file/d/{file_id}/view", allow_redirects=False).status_code == 303


def test_access_by_a_folder_is_named(api: Api, owner: Visitor) -> None:
    parent = folder(api, "Общая")
    file_id = new(api, "План", parent=parent)
    share(api, parent, WRITER, "writer")
    api.post(f"/drive/v3/files/{parent}/permissions", {"type": "anyone", "role": "reader"})
    page = owner.get(f"/drive/share/{file_id}").text
    assert f"<bdi>{WRITER}</bdi>" in page
    assert "из папки «<bdi>Общая</bdi>»" in page
    assert "так открыта папка «<bdi>Общая</bdi>»" in page


def test_a_writer_who_gives_up_their_own_access_is_told(api: Api, sign_in: SignIn) -> None:
    file_id = new(api, "План")
    share(api, file_id, WRITER, "writer")
    permission = next(each["id"] for each in about(api, file_id)["permissions"] if each["role"] == "writer")
    page = sign_in(WRITER).post(f"/drive/share/{file_id}/remove", {"permission": permission})
    assert "У вас больше нет доступа" in page.text


def test_who_else_uses_a_file_is_told_only_to_those_who_may_share_it(api: Api, sign_in: SignIn) -> None:
    file_id = new(api, "План")
    share(api, file_id, READER, "reader")
    share(api, file_id, WRITER, "writer")
    assert "permissions" not in about(sign_in(READER).api(), file_id)
    assert len(about(sign_in(WRITER).api(), file_id)["permissions"]) == 3


# What a reader and a stranger may


def test_a_reader_is_not_offered_and_is_refused_what_is_the_writer_s(api: Api, sign_in: SignIn) -> None:
    parent = folder(api, "Общая")
    file_id = new(api, "План", parent=parent)
    share(api, parent, READER, "reader")
    reader = sign_in(READER)
    page = reader.get(f"/drive/folders/{parent}").text
    assert "Скачать" in page
    for deed in ("Загрузить", "Новая папка", "Переименовать", "Переместить", "В корзину", "Доступ</a>"):
        assert deed not in page
    for path in ("rename", "move", "put-in-trash", "restore", "delete"):
        assert reader.post(f"/drive/{path}/{file_id}", {"name": "Моё", "into": parent}).status_code == 403
    for path in ("add", "role", "remove", "link"):
        assert reader.post(f"/drive/share/{file_id}/{path}", {"email": READER, "link": "on"}).status_code == 403
    assert reader.post("/drive/new-folder", {"into": parent, "name": "Моя"}).status_code == 403
    assert send(reader, ("Моё.txt", b"1"), into=parent).status_code == 403
    assert (names(api, parent), about(api, file_id)["trashed"]) == (["План"], False)


def test_a_writer_puts_files_into_a_shared_folder_but_throws_away_only_their_own(api: Api, sign_in: SignIn) -> None:
    parent = folder(api, "Общая")
    others = new(api, "Чужой", parent=parent)
    share(api, parent, WRITER, "writer")
    writer = sign_in(WRITER)
    assert send(writer, ("Мой.txt", b"1"), into=parent, back=f"/drive/folders/{parent}").status_code == 200
    mine = next(file["id"] for file in api.get("/drive/v3/files", q="name = 'Мой.txt'")["files"])
    assert writer.post(f"/drive/put-in-trash/{others}").status_code == 403
    assert writer.post(f"/drive/put-in-trash/{mine}").status_code == 200
    assert shown(writer.get("/drive/trash").text) == ["Мой.txt"]


@pytest.mark.parametrize("path", ["/drive/folders/нет", "/drive/rename/x", "/file/d/x/view", "/forms/d/x/edit"])
def test_what_is_not_there_is_said_in_plain_russian(owner: Visitor, path: str) -> None:
    page = owner.get(path)
    assert page.status_code == 404
    assert "<h1>Не найдено</h1>" in page.text
    assert 'href="/drive"' in page.text


def test_a_note_says_only_our_own_words(api: Api, owner: Visitor) -> None:
    page = owner.get("/drive?done=<b>evil</b>&what=evil").text
    assert "evil" not in page
    assert owner.get("/drive?done=renamed&what=nothing").status_code == 200


# Files


def test_a_picture_is_shown_and_can_do_nothing(api: Api, owner: Visitor) -> None:
    send(owner, ("Фото.png", PNG), ("Обман.png", b"<script>alert(1)</script>"))
    files = {file["name"]: file["id"] for file in api.get("/drive/v3/files")["files"]}
    assert "<img" in owner.get(f"/file/d/{files['Фото.png']}/view").text
    picture = owner.get(f"/file/d/{files['Фото.png']}/picture")
    assert (picture.headers["content-type"], picture.content) == ("image/png", PNG)
    assert picture.headers["content-security-policy"].startswith("sandbox;")
    assert owner.get(f"/file/d/{files['Обман.png']}/picture").status_code == 404


def test_files_are_downloaded_as_they_are_and_ours_as_office_files(api: Api, owner: Visitor) -> None:
    send(owner, ("Страница.html", b"<script>1</script>"), ("Приказ.docx", word_file()), convert="1")
    new(api, "Банк", SPREADSHEET)
    files = {file["name"]: file["id"] for file in api.get("/drive/v3/files")["files"]}
    page = owner.get(f"/file/d/{files['Страница.html']}/download")
    assert page.content == b"<script>1</script>"
    assert page.headers["content-disposition"].startswith("attachment;")
    document, book = (owner.get(f"/file/d/{files[name]}/download") for name in ("Приказ", "Банк"))
    assert unquote(document.headers["content-disposition"]).endswith("Приказ.docx")
    assert (document.headers["content-type"], book.headers["content-type"]) == (DOCX, XLSX)
    assert openpyxl.load_workbook(io.BytesIO(book.content)).sheetnames
    assert owner.get(f"/file/d/{folder(api, 'Папка')}/download").status_code == 400


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_is_only_a_name(api: Api, owner: Visitor, name: str) -> None:
    file_id = new(api, name)
    for path in ("/drive", f"/file/d/{file_id}/view", f"/drive/rename/{file_id}", f"/drive/share/{file_id}"):
        page = owner.get(path)
        assert page.status_code == 200
        assert "<script>" not in page.text
    header = owner.get(f"/file/d/{file_id}/download").headers["content-disposition"]
    saved = unquote(header.partition("''")[2])
    assert not set(saved) & set('/\\<>"\u202e')
    assert 0 < len(saved.encode()) <= 255


@pytest.mark.parametrize(
    ("mime_type", "name"), [(FOLDER, "Папка"), ("image/png", "Изображение"), ("audio/ogg", "Звук"), ("x/y", "Файл")]
)
def test_a_kind_has_a_name_and_a_picture(mime_type: str, name: str) -> None:
    icons = (Path(__file__).parents[3] / "automation/embedded/pages/static/icons.svg").read_text(encoding="utf-8")
    kind = kind_of(mime_type)
    assert kind.name == name
    assert f'id="{kind.icon}"' in icons


# Forms


def form_with_questions(api: Api) -> str:
    form_id = str(api.post("/v1/forms", {"info": {"title": "Анкета наставника"}})["formId"])
    question = {"title": "Ваше <b>имя</b>", "questionItem": {"question": {"required": True, "textQuestion": {}}}}
    item = {"createItem": {"item": question, "location": {"index": 0}}}
    api.post(f"/v1/forms/{form_id}:batchUpdate", {"requests": [item]})
    return form_id


def test_a_form_s_page_tells_its_link_and_opens_and_closes_it(api: Api, owner: Visitor, nobody: Visitor) -> None:
    form_id = form_with_questions(api)
    link = f"/forms/d/e/{form_id}/viewform"
    page = owner.get(f"/forms/d/{form_id}/edit").text
    assert f'value="{owner.url}{link}"' in page
    assert "Ваше &lt;b&gt;имя&lt;/b&gt;" in page
    assert nobody.get(link).status_code == 403
    assert "Анкета принимает ответы." in owner.post(f"/forms/d/{form_id}/edit", {"takes": "on"}).text
    assert nobody.get(link).status_code == 200
    owner.post(f"/forms/d/{form_id}/edit", {"takes": "off"})
    assert nobody.get(link).status_code == 403


def test_a_form_s_page_counts_the_answers(api: Api, owner: Visitor, nobody: Visitor) -> None:
    form_id = form_with_questions(api)
    owner.post(f"/forms/d/{form_id}/edit", {"takes": "on"})
    names_field = re.search(r'name="(entry[^"]*)"', nobody.get(f"/forms/d/e/{form_id}/viewform").text)
    assert names_field is not None
    nobody.post(f"/forms/d/e/{form_id}/formResponse", {names_field.group(1): "Анна"})
    assert "<dt>Ответов</dt><dd>1</dd>" in owner.get(f"/forms/d/{form_id}/edit").text


def test_a_reader_of_a_form_is_led_to_the_questionnaire(api: Api, sign_in: SignIn) -> None:
    form_id = form_with_questions(api)
    share(api, form_id, READER, "reader")
    reader = sign_in(READER)
    response = reader.get(f"/forms/d/{form_id}/edit", allow_redirects=False)
    assert response.headers["location"] == f"/forms/d/e/{form_id}/viewform"
    assert reader.post(f"/forms/d/{form_id}/edit", {"takes": "on"}).status_code == 403


# Wrong addresses


def test_a_browser_that_is_lost_gets_a_page_and_a_client_google_s_json(nobody: Visitor, api: Api) -> None:
    page = nobody.get("/нет/такого", headers={"Accept": "text/html,*/*"})
    assert page.status_code == 404
    assert "Не найдено" in page.text
    assert nobody.get("/нет/такого").json()["error"]["code"] == 401
    assert api.error("GET", "/no/such")["code"] == 404
    assert nobody.get("/drive/v3/files", headers={"Accept": "text/html"}).json()["error"]["code"] == 401


# In a browser


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def row_menu(page: Page, name: str) -> None:
    page.get_by_role("row", name=name).locator("summary").click()


def test_on_a_desk_a_file_is_uploaded_renamed_thrown_away_and_brought_back(
    owner: Visitor, open_browser: OpenBrowser, tmp_path: Path
) -> None:
    chosen = tmp_path / "Отчёт.txt"
    chosen.write_text("да", encoding="utf-8")
    page = open_browser(owner, **DESK)
    page.goto("/drive")
    page.locator("summary", has_text="Загрузить").click()
    page.get_by_label("Файлы с этого устройства").set_input_files(chosen)
    page.get_by_role("button", name="Загрузить").click()
    page.get_by_text("Файл «Отчёт.txt» загружен.").wait_for()
    row_menu(page, "Отчёт.txt")
    page.get_by_role("link", name="Переименовать").click()
    page.get_by_label("Новое название").fill("Отчёт за май.txt")
    page.get_by_role("button", name="Сохранить").click()
    row_menu(page, "Отчёт за май.txt")
    page.get_by_role("button", name="В корзину").click()
    page.get_by_role("button", name="Вернуть").click()
    page.get_by_text("«Отчёт за май.txt» снова на месте.").wait_for()


def test_everything_works_on_a_phone_without_scripts(
    api: Api, owner: Visitor, open_browser: OpenBrowser, workspace: Workspace
) -> None:
    file_id = new(api, "План работы наставника с очень длинным названием " * 3)
    page = open_browser(owner, **PHONE, java_script_enabled=False)
    page.goto("/drive")
    page.locator("summary", has_text="Новая папка").tap()
    page.get_by_label("Название папки").fill("Планы")
    page.get_by_role("button", name="Создать").tap()
    page.get_by_text("Папка «Планы» создана.").wait_for()
    page.locator(".at-menu summary").last.tap()
    page.get_by_role("link", name="Доступ", exact=True).tap()
    page.get_by_label("Эл. почта").fill(READER)
    page.get_by_role("button", name="Открыть доступ", exact=True).tap()
    page.get_by_text("Доступ открыт.").wait_for()
    assert len(workspace.mail.newest_first()) == 1
    assert {each["role"] for each in about(api, file_id)["permissions"]} == {"owner", "reader"}


def test_no_page_is_wider_than_a_phone_and_every_target_fits_a_thumb(
    api: Api, owner: Visitor, open_browser: OpenBrowser
) -> None:
    parent = folder(api, "Папка" * 50)
    for name in HOSTILE:
        file_id = new(api, name, parent=parent)
    share(api, file_id, "a" * 60 + "@school.example", "reader")
    form_id, trashed = form_with_questions(api), new(api, "Б" * 200)
    api.patch(f"/drive/v3/files/{trashed}", {"trashed": True})
    page = open_browser(owner, **PHONE)
    for path in (
        "/drive",
        f"/drive/folders/{parent}",
        "/drive/trash",
        "/drive/search?q=Папка",
        f"/drive/share/{file_id}",
        f"/drive/rename/{parent}",
        f"/drive/move/{file_id}",
        f"/drive/delete/{trashed}",
        f"/file/d/{file_id}/view",
        f"/forms/d/{form_id}/edit",
    ):
        page.goto(path)
        assert fits(page), path
        low = page.evaluate(
            """[...document.querySelectorAll("main a, main button, main summary, main select")]
            .filter(each => each.checkVisibility() && !each.closest("p"))
            .filter(each => each.getBoundingClientRect().height < 43.9).map(each => each.outerHTML)"""
        )
        assert low == [], path


def test_a_menu_closes_with_escape_and_when_one_clicks_elsewhere(
    api: Api, owner: Visitor, open_browser: OpenBrowser
) -> None:
    new(api, "План")
    page = open_browser(owner, **DESK)
    page.goto("/drive")
    download = page.get_by_role("link", name="Скачать")
    row_menu(page, "План")
    assert download.is_visible()
    page.keyboard.press("Escape")
    assert not download.is_visible()
    row_menu(page, "План")
    page.locator("h1").click()
    assert not download.is_visible()


def test_too_large_files_are_named_before_they_are_sent(
    owner: Visitor, open_browser: OpenBrowser, tmp_path: Path
) -> None:
    large = tmp_path / "Видео.mp4"
    with large.open("wb") as stream:
        stream.truncate(65 * 1024 * 1024)
    page = open_browser(owner, **DESK)
    page.goto("/drive")
    page.locator("summary", has_text="Загрузить").click()
    page.get_by_label("Файлы с этого устройства").set_input_files(large)
    assert page.get_by_text("Слишком большие файлы").is_visible()
    assert page.get_by_role("button", name="Загрузить").is_disabled()


def test_too_large_an_upload_is_refused_in_plain_russian(owner: Visitor, server: Server) -> None:
    page = owner.post("/drive/upload", {"into": "root"}, files={"files": ("Видео.mp4", b"0" * (65 * 1024 * 1024))})
    assert page.status_code == 413
    assert "не больше 64 МБ" in page.text
