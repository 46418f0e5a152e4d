"""Letters that the workspace writes itself, sent on to where their readers have their mail.

courier = Courier(deliver, undelivered)
courier.take(letter)    # at once; `deliver` works in a thread of its own
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from email.message import EmailMessage

Deliver = Callable[[EmailMessage], None]

logger = logging.getLogger(__name__)


class Courier:
    """Hands letters to ``deliver`` one after another; those that it raises an exception for to ``undelivered``."""

    def __init__(self, deliver: Deliver, undelivered: Deliver) -> None:
        self._deliver = deliver
        self._undelivered = undelivered
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="courier")

    def take(self, letter: EmailMessage) -> None:
        """Send ``letter`` on, soon."""
        self._thread.submit(self._carry, letter)

    def close(self) -> None:
        """Wait until all that was taken is gone."""
        self._thread.shutdown()

    def _carry(self, letter: EmailMessage) -> None:
        try:
            self._deliver(letter)
        except Exception as error:  # whatever it was, the owner must learn of it
            logger.warning("a letter was not delivered: %s", type(error).__name__)
            self._tell(letter)

    def _tell(self, letter: EmailMessage) -> None:
        try:
            self._undelivered(letter)
        except Exception as error:
            logger.error("nor could it be said in the mailbox: %s", type(error).__name__)


def bounce(letter: EmailMessage) -> EmailMessage:
    """What tells the owner that ``letter`` did not arrive."""
    notice = EmailMessage()
    notice["From"] = "mailer-daemon@workspace.local"
    notice["To"] = letter["From"]
    notice["Subject"] = f"Письмо не доставлено: {letter['To']}"
    notice["Date"] = letter["Date"]
    notice.set_content(
        f"Письмо «{letter['Subject']}» для {letter['To']} не ушло: почтовый сервер его не принял или недоступен.\n\n"
        "Проверьте адрес и раздел [mail] настроек. Личную ссылку можно передать и самим: "
        "сделайте новую на странице «Доступ»."
    )
    return notice
