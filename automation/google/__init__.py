"""Google's services, and the embedded workspace that speaks as they do. The only place that imports their clients.

google = connect(of_token(token), address="http://127.0.0.1:8800")
google.spreadsheets.get(…)
google.calls          # how many calls of each kind went out
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from automation.google.drive import Drive
from automation.google.forms import Forms
from automation.google.mail import Gmail, Mail
from automation.google.spreadsheets import Spreadsheets
from automation.google.transport import Transport, google_quotas


@dataclass(frozen=True)
class Google:
    """The services of one organisation's account."""

    spreadsheets: Spreadsheets
    drive: Drive
    forms: Forms
    mail: Mail
    transport: Transport

    @property
    def calls(self) -> Counter[str]:
        """Calls made so far, by kind: «таблица: чтение», «диск: запись», …"""
        return self.transport.calls


def connect(
    credentials: Any,
    *,
    address: str = "",
    mail: Mail | None = None,
    may_read_mail: bool = True,
    sleep: Callable[[float], None] = time.sleep,
) -> Google:
    """Connect to Google, or to the embedded workspace at `address`. Makes no call yet."""
    transport = Transport(credentials, address=address, quotas=None if address else google_quotas(), sleep=sleep)
    return over(transport, mail=mail, may_read_mail=may_read_mail)


def over(transport: Transport, *, mail: Mail | None = None, may_read_mail: bool = True) -> Google:
    """All services over one transport."""
    return Google(
        spreadsheets=Spreadsheets(transport),
        drive=Drive(transport),
        forms=Forms(transport),
        mail=mail or Gmail(transport, may_read=may_read_mail),
        transport=transport,
    )
