"""«Почта»: what was sent, to whom and why. The mailbox is the owner's alone, as the API has it."""

from __future__ import annotations

import html
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from starlette.responses import Response

from automation.embedded.errors import ApiError
from automation.embedded.pages.preview import letters
from automation.embedded.pages.register import page
from automation.embedded.pages.rendering import download, goes_to, show
from automation.embedded.pages.visit import Refused, Visit

Json = dict[str, Any]

_ON_PAGE = 50
_MAX_QUERY = 200  # letters
_LISTED = ["To", "Cc", "Bcc", "From", "Subject"]
_TOLD = {"to", "cc", "bcc", "from", "subject", "date", "content-type", "content-transfer-encoding", "mime-version"}
_OWNER_S = (
    "Почта этого рабочего пространства открыта только его владельцу. Файлы, которые вам открыли, — на странице «Диск»."
)


@dataclass(frozen=True)
class _Box:
    """A part of the mailbox: its name, the label that its letters carry, and what it says when empty."""

    key: str
    name: str
    label: str
    empty: str


_SENT = _Box(
    "sent",
    "Отправленные",
    "SENT",
    "Писем пока нет. Здесь появятся все письма, которые отправит программа, и приглашения тем, кому вы открыли файл.",
)
_BOXES = {
    box.key: box
    for box in (
        _SENT,
        _Box("inbox", "Входящие", "INBOX", "Входящих писем нет."),
        _Box("trash", "Корзина", "TRASH", "Корзина пуста."),
    )
}


@page("GET", "/mail")
def mailbox(visit: Visit) -> Response:
    box = _BOXES.get(visit.asked("box"), _SENT)
    wanted = " ".join(visit.asked("q").split())[:_MAX_QUERY]
    query: Json = {"labelIds": [box.label], "q": _query(wanted), "maxResults": _ON_PAGE}
    if box.label != "TRASH":
        query["q"] += " -in:trash"
    if token := visit.asked("from"):
        query["pageToken"] = token
    found = _ask(visit, "messages.list", **query)
    older = found.get("nextPageToken", "")
    return show(
        visit,
        "mail.html",
        box=box,
        boxes=_boxes(visit, box),
        wanted=wanted,
        rows=[_row(visit, each["id"]) for each in found.get("messages", [])],
        total=found["resultSizeEstimate"],
        is_first=not token,
        older=f"/mail?{urlencode({'box': box.key, 'q': wanted, 'from': older})}" if older else "",
    )


def _ask(visit: Visit, method: str, body: Json | None = None, **parameters: Any) -> Json:
    """Gmail's answer. Whoever is not the owner is told so kindly, or asked to sign in."""
    try:
        return visit.ask(f"gmail.users.{method}", body, userId="me", **parameters)
    except ApiError:
        if visit.person.is_owner:
            raise
        if not visit.person.email:
            raise ApiError(401, "Nobody is signed in.") from None
        raise Refused(_OWNER_S, 403) from None


def _query(wanted: str) -> str:
    """What was typed as Gmail's query: words that must all occur, none of which is an operator."""
    return " ".join(f'"{word}"' for word in wanted.replace('"', " ").split() if word.strip("()"))


def _boxes(visit: Visit, current: _Box) -> list[tuple[_Box, int]]:
    """The boxes to choose from: that of the sent letters, the current one, and those with letters in them."""
    counted = [(box, _count(visit, box)) for box in _BOXES.values()]
    return [(box, count) for box, count in counted if count or box in (_SENT, current)]


def _count(visit: Visit, box: _Box) -> int:
    query = "" if box.label == "TRASH" else "-in:trash"
    return int(_ask(visit, "messages.list", labelIds=[box.label], q=query, maxResults=1)["resultSizeEstimate"])


@dataclass(frozen=True)
class _Row:
    id: str
    who: str
    subject: str
    beginning: str
    when: datetime | None


def _row(visit: Visit, letter_id: str) -> _Row:
    letter = _ask(visit, "messages.get", id=letter_id, format="metadata", metadataHeaders=_LISTED)
    is_ours = "SENT" in letter["labelIds"]
    names = ("To", "Cc", "Bcc") if is_ours else ("From",)
    people = [each for name in names for each in letters.people(letters.header_of(letter["payload"], name))]
    return _Row(
        letter_id,
        _in_short(people),
        letters.header_of(letter["payload"], "Subject"),
        html.unescape(letter["snippet"]),
        _moment(letter),
    )


def _in_short(people: list[str]) -> str:
    if not people:
        return "Без адресата"
    return ", ".join(people[:2]) + (f" и ещё {len(people) - 2}" if len(people) > 2 else "")


def _moment(letter: Json) -> datetime | None:
    try:
        return datetime.fromtimestamp(int(letter["internalDate"]) / 1000, UTC)
    except (ValueError, OverflowError, OSError):
        return None


@page("GET", "/mail/{message_id}")
def letter(visit: Visit) -> Response:
    found = _letter(visit)
    payload = found["payload"]
    written = letters.body(payload, visit.led)
    return show(
        visit,
        "letter.html",
        letter=found,
        subject=letters.header_of(payload, "Subject"),
        lines=_lines(payload),
        when=_moment(found),
        written=written,
        as_text=visit.asked("view") == "text" or written.look is None,
        attachments=letters.attachments(payload),
        is_automatic=letters.header_of(payload, "Auto-Submitted").lower() not in ("", "no"),
        is_sent="SENT" in found["labelIds"],
        is_trashed="TRASH" in found["labelIds"],
        details=[(each["name"], each["value"]) for each in payload["headers"] if each["name"].lower() not in _TOLD],
        box=_box_of(found),
        here=f"/mail/{found['id']}",
    )


def _letter(visit: Visit) -> Json:
    return _ask(visit, "messages.get", id=visit["message_id"])


def _lines(payload: Json) -> list[tuple[str, str]]:
    """Who wrote to whom, line by line."""
    names = (("Кому", "To"), ("Копия", "Cc"), ("Скрытая копия", "Bcc"), ("От кого", "From"))
    return [(title, value) for title, name in names if (value := letters.header_of(payload, name))]


def _box_of(found: Json) -> _Box:
    order = (_BOXES["trash"], _BOXES["inbox"], _SENT)
    return next((box for box in order if box.label in found["labelIds"]), _SENT)


@page("GET", "/mail/{message_id}/attachments/{attachment_id}")
def attachment(visit: Visit) -> Response:
    held = {each.id: each for each in letters.attachments(_letter(visit)["payload"])}
    if visit["attachment_id"] not in held:
        raise Refused("В этом письме нет такого вложения.", 404)
    chosen = held[visit["attachment_id"]]
    found = _ask(visit, "messages.attachments.get", messageId=visit["message_id"], id=chosen.id)
    return download(letters.decoded(found["data"]), chosen.name, "application/octet-stream")


@page("GET", "/mail/{message_id}/eml")
def as_file(visit: Visit) -> Response:
    """The letter as it was sent, for another mail program."""
    found = _ask(visit, "messages.get", id=visit["message_id"], format="raw")
    return download(letters.decoded(found["raw"]), f"{_box_of(found).name}, {found['id']}.eml", "message/rfc822")


@page("POST", "/mail/{message_id}/trash")
def trash(visit: Visit) -> Response:
    _ask(visit, "messages.trash", id=visit["message_id"])
    return goes_to("/mail?box=trash")


@page("POST", "/mail/{message_id}/untrash")
def untrash(visit: Visit) -> Response:
    _ask(visit, "messages.untrash", id=visit["message_id"])
    return goes_to(f"/mail/{visit['message_id']}")
