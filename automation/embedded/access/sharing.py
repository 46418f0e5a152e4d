"""The letter that tells a person of a file shared with them, with the personal link that lets them in."""

from __future__ import annotations

from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from typing import TYPE_CHECKING
from urllib.parse import quote

from automation.embedded.access.person import OWNER, Person

if TYPE_CHECKING:
    from automation.embedded.workspace import Workspace

_LONGEST_NAME = 150  # letters of a file's name in a subject
_MAY = {
    "respondent": "заполнить анкету",
    "reader": "смотреть",
    "commenter": "смотреть и комментировать",
    "writer": "смотреть и изменять",
}


def invite(workspace: Workspace, person: Person, role: str, name: str, address: str, page: str, note: str) -> None:
    """Mail ``person`` a new personal link to ``page`` (a path below ``address``) of the file ``name``.

    ``note`` is what the one who shares wants to say. Runs inside a transaction.
    """
    secret = workspace.sign_ins.new_link(person.email, workspace.now())
    letter = EmailMessage()
    letter["From"] = OWNER.email
    letter["To"] = person.email
    letter["Subject"] = f"Вам открыт доступ: {_line(name)}"
    letter["Date"] = format_datetime(workspace.now())
    letter["Message-ID"] = make_msgid(domain="mail.workspace.local")
    paragraphs = [
        f"Здравствуйте! Вам открыт доступ: «{name}». Вы можете {_MAY.get(role, _MAY['writer'])}.",
        note,
        f"Ваша личная ссылка (пароль не нужен): {address}/signin/{secret}?next={quote(page)}",
        "Никому её не передавайте: кто откроет ссылку, войдёт от вашего имени.",
    ]
    letter.set_content("\n\n".join(filter(None, paragraphs)))
    workspace.write_to(letter)


def _line(text: str) -> str:
    """``text`` on one line that a header takes literally: «=?…?=» would be decoded, line breaks in it included."""
    shown = "".join(letter for letter in " ".join(text.split()) if letter.isprintable())
    short = shown if len(shown) <= _LONGEST_NAME else f"{shown[:_LONGEST_NAME]}…"
    return short.replace("=?", "= ?")
