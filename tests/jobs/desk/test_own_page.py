"""A participant's own page: opened by the link of their letters, and by nothing else."""

from __future__ import annotations

import re

import pandas as pd
import requests

from automation.documents.letters import letter_parts
from tests.jobs.desk.conftest import Opened
from tests.organisation import Organisation

MENTEE, MENTOR = "НМ-0001", "Н-0001"


def link_in_letters(one: Organisation, number: str) -> str:
    """The address that ends the letters to somebody: the same in all of them."""
    texts = [row["Текст"] for row in one.curator.rows("Письма") if row["Ключ"].split("/")[1] == number]
    found = {link for text in texts for link in re.findall(r"http\S+/me/[\w-]+", letter_parts(text)[0])}
    (link,) = found
    return str(link.partition("/me/")[2])


def seen(desk: Opened, token: str) -> requests.Response:
    """The page as a phone shows it that has never been here."""
    return requests.get(f"{desk.server.url}/me/{token}", timeout=30)


def test_the_link_of_a_letter_opens_what_is_theirs_without_signing_in_and_of_nobody_else(desk: Opened) -> None:
    one = desk.one
    page = seen(desk, link_in_letters(one, MENTEE))
    assert page.status_code == 200 and page.headers["Referrer-Policy"] == "strict-origin"
    mine, other = one.row("Банк наставляемых", MENTEE), one.row("Банк наставников", MENTOR)
    for said in (
        mine["ФИО"],
        mine["Эл. почта"],
        "Мы подбираем вам наставника",
        "edit2=",
        "от вас сейчас ничего не ждут",
        "Отозвать согласие",
    ):
        assert said in page.text, said
    assert other["ФИО"] not in page.text and other["Эл. почта"] not in page.text
    assert mine["Телефон"] not in seen(desk, link_in_letters(one, MENTOR)).text
    for wrong in ("x", link_in_letters(one, MENTEE)[:-1], link_in_letters(one, MENTEE) + "A", MENTEE):
        assert seen(desk, wrong).status_code == 404


def test_the_other_of_a_pair_is_shown_once_they_were_introduced_and_only_as_they_agreed(desk: Opened) -> None:
    one = desk.one
    token, mentor = link_in_letters(one, MENTEE), one.row("Банк наставников", MENTOR)
    one.curator.type("Подбор", {f"{MENTEE}/{MENTOR}": {"Решение": "принять"}})
    assert mentor["ФИО"] not in seen(desk, token).text
    one.cycle()
    assert "Ваш наставник: " + mentor["ФИО"] in seen(desk, token).text
    assert mentor["Телефон"] not in seen(desk, token).text and "У вас есть наставник" in seen(desk, token).text
    one.clock.now += pd.Timedelta(days=10)
    one.cycle()
    page = seen(desk, token)
    assert "Анкета после пробной встречи" in page.text and "entry." in page.text


def test_whoever_has_taken_the_consent_back_sees_what_is_asked_and_none_of_their_answers(desk: Opened) -> None:
    one = desk.one
    token, mine = link_in_letters(one, MENTEE), one.row("Банк наставляемых", MENTEE)
    rows = [row for row in one.curator.rows("Согласия") if row["Номер участника"] == MENTEE]
    one.curator.type("Согласия", {row["№"]: {"Отозвано": f"{one.clock.now:%d.%m.%Y}"} for row in rows})
    one.cycle()
    page = seen(desk, token)
    assert page.status_code == 200 and "Не хватает согласия" in page.text and "отозвано" in page.text
    assert mine["Телефон"] not in page.text and "Отозвать согласие" not in page.text
