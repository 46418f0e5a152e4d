"""One click tells whether two rows are of one person."""

from __future__ import annotations

from sheets_schema.questionnaires.mentee_questionnaire import MenteeQuestionnaire
from tests.jobs.desk.conftest import Opened
from tests.organisation import MENTEE


def test_two_rows_are_joined_by_one_click_where_they_wait_and_parted_by_the_curators_word(desk: Opened) -> None:
    desk.one.answer(MenteeQuestionnaire, {**MENTEE, "full_name": "Ветрова А. С."})
    desk.one.cycle()
    page = desk.get("/desk").text
    assert "Решите, один ли это человек" in page and "НМ-0002" in page
    assert "Ветрова А. С." not in page  # of whoever has given no consent, nothing is shown but the number
    couple = {"tab": "samepeople", "key": "ПЛ-0001", "was.decision": "", "back": "/desk"}
    assert "Записано" in desk.post("/desk/enter", {**couple, "cell.decision": "один человек"}).text
    desk.one.cycle()
    assert desk.one.row("Банк наставляемых", "НМ-0002")["Статус"] == "лишняя строка"
    assert desk.one.row("Банк наставляемых", "НМ-0002")["Объединена с"] == "НМ-0001"
    assert "Решите, один ли это человек" not in desk.get("/desk").text
    assert "Этот же человек" in desk.get("/desk/card/НМ-0001").text
    for _ in range(2):  # the consent of the one row is that of the other: what was kept out comes in
        desk.one.cycle()
    assert not desk.one.cycle().wrote
    desk.one.curator.type("Похожие люди", {"ПЛ-0001": {"Решение": "разные люди"}})
    desk.one.cycle()
    assert desk.one.row("Банк наставляемых", "НМ-0002")["Статус"] == "нет согласия"
