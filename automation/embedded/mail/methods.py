"""``users.messages`` and ``users.getProfile``.

https://developers.google.com/workspace/gmail/api/reference/rest/v1/users.messages
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from typing import Any

from automation.embedded.calls import Call, handles
from automation.embedded.errors import ApiError, invalid, not_found
from automation.embedded.mail import search
from automation.embedded.mail.reading import content_of, file_name, headers
from automation.embedded.mail.store import Found, Letter, parsed
from automation.embedded.numerals import whole

Json = dict[str, Any]

_MAX_PAGE = 500
_SECONDS = 5e-6  # to look into a letter
_MOST_LABELS = 100  # to look for at once


def check_user(call: Call) -> str:
    """The owner's address. Raises `ApiError` 403 for anybody else's mailbox."""
    email: str = call.person.email
    if call["userId"] not in ("me", email):
        raise ApiError(403, f"Delegation denied for {email}", reason="forbidden")
    return email


@handles("gmail.users.getProfile")
def get_profile(call: Call) -> Json:
    email = check_user(call)
    letters, threads, last = call.workspace.mail.counts()
    return {
        "emailAddress": email,
        "messagesTotal": letters,
        "threadsTotal": threads,
        "historyId": str(last + 1),
    }


@handles("gmail.users.messages.send")
def send(call: Call) -> Json:
    email, mail = check_user(call), call.workspace.mail
    raw = raw_of(call)
    message = parsed(raw)
    if not any(str(message.get(name, "")).strip() for name in ("To", "Cc", "Bcc")):
        raise ApiError(400, "Recipient address required", reason="invalidArgument")
    missing = []
    if "Message-ID" not in message:
        missing.append(f"Message-ID: {make_msgid(domain='mail.workspace.local')}")
    if "From" not in message:
        missing.append(f"From: {email}")
    if "Date" not in message:
        missing.append(f"Date: {format_datetime(call.workspace.now())}")
    if missing:
        newline = "\r\n" if b"\r\n" in raw else "\n"
        raw = newline.join([*missing, ""]).encode() + raw
        message = parsed(raw)
    thread_id = call.body.get("threadId")
    if thread_id and not mail.has_thread(thread_id):
        raise not_found()
    rfc822_id = str(message["Message-ID"]).strip().strip("<>")
    letter = mail.add(raw, rfc822_id, ["SENT"], call.workspace.now(), thread_id)
    return {"id": letter.id, "threadId": letter.thread_id, "labelIds": letter.labels}


def raw_of(call: Call) -> bytes:
    """The letter that a call brings, as RFC 822 bytes. Raises `ApiError` 400."""
    if call.media is not None:
        return call.media.content
    text = call.body.get("raw")
    if not text:
        message = "'raw' RFC822 payload message string or uploading message via /upload/* URL required"
        raise ApiError(400, message, reason="invalidArgument")
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise invalid("Invalid value for ByteString") from None


@handles("gmail.users.messages.list")
def list_messages(call: Call) -> Json:
    check_user(call)
    return page_of(call, "messages", matching(call), lambda letter: {"id": letter.id, "threadId": letter.thread_id})


def matching(call: Call) -> list[Found]:
    """The letters that a list asks for, newest first; those thrown away only if it asks for them."""
    mail, labels = call.workspace.mail, set(call.get("labelIds", []))
    if call.get("q"):
        call.takes(mail.counts()[0] * _SECONDS)
    if len(labels) > _MOST_LABELS:
        raise invalid(f"Too many labels; the limit is {_MOST_LABELS}")
    own = {search.label_key(label["name"]): label["id"] for label in mail.own_labels()}
    searcher = search.Searcher(call.person.email, own, call.workspace.now())
    hidden = bool(call.get("includeSpamTrash"))
    return mail.find(search.asked(call.get("q", ""), searcher, labels, with_hidden=hidden))


def page_of(call: Call, name: str, found: list[Found], show: Callable[[Found], Json]) -> Json:
    """The answer of a list: one page of ``found``, each as ``show``, under ``name``, which is left out when empty.

    A token is the number of the last letter that was told: whoever removes letters between two pages misses none.
    """
    token, size = call.get("pageToken", ""), min(max(call.get("maxResults", 100), 1), _MAX_PAGE)
    last = whole(token)
    if token and last is None:
        raise invalid("Invalid pageToken")
    rest = found if last is None else [each for each in found if each.number < last]
    answer: Json = {"resultSizeEstimate": len(found)}
    if rest:
        answer[name] = [show(each) for each in rest[:size]]
    if size < len(rest):
        answer["nextPageToken"] = str(rest[size - 1].number)
    return answer


@handles("gmail.users.messages.get")
def get(call: Call) -> Json:
    check_user(call)
    return shown(call, call.workspace.mail.get(call["id"]))


def shown(call: Call, letter: Letter) -> Json:
    """The letter as ``format`` and ``metadataHeaders`` ask for it."""
    form = call.get("format", "full")
    answer: Json = {
        "id": letter.id,
        "threadId": letter.thread_id,
        "labelIds": letter.labels,
        "snippet": call.workspace.mail.snippet(letter.number),
        "sizeEstimate": len(letter.raw),
        "historyId": str(letter.number + 1),
        "internalDate": str(letter.internal_date),
    }
    if form == "raw":
        answer["raw"] = _encoded(letter.raw)
    elif form == "full":
        answer["payload"] = _part(letter.message(), "")
    elif form == "metadata":
        head = letter.head()
        answer["payload"] = {"mimeType": head.get_content_type(), "headers": _headers(head, call)}
    return answer


@handles("gmail.users.messages.attachments.get")
def get_attachment(call: Call) -> Json:
    check_user(call)
    letter = call.workspace.mail.get(call["messageId"])
    part = _find_part(letter, call["id"])
    content = content_of(part)
    return {"size": len(content), "data": _encoded(content)}


def _find_part(letter: Letter, attachment_id: str) -> EmailMessage:
    part = letter.message()
    for step in attachment_id.removeprefix("ANGjdJ").split("."):
        parts = list(part.iter_parts())
        number = whole(step)
        if number is None or number >= len(parts):
            raise invalid("Invalid attachment token")
        part = parts[number]  # type: ignore[assignment]
    return part


def _encoded(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode()


def _headers(message: EmailMessage, call: Call | None = None) -> list[Json]:
    wanted = {name.lower() for name in (call.get("metadataHeaders", []) if call else [])}
    said = headers(message)
    return [{"name": name, "value": value} for name, value in said if not wanted or name.lower() in wanted]


def _part(part: EmailMessage, part_id: str) -> Json:
    """Google's ``MessagePart``; the content of an attachment is fetched by its id."""
    answer: Json = {
        "partId": part_id,
        "mimeType": part.get_content_type(),
        "filename": file_name(part),
        "headers": _headers(part),
    }
    if part.is_multipart():
        answer["body"] = {"size": 0}
        children = enumerate(part.iter_parts())
        answer["parts"] = [_part(child, f"{part_id}.{i}".lstrip(".")) for i, child in children]  # type: ignore[arg-type]
        return answer
    content = content_of(part)
    if answer["filename"]:
        answer["body"] = {"attachmentId": f"ANGjdJ{part_id}", "size": len(content)}
    else:
        answer["body"] = {"size": len(content), **({"data": _encoded(content)} if content else {})}
    return answer
