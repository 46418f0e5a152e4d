"""An event from its row to its minutes, as those see it who are invited and who write it up."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from playwright.sync_api import Browser, Page, expect

from tests.embedded.pages.conftest import PHONE
from tests.jobs.desk.conftest import Opened

Browse = Callable[..., Page]
COUNCIL = {
    "Вид": "педагогический совет",
    "Тема": "О целевой модели наставничества",
    "Когда": "23.11.2023 14:30",
    "Место": "Актовый зал",
    "Кто ведёт": "Дубровин И. П.",
    "Сотрудники с ролью": "Директор",
    "Пункт плана": "1.4.1",
    "Пригласить": True,
}


def test_an_invitation_is_answered_on_a_phone_without_scripts_and_the_event_written_up_where_it_waits(
    desk: Opened, browse: Browse, chromium: Browser
) -> None:
    one = desk.one
    one.curator.add("Мероприятия", [COUNCIL])
    one.cycle()
    (invited,) = one.curator.rows("Приглашения")
    (letter,) = [row for row in one.curator.rows("Письма") if row["Тема"].startswith("Приглашение")]
    assert (letter["Кому"], invited["Кто"]) == ("director@example.com", "Дубровин Игорь Павлович")
    link = next(part.rstrip(")") for part in letter["Текст"].split("(") if "viewform" in part).partition(")")[0]

    options: dict[str, Any] = {**PHONE, "java_script_enabled": False}
    context = chromium.new_context(**options)
    page = context.new_page()
    page.goto(link.replace("&amp;", "&"))
    expect(page.get_by_label("Номер")).to_have_value(str(invited["№"]))
    page.get_by_label("приду").check()
    page.get_by_role("button", name="Отправить").click()
    expect(page.get_by_role("heading", name="Спасибо, ваш ответ принят")).to_be_visible()
    context.close()

    one.cycle()
    assert one.curator.rows("Мероприятия")[0]["Что ответили"] == "придут 1, не смогут 0, молчат 0"
    agenda = one.curator.rows("Документы мероприятий")[0]
    assert agenda["Документ"] == "Повестка и лист регистрации" and agenda["Ссылка"]

    one.clock.now += timedelta(days=7)
    one.cycle()
    page = browse(**PHONE)
    expect(page.get_by_role("heading", name="Впишите итоги мероприятий")).to_be_visible()
    page.get_by_label("Сколько пришло").fill("24")
    page.get_by_label("Что решили").fill("Провести анкетирование")
    page.get_by_role("button", name="Состоялось").click()
    expect(page.get_by_role("status").filter(has_text="Состоялось: записано")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    one.cycle()
    assert one.curator.rows("Мероприятия")[0]["Состояние"] == "состоялось"
    assert one.curator.rows("Документы мероприятий")[-1]["Документ"] == "Протокол"
    measure = next(row for row in one.curator.rows("Дорожная карта") if row["Пункт"] == "1.4.1")
    assert (measure["Состояние"], measure["Что видит программа"]) == (
        "выполнено",
        "мероприятий прошло: 1 из 1, участников: 24",
    )
