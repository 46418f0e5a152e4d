"""The desk over HTTP: what a click writes, who may look, and who may decide."""

from __future__ import annotations

import html
import io
import re
import zipfile
from urllib.parse import urlsplit

import requests

from jobs.runner.cycles import Wish
from tests.jobs.desk.conftest import Opened

PROPOSAL = "НМ-0001/Н-0001"
ACCEPT = {"tab": "matches", "key": PROPOSAL, "cell.decision": "принять", "was.decision": "", "back": "/desk"}
PAGES = (
    "/desk",
    "/desk?as=director",
    "/desk/matching",
    "/desk/matching/НМ-0001",
    f"/desk/matching/НМ-0001?try={PROPOSAL}",
    "/desk/accept",
    "/desk/people?q=ветрова",
    "/desk/card/НМ-0001",
    "/desk/row/mentees/НМ-0001",
    "/desk/erase/НМ-0001",
    "/desk/letters",
    "/desk/mailing",
    "/desk/programme",
)


def test_every_page_opens_for_the_curator_and_asks_a_stranger_to_sign_in(desk: Opened) -> None:
    for page in PAGES:
        assert desk.get(page).status_code == 200, page
        assert "/signin" in desk.get(page, "").url, page


def test_a_decision_is_in_the_sheet_at_once_and_the_next_cycle_obeys_it(desk: Opened) -> None:
    answer = desk.post("/desk/enter", ACCEPT)
    assert answer.url.endswith("/desk?written=1") and "Записано" in answer.text
    assert desk.one.row("Подбор", PROPOSAL)["Решение"] == "принять"
    assert desk.cycles._wish is Wish.A_LOOK
    desk.one.cycle()
    assert desk.one.row("Реестр пар", "П-0001")["ФИО наставника"] == "Осипов Павел Юрьевич"
    assert "Решите, кто с кем" not in desk.get("/desk").text


def test_a_decision_upon_a_page_that_is_out_of_date_is_not_written(desk: Opened) -> None:
    desk.one.curator.type("Подбор", {PROPOSAL: {"Решение": "отклонить"}})
    answer = desk.post("/desk/enter", ACCEPT)
    assert answer.status_code == 409 and "кто-то записал в «Решение»: отклонить" in answer.text
    assert desk.one.row("Подбор", PROPOSAL)["Решение"] == "отклонить"


def test_what_is_wrong_with_a_row_is_put_right_on_its_page_and_only_what_was_changed_is_written(desk: Opened) -> None:
    page = "/desk/row/mentees/НМ-0001"
    fields = {"cell.phone": "+7 900 111-22-33", "was.phone": "+7 900 000-00-01", "cell.note": "", "was.note": ""}
    desk.one.curator.type("Банк наставляемых", {"НМ-0001": {"Заметка куратора": "звонила"}})
    assert desk.post(page, {**fields, "back": "/desk/people"}).url.endswith("/desk/people?written=1")
    row = desk.one.row("Банк наставляемых", "НМ-0001")
    assert (row["Телефон"], row["Заметка куратора"]) == ("+7 900 111-22-33", "звонила")
    answer = desk.post(page, {"cell.email": "анна", "was.email": "vetrova@example.com"})
    assert answer.status_code == 409 and "не похоже на адрес" in answer.text


def test_all_proposals_are_accepted_by_one_click_after_a_preview(desk: Opened) -> None:
    assert "Появится пар: 1" in desk.get("/desk/accept").text
    desk.post("/desk/accept", {"proposal": [PROPOSAL]})
    assert desk.one.row("Подбор", PROPOSAL)["Решение"] == "принять"


def test_the_director_begins_with_the_overview_sees_every_card_and_decides_nothing(desk: Opened) -> None:
    email = "director@example.com"
    page = desk.get("/", email)
    assert page.url.endswith("/desk") and "пар работает" in page.text
    assert "Осипов" in desk.get("/desk/matching", email).text
    answer = desk.post("/desk/enter", ACCEPT, email)
    assert answer.status_code == 403 and not desk.one.row("Подбор", PROPOSAL).get("Решение")


def test_whoever_is_on_the_staff_as_curator_decides_and_anybody_else_is_refused(desk: Opened) -> None:
    assert desk.post("/desk/enter", ACCEPT, "curator@example.com").status_code == 200
    for path in ("/desk", "/desk/card/НМ-0001"):
        assert desk.get(path, "stranger@example.com").status_code == 403
    assert "Подбор" not in desk.get("/account", "stranger@example.com").text


def test_looking_now_asks_for_all_jobs(desk: Opened) -> None:
    desk.post("/desk/look", {})
    assert desk.cycles._wish is Wish.ALL_JOBS


