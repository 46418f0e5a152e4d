"""A mentor's own page as a document, with all that one may say; and one on which there is nothing to say."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

from jobs.own_pages.gathering import Agreed, Asked, Given, Line, OwnPage
from tests.templates.examples import Document
from tests.templates.examples.mail import CURATOR, LINK
from tests.templates.examples.orders_on_pairs import bare_order, order

PAGE = OwnPage(
    name="Соколова-Миних Мария Петровна",
    organisation="ГБОУ СПО ЛНР «КТТ»",
    asked=[Asked("Анкета после пробной встречи", f"{LINK}?a=1&b=2", date(2023, 12, 4)), Asked("Исправьте анкету.")],
    pairs=[
        {
            "number": "П-0001",
            "other": "Лапина Яна Олеговна",
            "is_mentor": True,
            "occupation": "А-21",
            "requests": ["помощь в учёбе"],
            "contacts": ["эл. почта lapina@example.com"],
            "messenger": "@yana",
            "order": {"number": "7", "date": date(2023, 11, 24)},
        }
    ],
    given=[Given("Анкета наставника", "Н-0001", "У вас есть наставляемые.", [Line("ФИО", "Соколова-Миних")], LINK)],
    consents=[Agreed("обработка персональных данных", "дано 20.11.2023")],
    withdrawal=LINK,
    curator=None,
)
BARE = OwnPage(name="", organisation="", asked=[], pairs=[], given=[], consents=[], withdrawal="", curator=None)


def own_page(head: dict[str, Any], page: OwnPage, **more: Any) -> dict[str, Any]:
    return {"organisation": head["organisation"], "page": {**asdict(page), **more}}


DOCUMENTS = {
    "own-page": Document(
        "Личная страница участника программы наставничества",
        own_page(order(), PAGE, curator=CURATOR),
        own_page(bare_order(), BARE),
    )
}
