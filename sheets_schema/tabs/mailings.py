"""«Рассылки»: what the curator writes to many at once."""

from __future__ import annotations

import re

from sheets_schema.columns import CURATOR, JOB, Choice, DateTime, Flag, Key, Personal, Text
from sheets_schema.sheet import Kept, Sheet
from sheets_schema.vocabulary import MAILING_GROUPS

NAME = "{имя}"
LONGEST_PARAGRAPH, LONGEST_TEXT = 900, 15_000
"""Characters: a letter takes no longer values than a thousand, and with a name in it a paragraph grows."""


def fits_a_letter(text: str) -> str | None:
    """What a letter cannot carry, or would not fill in."""
    unknown = [found for found in re.findall(r"\{[^{}]*\}", text) if found.lower() != NAME]
    if unknown:
        return f"вместо «{unknown[0][:40]}» программа ничего не подставит; она знает только {NAME}"
    if len(text) > LONGEST_TEXT:
        return f"слишком длинно: больше {LONGEST_TEXT} знаков; сократите или приложите ссылку на документ"
    if any(len(line) > LONGEST_PARAGRAPH for line in text.splitlines()):
        return f"абзац длиннее {LONGEST_PARAGRAPH} знаков; разделите его"
    return None


class Mailings(Sheet):
    """Письма, которые вы пишете сразу многим. Заполните строку, посмотрите, кто получит, и поставьте «Отправить»."""

    title = "Рассылки"
    position = 10.2
    checked = True
    kept = Kept.FOR_THE_YEAR
    written_by = ("mailings",)
    typed_by_hand = True
    frozen = 1

    id = Key(prefix="РС")
    to = Choice("Кому", MAILING_GROUPS, owner=CURATOR, width=170)
    numbers = Text(
        "Номера",
        owner=CURATOR,
        width=130,
        hint="Вместо «Кому» или вместе с ним: номера через запятую, например НМ-0003, Н-0001, С-0002",
    )
    subject = Text("Тема", owner=CURATOR, personal=Personal.REMARK, required=True, width=180, check=fits_a_letter)
    text = Text(
        "Текст",
        owner=CURATOR,
        personal=Personal.REMARK,
        required=True,
        long=True,
        width=300,
        check=fits_a_letter,
        hint=f"Вместо {NAME} программа подставит имя и отчество каждого",
    )
    reach = Text("Кто получит", owner=JOB, remembered=True, long=True, width=200)
    send = Flag("Отправить", owner=CURATOR, vital=True, hint="Поставьте галочку один раз: письма встанут в очередь")
    standing = Text("Состояние", owner=JOB, long=True, width=160)
    queued_at = DateTime("Поставлена", owner=JOB, remembered=True)
    problems = Text("Что исправить", owner=JOB, long=True, width=300)
