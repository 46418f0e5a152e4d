"""The letters with a personal link: the one that tells of a file shared with a person, and the one that renews it."""

from __future__ import annotations

from collections.abc import Callable
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from typing import TYPE_CHECKING
from urllib.parse import quote

from automation.embedded.access.person import OWNER, Person
from automation.embedded.access.roles import Roles
from automation.embedded.access.sign_ins import LINK_LASTS

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
    secret = workspace.sign_ins.new_link(person.email, workspace.now(), page)
    paragraphs = [
        f"Здравствуйте! Вам открыт доступ: «{name}». Вы можете {_MAY.get(role, _MAY['writer'])}.",
        note,
        *_of_the_link(address, secret, page),
    ]
    _write(workspace, person.email, f"Вам открыт доступ: {_line(name)}", paragraphs)


def welcome(workspace: Workspace, email: str, what: str, link: str) -> None:
    """Mail a person ``link``, a personal link, and say ``what`` is open to them. Runs inside a transaction."""
    _write(workspace, email, _line(what).rstrip("."), [f"Здравствуйте! {what}", *_terms(link)])


def renew(workspace: Workspace, old: str, address: str, has_more: Callable[[Person], bool]) -> None:
    """Mail a new link in place of ``old``, the secret of one that works no more, to the address which that belonged to.

    Nothing is sent to whoever has access to nothing any more, neither to a file nor to what another program adds
    (``has_more``), nor twice in an hour. Runs inside a transaction.
    """
    link = workspace.sign_ins.spend_renewal(old, workspace.now())
    if link is None or not (_has_access(workspace, Person(link.email)) or has_more(Person(link.email))):
        return
    secret = workspace.sign_ins.new_link(link.email, workspace.now(), link.page)
    asked = "Здравствуйте! Вы попросили новую ссылку вместо прежней. Если не просили, ничего делать не нужно."
    _write(workspace, link.email, "Новая ссылка для входа", [asked, *_of_the_link(address, secret, link.page)])


def _has_access(workspace: Workspace, person: Person) -> bool:
    roles, files = Roles(workspace.files, person, workspace.now()), workspace.files
    return any(roles.finds(file) or roles.is_asked(file) for file in (files.get(files.root_id), *files.every()))


def _of_the_link(address: str, secret: str, page: str) -> list[str]:
    wanted = f"?next={quote(page)}" if page else ""
    return _terms(f"{address}/signin/{secret}{wanted}")


def _terms(link: str) -> list[str]:
    return [
        f"Ваша личная ссылка (пароль не нужен): {link}",
        f"Откройте её и нажмите «Войти». Ссылка действует один раз и не дольше {LINK_LASTS.days} дней; когда она "
        "перестанет действовать, на её странице можно попросить новую.",
        "Никому её не передавайте: кто войдёт по ссылке, войдёт от вашего имени.",
    ]


def _write(workspace: Workspace, to: str, subject: str, paragraphs: list[str]) -> None:
    letter = EmailMessage()
    letter["From"] = OWNER.email
    letter["To"] = to
    letter["Subject"] = subject
    letter["Date"] = format_datetime(workspace.now())
    letter["Message-ID"] = make_msgid(domain="mail.workspace.local")
    letter.set_content("\n\n".join(filter(None, paragraphs)))
    workspace.write_to(letter)


def _line(text: str) -> str:
    """``text`` on one line that a header takes literally: «=?…?=» would be decoded, line breaks in it included."""
    shown = "".join(letter for letter in " ".join(text.split()) if letter.isprintable())
    short = shown if len(shown) <= _LONGEST_NAME else f"{shown[:_LONGEST_NAME]}…"
    return short.replace("=?", "= ?")