def test_a_row_that_is_not_there_is_said_in_words(desk: Opened) -> None:
    for path in ("/desk/card/НМ-0999", "/desk/matching/НМ-0999", "/desk/row/people/1", "/desk/letters/none"):
        answer = desk.get(path)
        assert answer.status_code == 404 and "здесь нет" in answer.text, path
    assert desk.post("/desk/invite", {"key": "С-0999"}).status_code == 404
    assert desk.post("/desk/enter", {**ACCEPT, "key": "НМ-0999/Н-0001"}).status_code == 404


def test_a_name_that_is_a_script_is_shown_as_text(desk: Opened) -> None:
    desk.one.curator.type("Банк наставляемых", {"НМ-0001": {"Заметка куратора": "<script>alert(1)</script>"}})
    page = desk.get("/desk/card/НМ-0001").text
    assert "&lt;script&gt;" in page and "<script>alert" not in page


def test_whoever_is_invited_signs_in_and_opens_the_orders_as_well(desk: Opened) -> None:
    page = desk.post("/desk/invite", {"key": "С-0002"}).text
    assert "наружу не уходят" in page
    link = page.partition('value="')[2].partition('"')[0]
    curator = requests.Session()
    assert curator.post(link, timeout=30).url.endswith("/desk")
    desk.one.curator.type("Подбор", {PROPOSAL: {"Решение": "принять"}})
    desk.one.cycle()
    order = desk.one.row("Приказы", "ПР-0001")["Документ"]
    assert curator.get(desk.server.url + urlsplit(order).path, timeout=30).status_code == 200


def test_nobody_is_made_the_owner_by_a_row_of_the_staff(desk: Opened) -> None:
    desk.one.curator.type("Сотрудники", {"С-0002": {"Эл. почта": "owner@workspace.local"}})
    answer = desk.post("/desk/invite", {"key": "С-0002"}, "coordinator@example.com")
    assert answer.status_code == 409 and "/signin/" not in answer.text


def test_a_reader_sees_how_the_programme_stands_and_no_person(desk: Opened) -> None:
    desk.one.curator.type("Сотрудники", {"С-0003": {"Роль": "Методист"}})
    reader = "coordinator@example.com"
    assert "пар работает" in desk.get("/", reader).text
    for page in PAGES[2:]:
        assert desk.get(page, reader).status_code == 403, page


def test_whoever_has_no_file_but_the_desk_is_mailed_a_new_link_too(desk: Opened) -> None:
    link = desk.link("director@example.com")
    requests.post(link, timeout=30)
    before = len(desk.one.letters())
    requests.post(f"{link}/renew", timeout=30)
    assert len(desk.one.letters()) == before + 1


def test_one_comes_back_to_the_page_with_what_was_sought_in_it_and_to_no_other_site(desk: Opened) -> None:
    back = "/desk/matching?show=waiting&q=ветрова&written=1#top"
    assert desk.post("/desk/enter", {**ACCEPT, "back": back}).url.endswith("written=1#top")
    for elsewhere in ("https://evil.example/", "//evil.example"):
        answer = desk.post("/desk/enter", {**ACCEPT, "was.decision": "принять", "back": elsewhere})
        assert urlsplit(answer.url).path == "/desk"


MAILING = {"cell.to": "все участники", "cell.numbers": "", "cell.subject": "Встреча", "cell.text": "{имя}, ждём вас."}


def test_who_would_get_a_mailing_is_shown_and_only_what_was_seen_is_sent(desk: Opened) -> None:
    seen = desk.post("/desk/mailing", {**MAILING, "deed": "look"}).text
    reach = re.search(r'name="seen" value="([^"]+)"', seen)
    assert reach and "2" in reach[1]
    unseen = desk.post("/desk/mailing", {**MAILING, "deed": "send", "seen": "Получат: 1"})
    assert unseen.status_code == 200 and not desk.one.curator.rows("Рассылки")
    desk.post("/desk/mailing", {**MAILING, "deed": "send", "seen": html.unescape(reach[1])})
    desk.one.cycle()
    letters = [row for row in desk.one.curator.rows("Письма") if row["Ключ"].startswith("mailing/")]
    assert len(letters) == 2 and {row["Тема"] for row in letters} == {"Встреча"}


def test_what_is_wrong_with_a_mailing_is_said_and_what_was_typed_stays(desk: Opened) -> None:
    page = desk.post("/desk/mailing", {**MAILING, "cell.text": "Ждём, {фамилия}", "deed": "look"}).text
    assert "она знает только {имя}" in page and "Ждём, {фамилия}" in page


