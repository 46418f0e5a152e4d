"""Sending what is queued in «Письма»: every letter once, whatever crashed on the way.

A letter that this cycle queued was never sent. One that an earlier cycle left behind may have been: the mail system
is asked first, where it may be; otherwise it goes again with the same `Message-ID`, and the journal says so.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC
from typing import Any

import pandas as pd

import templates
from automation.documents.calendar import calendar_file, entries_in
from automation.documents.letters import letter_parts
from automation.google.errors import Postponed, Refused, Uncertain, WorkspaceError
from automation.google.mail import Mail, Message
from automation.workbook.book import Book
from jobs.letters.correspondence import (
    CAUSED_BY_FORMS,
    awaiting_leave,
    held,
    held_back,
    kind_of,
    switched_off_letters,
)
from sheets_schema.columns import Name
from sheets_schema.tabs.letters import Letters
from sheets_schema.tabs.settings import Settings, SettingsTab
from sheets_schema.vocabulary import FAILED, KEPT, QUEUED, SEND_NOW, SENT

HELD_BACK = "Ждёт своей очереди: писем по анкетам в час уходит не больше, чем сказано в «Настройках»"
AWAITS_LEAVE = (
    "Ждёт вашего разрешения: писем набралось больше, чем уходит за раз. Проверьте, все ли нужны, и впишите на лист "
    f"«Настройки» сегодняшнюю дату в строку «{Settings.declared()['many_letters_until'].column.title}». Одно письмо "
    f"можно отпустить здесь: выберите «{SEND_NOW}» в столбце «{Letters.action.column.title}»"
)
HELD = f"Задержано вами; сотрите слово в столбце «{Letters.action.column.title}», и письмо уйдёт"
OFF = "Ждёт: такие письма выключены на листе «Пульт»"
MANY = "Писем набралось больше, чем уходит за раз: они ждут разрешения куратора (см. лист «Письма»)."
NOT_LEFT = "Наружу не ушло: почтовый сервер не указан. Письмо лежит в почте программы"
ERASED = "Письмо не отправлено: в этой строке стёрли адрес или текст."


@dataclass
class Sending:
    """What became of the queue."""

    sent: int = 0
    kept: int = 0
    """What the workspace has put into its own mailbox: it has reached nobody."""
    failed: int = 0
    waiting: int = 0
    notices: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        """In words, without what there was none of: «отправлено 3, ждут 2»."""
        told = {
            "отправлено": self.sent,
            "осталось в почте программы (почтовый сервер не указан)": self.kept,
            "не принято": self.failed,
            "ждут": self.waiting,
        }
        return ", ".join(f"{what} {number}" for what, number in told.items() if number)


def send_queued(mail: Mail, book: Book, *, left_behind: set[str]) -> Sending:
    """Send queued letters up to the day's limit. `left_behind` are keys that an earlier cycle had queued already."""
    letters = book[Letters]
    rows = may_go_now(book)
    queued = letters.frame[letters[Letters.state] == QUEUED]
    outcome = Sending()
    wrapper = templates.read_text("letters/letter.html.j2") if len(rows) else ""
    gone: list[int] = []
    for row in rows:
        if queued.loc[row, [Letters.recipient, Letters.text]].isna().any():
            letters.set(row, {Letters.state: FAILED, Letters.problems: ERASED})
            outcome.failed += 1
            continue
        message = message_of(book, wrapper, queued.loc[row])
        try:
            again = message.key in left_behind and _ask(mail, message, outcome)
            if not again:
                _send(mail, message)
        except Refused as refusal:
            letters.set(row, {Letters.state: FAILED, Letters.problems: str(refusal)})
            outcome.failed += 1
        except Postponed:
            continue
        except WorkspaceError as error:
            # Whatever it is, what has gone so far must be marked as gone.
            outcome.notices.append(f"Письма отправлены не все: {error}")
            break
        else:
            gone.append(row)
    if gone:  # all at once: a thousand times one cell would take longer than the letters themselves
        sent_at = pd.Timestamp(book.local(book.now)).floor("s")
        letters.set(letters.index.to_series().isin(gone), {**_gone(mail), Letters.sent_at: sent_at})
    outcome.sent, outcome.kept = (len(gone), 0) if mail.leaves else (0, len(gone))
    outcome.waiting = len(queued) - outcome.sent - outcome.kept - outcome.failed
    return outcome


def _gone(mail: Mail) -> dict[Name[Any], str | None]:
    """What a letter's row says once the mail system has taken the letter."""
    if mail.leaves:
        return {Letters.state: SENT, Letters.problems: None}
    return {Letters.state: KEPT, Letters.problems: NOT_LEFT}


def may_go_now(book: Book) -> pd.Index:
    """The rows to be sent in this cycle, in their order; beside those that have to wait it says for what.

    What strangers may have brought about goes last: it keeps nobody's reminder waiting. Raises `TabUnavailable`.
    """
    queued = book[Letters].frame[book[Letters][Letters.state] == QUEUED]
    allowed = _allowed_today(book)
    if not allowed or not len(queued):
        return queued.index[:0]
    wait = queued.index[:0]
    for rows, why in (
        (held(book), HELD),
        (switched_off_letters(book), OFF),
        (many := awaiting_leave(book), AWAITS_LEAVE),
        (held_back(book), HELD_BACK),
    ):
        if len(more := rows.difference(wait)):
            book[Letters].set(book[Letters].index.to_series().isin(more), {Letters.problems: why})
            wait = wait.union(more)
    if len(many) and MANY not in book.notices:
        book.notices.append(MANY)
    ready = queued.drop(index=wait)
    last = ready[Letters.id].fillna("").map(kind_of).isin(CAUSED_BY_FORMS) & (ready[Letters.action] != SEND_NOW)
    return ready.index[~last].append(ready.index[last])[:allowed]


def _allowed_today(book: Book) -> int:
    if book.unavailable(SettingsTab.name) or not book[Settings].send_letters:
        return 0
    sent_today = (book[Letters][Letters.sent_at].dt.date == book.today).sum()
    return max(0, int(book[Settings].letters_a_day) - int(sent_today))


def _ask(mail: Mail, message: Message, outcome: Sending) -> bool:
    """Whether a letter left behind has gone already."""
    gone = mail.sent(message)
    if gone is None:
        outcome.notices.append(
            f"Письмо {message.key} отправлено повторно с тем же номером: узнать, ушло ли оно в прошлый раз, нельзя."
        )
    return bool(gone)


def _send(mail: Mail, message: Message) -> None:
    try:
        mail.send(message)
    except Uncertain:
        if not mail.sent(message):
            raise


def message_of(book: Book, wrapper: str, row: pd.Series) -> Message:
    """The letter that a row of the outbox keeps: the same one whenever it is asked for."""
    subject = str(row[Letters.subject])
    text, html = letter_parts(str(row[Letters.text]), subject=subject, wrapper=wrapper)
    return Message(str(row[Letters.id]), str(row[Letters.recipient]), subject, text, html, _calendar(book, row))


def _calendar(book: Book, row: pd.Series) -> bytes:
    """What goes with the letter for the reader's calendar: made of its row alone, and of nothing that changes."""
    entries, queued_at = row[Letters.entries], row[Letters.queued_at]
    lost = {Letters.entries, Letters.queued_at} & set(book[Letters].tab.missing)
    if lost or pd.isna(entries) or pd.isna(queued_at):
        return b""
    stamped = queued_at.to_pydatetime().replace(tzinfo=book.time_zone)
    told = entries_in(entries)
    return calendar_file(told, stamped=stamped.astimezone(UTC), scope=book.state.folder, zone=book.time_zone)
