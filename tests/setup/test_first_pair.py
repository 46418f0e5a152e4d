"""From nothing to the first signed order, by clicking alone: the set-up page, two phones, the desk, a print-out."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from playwright.sync_api import Browser, Page, expect

from automation.workbook.questionnaires import question_id
from sheets_schema.form import Form
from sheets_schema.questionnaires.consents import CONSENT_FORMS, agreement
from sheets_schema.questionnaires.mentee_questionnaire import MenteeQuestionnaire
from sheets_schema.questionnaires.mentor_questionnaire import MentorQuestionnaire
from tests.cli.conftest import free_port
from tests.embedded.pages.conftest import DESK, PATIENCE, PHONE
from tests.organisation import MENTEE, MENTOR
from tests.setup.test_setting_up import started

TEN_MINUTES = 600
ADULT_NOW = {"born": "1999-03-14"}
"""Of the mentee: the set-up goes by today's date, and a minor needs a parent."""
_LOOKS = 60
"""How often a page is opened anew until the program has done its part; seconds."""


@dataclass
class Log:
    """What was done, and how long it took since the beginning."""

    began: float = field(default_factory=time.monotonic)
    steps: list[str] = field(default_factory=list)

    @property
    def seconds(self) -> float:
        return time.monotonic() - self.began

    def note(self, step: str) -> None:
        self.steps.append(f"{self.seconds:6.1f} с  {step}")


def test_from_nothing_to_the_first_signed_order_in_under_ten_minutes_by_clicking_alone(
    chromium: Browser, tmp_path: Path
) -> None:
    log = Log()

    def page(**options: Any) -> Page:
        opened = chromium.new_context(locale="ru-RU", **options).new_page()
        opened.set_default_timeout(PATIENCE)
        return opened

    with started(tmp_path / "school") as (link, _):
        desk = page(**DESK)
        desk.goto(link)
        _set_up(desk, free_port())
        log.note("организация создана, куратор вошёл на рабочий стол")
        forms = _links_of_forms(desk)
        log.note("ссылки на анкеты — на странице «Программа»")
        for form, answers in ((MentorQuestionnaire, MENTOR), (MenteeQuestionnaire, {**MENTEE, **ADULT_NOW})):
            _answer(page(**PHONE), forms[form.title], form, answers)
            log.note(f"заполнена с телефона: {form.title}")
        _until(desk, "/desk", lambda: desk.get_by_role("button", name="Принять").first)
        log.note("пара предложена")
        desk.get_by_role("button", name="Принять").first.click()
        expect(desk.get_by_role("status").filter(has_text="Принять: записано")).to_be_visible()
        log.note("пара принята")
        order = _until(desk, "/desk", lambda: desk.get_by_role("link", name="Открыть и напечатать").last)
        log.note("проект приказа составлен")
        printed = page(**DESK, storage_state=desk.context.storage_state())
        printed.goto(str(order.get_attribute("href")))
        expect(printed.get_by_text(MENTEE["full_name"]).first).to_be_visible()
        assert printed.pdf().startswith(b"%PDF")
        log.note("приказ открыт и напечатан для директора")
        item = desk.get_by_role("listitem").filter(has=order)
        item.get_by_label("Номер").fill("1-У")
        item.get_by_label("Дата").fill(time.strftime("%d.%m.%Y"))
        item.get_by_role("button", name="Подписан").click()
        expect(desk.get_by_role("status").filter(has_text="Подписан: записано")).to_be_visible()
        log.note("номер и дата вписаны, приказ подписан")
        _until(desk, "/desk?as=director", lambda: desk.get_by_text("утверждено приказом: 1"))
        log.note("пара утверждена")
    print(*log.steps, sep="\n")
    assert log.seconds < TEN_MINUTES


def _set_up(page: Page, port: int) -> None:
    def onwards() -> None:
        page.get_by_role("button", name="Дальше").click()

    page.get_by_label("Полное наименование").fill("Государственный колледж")
    page.get_by_label("Краткое наименование").fill("ГК")
    onwards()
    page.get_by_label("КТТ").check()
    onwards()
    for group, name in (("Директор", "Соколова Мария Петровна"), ("Куратор наставничества", "Ветрова Анна Ивановна")):
        person = page.get_by_role("group", name=group)
        person.get_by_label("ФИО").fill(name)
        person.get_by_label("Эл. почта").fill(f"{'director' if group == 'Директор' else 'curator'}@example.com")
    onwards()
    page.get_by_label("На этом компьютере").check()
    onwards()
    page.get_by_label("Пока никак").check()
    onwards()
    page.get_by_label("Только этот компьютер").check()
    page.get_by_label("Порт на этом компьютере").fill(str(port))
    onwards()
    page.get_by_role("button", name="Создать").click()
    page.wait_for_url("**/signin/**")
    page.get_by_role("button", name="Войти").click()
    expect(page.get_by_role("heading", name="Сегодня")).to_be_visible()


def _links_of_forms(page: Page) -> Mapping[str, str]:
    page.get_by_role("link", name="Программа", exact=True).click()
    titles = (MentorQuestionnaire.title, MenteeQuestionnaire.title)
    return {title: str(page.get_by_role("link", name=title).get_attribute("href")) for title in titles}


def _answer(page: Page, link: str, form: type[Form], answers: Mapping[str, Any]) -> None:
    """Fill in a form as somebody does who sees one of its pages after the other."""
    page.goto(link)
    left = {f"entry.{int(question_id(form, name), 16)}": answer for name, answer in answers.items()}
    done, onwards = page.get_by_role("heading", name="Спасибо"), page.get_by_role("button", name="Далее")
    while not done.count():
        for name in [name for name in left if page.locator(f'[name="{name}"]:visible').count()]:
            _fill(page, name, left.pop(name))
        (onwards if onwards.count() else page.get_by_role("button", name="Отправить")).click()
    expect(done).to_be_visible()
    assert not left
    # The last page leads to the forms of the consents that are needed.
    leads_to = {consent: page.get_by_role("link", name=consent.title) for consent in CONSENT_FORMS.values()}
    hrefs = {consent: str(link.get_attribute("href")) for consent, link in leads_to.items() if link.count()}
    for consent, href in hrefs.items():
        given = {"given_by": answers["full_name"], "born": answers["born"], "answer": agreement(1)}
        _answer(page, urljoin(page.url, href), consent, given)


def _fill(page: Page, name: str, answer: Any) -> None:
    field_of = page.locator(f'[name="{name}"]')
    kind = field_of.first.get_attribute("type")
    if kind in ("radio", "checkbox"):
        for option in [answer] if isinstance(answer, str) else answer:
            page.locator(f'[name="{name}"][value="{option}"]').check()
    elif field_of.first.evaluate("one => one.tagName") == "SELECT":
        field_of.select_option(answer)
    else:
        field_of.fill(answer)


def _until(page: Page, path: str, wanted: Callable[[], Any]) -> Any:
    """Open the page again and again until the program has done its part."""
    for _ in range(_LOOKS):
        page.goto(path if "://" in path else page.url.split("/desk")[0] + path)
        if wanted().count():
            return wanted()
        page.wait_for_timeout(1000)
    raise AssertionError(page.inner_text("main"))