def test_a_letter_is_held_and_let_go_and_one_that_went_is_sent_once_more(desk: Opened) -> None:
    key = next(row["Ключ"] for row in desk.one.curator.rows("Письма"))
    assert "Отправить ещё раз" in desk.get(f"/desk/letters/{key}").text
    again = {"tab": "letters", "key": key, "cell.action": "отправить ещё раз", "was.action": ""}
    desk.post("/desk/enter", again)
    desk.one.cycle()
    assert [row["Ключ"] for row in desk.one.curator.rows("Письма") if row["Ключ"] == f"{key}/again-1"]


def test_a_rehearsal_tells_what_would_be_done_and_writes_nothing(desk: Opened) -> None:
    desk.one.curator.type("Подбор", {PROPOSAL: {"Решение": "принять"}})
    told = desk.post("/desk/rehearsal", {}).text
    assert "«Реестр пар»: строк 1" in told and "О наставнических парах" not in desk.get("/desk").text
    assert not desk.one.curator.rows("Реестр пар")


def test_a_switch_of_the_desk_is_the_tick_on_the_control_tab(desk: Opened) -> None:
    assert "Без галочки: лист «График» остаётся" in desk.get("/desk/programme").text
    desk.post("/desk/enter", {"tab": "control", "key": "timeline", "cell.on": "", "was.on": "да"})
    row = next(row for row in desk.one.curator.rows("Пульт") if row["Код"] == "timeline")
    assert row["Включено"] is False


def test_a_curator_with_the_table_alone_gets_her_orders_from_the_desk_and_is_told_what_to_ask_for(desk: Opened) -> None:
    email = "sheet-only@example.com"
    desk.one.google.drive.share(desk.one.spreadsheet, email, "writer")
    desk.one.curator.type("Подбор", {PROPOSAL: {"Решение": "принять"}})
    desk.one.cycle()
    order = desk.one.row("Приказы", "ПР-0001")["Документ"]
    refused = desk.get(urlsplit(order).path, email)
    assert refused.status_code == 404 and "попросите доступ" in refused.text
    assert "/desk/document/orders/" in desk.get("/desk", email).text
    content = desk.get("/desk/document/orders/ПР-0001", email).content
    assert "Ветрова" in zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml").decode()
    assert desk.get("/desk/document/orders/ПР-0001", "stranger@example.com").status_code == 403
    assert "открыть доступ ко всей папке" in desk.get(f"/drive/share/{desk.one.spreadsheet}").text


def test_the_history_of_the_spreadsheet_tells_who_decided(desk: Opened) -> None:
    email = "sheet-only@example.com"
    desk.one.google.drive.share(desk.one.spreadsheet, email, "writer")
    assert desk.post("/desk/enter", ACCEPT, email).status_code == 200
    assert email in desk.get(f"/spreadsheets/d/{desk.one.spreadsheet}/history").text
    desk.post("/desk/enter", {**ACCEPT, "cell.decision": "", "was.decision": "принять"})
    assert "Владелец" in desk.get(f"/spreadsheets/d/{desk.one.spreadsheet}/history").text


def test_what_is_held_of_a_person_is_downloaded_from_their_card_and_what_would_be_erased_is_shown(desk: Opened) -> None:
    card = desk.get("/desk/card/НМ-0001").text
    assert "Выгрузить всё об этом человеке" in card and "Удалить данные…" in card
    for ending in ("docx", "xlsx"):
        file = desk.get(f"/desk/held/{ending}/НМ-0001")
        assert (
            file.ok
            and "attachment" in file.headers["content-disposition"]
            and zipfile.is_zipfile(io.BytesIO(file.content))
        )
    shown = desk.get("/desk/erase/НМ-0001")
    assert "строки листа «Банк наставляемых»: 1" in shown.text and "ответы на анкеты: 2" in shown.text
    assert "Ветрова" in desk.one.row("Банк наставляемых", "НМ-0001")["ФИО"]
    assert desk.get("/desk/erase/НМ-0999").status_code == 404
    for path in ("/desk/held/docx/НМ-0001", "/desk/erase/НМ-0001"):
        assert desk.get(path, "director@example.com").status_code == 403


def test_an_erasure_that_is_asked_for_at_the_desk_is_carried_out_by_the_cycle_that_it_wakes(desk: Opened) -> None:
    answer = desk.post("/desk/erase/НМ-0001", {})
    assert answer.ok and desk.cycles._wish is Wish.ALL_JOBS
    assert desk.one.row("Удаление данных", "УД-0001")["Почему"] == "решение организации"
    desk.one.cycle()
    assert desk.one.row("Банк наставляемых", "НМ-0001")["ФИО"] == "удалено по решению организации, НМ-0001"
    assert "Ветрова" not in desk.get("/desk/people?q=Ветрова").text.partition('class="list')[2]
