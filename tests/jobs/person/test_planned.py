"""What an erasure says beforehand: what goes, what stays by law, what is left for a hand; and when it has to wait."""

from __future__ import annotations

from datetime import timedelta

from automation.google import connect
from automation.google.credentials import of_token
from automation.google.mail import Smtp
from jobs.runner.erasing import planned
from jobs.runner.holding import Held, look
from sheets_schema.nastavnik import NASTAVNIK
from tests.jobs.hands import Hands
from tests.organisation import MONDAY, Organisation


def held(one: Organisation, number: str = "НМ-0001") -> Held:
    return look(one.connect(), one.spreadsheet, number, now=one.clock.now, schema=NASTAVNIK)


def test_at_google_answers_and_letters_are_left_for_a_hand_with_a_link_to_each(paired: Organisation) -> None:
    plan = planned(connect(of_token("nobody")), held(paired))
    by_hand = "\n".join(plan.by_hand)
    assert by_hand.count("https://docs.google.com/forms/d/") == 2 and "#response=" in by_hand
    assert by_hand.count("https://mail.google.com/mail/u/0/#search/rfc822msgid%3A") >= 2
    assert "История версий" in by_hand and "nastavnik export" in by_hand
    assert "ответы на анкеты" not in plan.goes


def test_letters_that_went_by_a_mail_server_are_told_of(paired: Organisation) -> None:
    smtp = Smtp("mail.example.com", 465, "", "", "school@example.com", "")
    plan = planned(connect(of_token("nobody"), address=paired.server.url, mail=smtp), held(paired))
    assert any("в его папке «Отправленные»" in line for line in plan.by_hand)


def test_whoever_is_on_the_staff_too_is_left_there_and_told_of(paired: Organisation) -> None:
    paired.curator.add(
        "Сотрудники", [{"Роль": "Методист", "ФИО": "Осипов Павел Юрьевич", "Эл. почта": "osipov@example.com"}]
    )
    paired.cycle()
    plan = planned(paired.connect(), held(paired, "Н-0001"))
    assert any(line.startswith("Лист «Сотрудники», строка С-0004") for line in plan.by_hand)


def test_what_stands_beside_them_in_a_column_of_the_curators_is_left_for_a_hand(paired: Organisation) -> None:
    sheets = paired.google.spreadsheets
    tab = next(
        one["properties"]
        for one in sheets.get(paired.spreadsheet, fields="sheets(properties(sheetId,title,gridProperties))")["sheets"]
        if one["properties"]["title"] == "Банк наставляемых"
    )
    at = {"sheetId": tab["sheetId"], "rowIndex": 0, "columnIndex": tab["gridProperties"]["columnCount"]}
    said = [{"values": [{"userEnteredValue": {"stringValue": word}}]} for word in ("Кто встречает", "бабушка")]
    sheets.batch_update(
        paired.spreadsheet,
        {
            "requests": [
                {"appendDimension": {"sheetId": tab["sheetId"], "dimension": "COLUMNS", "length": 1}},
                {"updateCells": {"start": at, "rows": said, "fields": "userEnteredValue"}},
            ]
        },
    )
    (told,) = (line for line in planned(paired.connect(), held(paired)).by_hand if "Кто встречает" in line)
    assert told.startswith("Лист «Банк наставляемых», строка 2")


def test_an_erasure_waits_while_a_tab_cannot_be_read_and_the_curator_is_told(paired: Organisation) -> None:
    (consent,) = (row["№"] for row in paired.curator.rows("Согласия") if row["Номер участника"] == "НМ-0001")
    paired.curator.type("Согласия", {consent: {"Отозвано": "10.11.2023"}})
    paired.cycle()
    Hands(paired).delete_column("Подбор", "Наставник")
    report = paired.cycle(now=MONDAY + timedelta(days=20))
    assert any("Удаление УД-0001 не закончено" in notice and "«Подбор»" in notice for notice in report.notices)
    assert paired.row("Банк наставляемых", "НМ-0001")["ФИО"] == "Ветрова Анна Сергеевна"
