"""A consent on paper: of a parent to publication, which nobody gives, so that everything is there; and a bare one."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.templates.examples import Document
from tests.templates.examples.orders_on_pairs import bare_order, order


def consent(head: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "organisation": head["organisation"],
        "place": head["place"],
        "director": head["director"],
        "title": "Согласие на публикацию",
        "number": 2,
        "since": date(2023, 11, 20),
        "text": ["Я даю согласие.", "Срок: 5 лет."],
        "published": [],
        "by_parent": False,
        **more,
    }


DOCUMENTS = {
    "consent": Document(
        "Согласие на публикацию, редакция 2",
        consent(order(), published=["имя", "фотография"], by_parent=True),
        consent(bare_order(), director=None),
    )
}
