"""People are taken in from a file at the desk: explained, seen, decided, undone; and offered beside the files."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Callable
from pathlib import Path

import openpyxl
import requests
from playwright.sync_api import Page, expect

from automation.embedded.access.person import OWNER
from tests.accessibility import found
from tests.jobs.desk.conftest import Opened
from tests.jobs.importing.files import csv, xlsx

PUPILS = [
    ["ФИО", "Дата рожд.", "Класс", "Эл. почта", "Телефон"],
    ["Зуева Зоя Ильинична", "12.05.2009", "9А", "zoya@example.com", "8 912 345-67-89"],
    ["Ким Ян Ильич", "весна", "9Б", "", ""],
    ["", "1.1.2009", "9Б", "", ""],
]
FIELDS = {
    "to.0": "наставляемые",
    **{f"column.0.{n}": name for n, name in enumerate(("id", "full_name", "email", "occupation", "note"))},
}
"""What the second list's columns are."""


def sent(desk: Opened, content: bytes, name: str = "Ученики.csv", who: str = OWNER.email) -> requests.Response:
    return desk.sign_in(who).post(f"{desk.server.url}/desk/import", files={"file": (name, content)}, timeout=60)


def path(answer: requests.Response) -> str:
    return re.sub(r"^https?://[^/]+", "", answer.url).partition("#")[0]


def test_a_list_is_read_explained_taken_in_and_taken_back(desk: Opened) -> None:
    read = sent(desk, csv(PUPILS))
    page = html.unescape(read.text)
    assert (
        read.status_code == 200
        and "Новых — 2, не внести — 1." in page
        and "нет ФИО" in page.lower().replace("фио", "ФИО")
    )
    where = path(read)
    known = desk.one.curator.rows("Банк наставляемых")
    fields = {"deed": "enter", "to.0": "наставляемые", "column.0.0": "full_name", "column.0.2": "occupation"}
    explained = html.unescape(desk.post(where, fields).text)
    assert "Столбцы изменились" in explained and "Дата рождения: «весна»" not in explained
    assert desk.one.curator.rows("Банк наставляемых") == known
    done = desk.post(where, fields)
    assert "Внесено: загрузка ЗГ-0001" in done.text
    fresh = desk.one.curator.rows("Банк наставляемых")[len(known) :]
    assert [(row["ФИО"], row["Группа или должность"]) for row in fresh] == [
        ("Зуева Зоя Ильинична", "9А"),
        ("Ким Ян Ильич", "9Б"),
    ]
    again = desk.post(where, fields)
    assert "загрузка ЗГ-0001" in again.text
    assert len(desk.one.curator.rows("Банк наставляемых")) == len(known) + 2
    report = desk.get(f"{where}/report").content
    rows = list(openpyxl.load_workbook(io.BytesIO(report)).worksheets[0].values)
    assert [row[3] for row in rows[1:]] == ["не внесён", "новый", "новый"]
    undone = desk.post("/desk/undo-import", {"number": "ЗГ-0001"})
    assert "убрано людей — 2" in undone.text
    assert desk.one.curator.rows("Банк наставляемых") == known
    assert desk.post("/desk/undo-import", {"number": "ЗГ-0001"}).status_code == 409


def test_what_the_bank_says_otherwise_is_shown_and_replaced_only_where_that_is_ticked(desk: Opened) -> None:
    row = desk.one.row("Банк наставляемых", "НМ-0001")
    head = ["№", "ФИО", "Эл. почта", "Группа или должность", "Заметка куратора"]
    there = ["НМ-0001", row["ФИО"], row["Эл. почта"]]
    read = sent(desk, csv([head, [*there, "10Ж", "новая"]]))
    ticks = re.findall(r'name="replace" value="([^"]+)"', read.text)
    assert len(ticks) == 1 and "10Ж" in read.text
    desk.post(path(read), {"deed": "enter", **FIELDS})
    after = desk.one.row("Банк наставляемых", "НМ-0001")
    assert (after["Группа или должность"], after["Заметка куратора"]) == (row["Группа или должность"], "новая")
    read = sent(desk, csv([head, [*there, "10Ж", "новая"]]))
    desk.post(path(read), {"deed": "enter", **FIELDS, "replace": html.unescape(ticks[0])})
    assert desk.one.row("Банк наставляемых", "НМ-0001")["Группа или должность"] == "10Ж"


def test_what_is_no_list_is_answered_and_what_somebody_else_has_sent_is_not_shown(desk: Opened) -> None:
    assert "это картинка" in sent(desk, b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "Список.xlsx").text
    where = path(sent(desk, csv(PUPILS)))
    assert desk.get(f"{where}x").status_code == 404
    desk.one.google.drive.share(desk.one.spreadsheet, "other@example.com", "writer")
    assert desk.get(where, "other@example.com").status_code == 404
    assert desk.get("/desk/import", "other@example.com").status_code == 200


def test_a_list_goes_in_by_hand_on_a_telephone_from_the_page_of_files(
    desk: Opened, browse: Callable[..., Page], tmp_path: Path
) -> None:
    file = tmp_path / "Ученики 9А.xlsx"
    file.write_bytes(xlsx({"9А": [PUPILS[0], *PUPILS[1:]]}))
    page = browse(viewport={"width": 390, "height": 800})
    page.goto(f"{desk.server.url}/drive")
    page.get_by_role("link", name="Внести людей из файла").click()
    assert not found(page, page.url)
    page.get_by_label("Файл со списком").set_input_files(file)
    page.get_by_role("button", name="Прочитать").click()
    expect(page.get_by_role("heading", name="Что будет")).to_be_visible()
    assert not found(page, page.url)
    page.get_by_label("Телефон", exact=True).select_option("не вносить")
    page.get_by_role("button", name="Пересчитать").click()
    page.get_by_role("button", name="Внести", exact=True).click()
    expect(page.get_by_role("heading", name="Внесено: загрузка ЗГ-0001")).to_be_visible()
    row = desk.one.curator.rows("Банк наставляемых")[-2]
    assert (row["ФИО"], row["Телефон"]) == ("Зуева Зоя Ильинична", None)
    page.get_by_role("button", name="Отменить загрузку целиком").click()
    expect(page.get_by_text("убрано людей — 2")).to_be_visible()
    assert not found(page, page.url)
