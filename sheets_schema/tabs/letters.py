"""«Письма»: the outbox. A letter is queued here by the same write that decided to send it."""

from __future__ import annotations

from dataclasses import dataclass

from sheets_schema.columns import ANY_JOB, CURATOR, JOB, Choice, DateTime, Email, Key, Personal, Text
from sheets_schema.sheet import Kept, Sheet
from sheets_schema.vocabulary import BLUE, FAILED, GREEN, KEPT, LETTER_ACTIONS, LETTER_STATES, QUEUED, RED, SENT, YELLOW


@dataclass(frozen=True)
class LetterKey(Key):
    """Why a letter exists: its kind, whom it is for, and the day."""

    title: str = "Ключ"
    width: int = 220


class Letters(Sheet):
    """Все письма программы: кому, о чём, ушло ли. Программа никогда не пишет дважды по одному поводу."""

    title = "Письма"
    position = 10
    kept = Kept.WHILE_IT_GOES_ON
    written_by = ANY_JOB
    frozen = 1
    is_record = True
    colours = {QUEUED: BLUE, SENT: GREEN, KEPT: YELLOW, FAILED: RED}

    id = LetterKey()
    recipient = Email("Кому", owner=JOB, vital=True)
    subject = Text("Тема", owner=JOB, personal=Personal.REMARK, vital=True, width=300)
    state = Choice("Состояние", LETTER_STATES, owner=JOB, vital=True, width=120)
    action = Choice(
        "Что сделать",
        LETTER_ACTIONS,
        owner=CURATOR,
        width=150,
        hint="«задержать» — не отправлять, пока слово не сотрут; «отправить» — не ждать, хотя писем много; "
        "«отправить ещё раз» — то, что ушло или не ушло, отправить снова, один раз",
    )
    problems = Text("Что случилось", owner=JOB, long=True, width=260)
    queued_at = DateTime("Поставлено", owner=JOB)
    sent_at = DateTime("Отправлено", owner=JOB, vital=True)
    done = Text("Исполнено", owner=JOB, written_by=("outbox",), remembered=True, width=150)
    reasons = Text("Поводы", owner=JOB, vital=True, long=True, width=260)
    entries = Text("Для календаря", owner=JOB, personal=Personal.REMARK, long=True, hidden=True, width=260)
    text = Text("Текст", owner=JOB, personal=Personal.REMARK, vital=True, long=True, width=400)
