"""``users.messages`` and ``users.getProfile``.

https://developers.google.com/workspace/gmail/api/reference/rest/v1/users.messages
"""

from __future__ import annotations

import base64
import binascii
import html
import re
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from typing import Any

from automation.embedded.calls import Call, handles
from automation.embedded.errors import ApiError, invalid, not_found
from automation.embedded.mail import search
from automation.embedded.mail.store import Letter, parsed

Json = dict[str, Any]

_MAX_PAGE = 500
_SNIPPET = 200  # characters


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
    found = [{"id": letter.id, "threadId": letter.thread_id} for letter in matching(call)]
    return page_of(call, "messages", found)


def matching(call: Call) -> list[Letter]:
    """The letters that a list asks for, newest first; those thrown away only if it asks for them."""
    terms, labels = search.terms(call.get("q", "")), set(call.get("labelIds", []))
    if not call.get("includeSpamTrash") and not labels & search.HIDDEN:
        terms = search.without_hidden(terms)
    letters = call.workspace.mail.newest_first(search.rfc822_id(terms))
    return [letter for letter in letters if labels <= set(letter.labels) and search.matches(letter, terms)]


def page_of(call: Call, name: str, found: list[Json]) -> Json:
    """The answer of a list: one page of ``found`` under ``name``, which is left out when empty."""
    token = call.get("pageToken", "0")
    if not token.isdecimal():
        raise invalid("Invalid pageToken")
    start, size = int(token), min(max(call.get("maxResults", 100), 1), _MAX_PAGE)
    page = found[start : start + size]
    answer: Json = {"resultSizeEstimate": len(found), **({name: page} if page else {})}
    if start + size < len(found):
        answer["nextPageToken"] = str(start + size)
    return answer


@handles("gmail.users.messages.get")
def get(call: Call) -> Json:
    check_user(call)
    return shown(call, call.workspace.mail.get(call["id"]))


def shown(call: Call, letter: Letter) -> Json:
    """The letter as ``format`` and ``metadataHeaders`` ask for it."""
    message, form = letter.message(), call.get("format", "full")
    answer: Json = {
        "id": letter.id,
        "threadId": letter.thread_id,
        "labelIds": letter.labels,
        "snippet": snippet(message),
        "sizeEstimate": len(letter.raw),
        "historyId": str(letter.number + 1),
        "internalDate": str(letter.internal_date),
    }
    if form == "raw":
        answer["raw"] = _encoded(letter.raw)
    elif form == "full":
        answer["payload"] = _part(message, "")
    elif form == "metadata":
        answer["payload"] = {"mimeType": message.get_content_type(), "headers": _headers(message, call)}
    return answer


@handles("gmail.users.messages.attachments.get")
def get_attachment(call: Call) -> Json:
    check_user(call)
    letter = call.workspace.mail.get(call["messageId"])
    part = _find_part(letter, call["id"])
    content = _content(part)
    return {"size": len(content), "data": _encoded(content)}


def _find_part(letter: Letter, attachment_id: str) -> EmailMessage:
    part = letter.message()
    for step in attachment_id.removeprefix("ANGjdJ").split("."):
        parts = list(part.iter_parts())
        if not step.isdigit() or int(step) >= len(parts):
            raise invalid("Invalid attachment token")
        part = parts[int(step)]  # type: ignore[assignment]
    return part


def _encoded(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode()


def _headers(message: EmailMessage, call: Call | None = None) -> list[Json]:
    wanted = {name.lower() for name in (call.get("metadataHeaders", []) if call else [])}
    return [
        {"name": name, "value": str(value)} for name, value in message.items() if not wanted or name.lower() in wanted
    ]


def _content(part: EmailMessage) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _part(part: EmailMessage, part_id: str) -> Json:
    """Google's ``MessagePart``; the content of an attachment is fetched by its id."""
    answer: Json = {
        "partId": part_id,
        "mimeType": part.get_content_type(),
        "filename": part.get_filename() or "",
        "headers": _headers(part),
    }
    if part.is_multipart():
        answer["body"] = {"size": 0}
        children = enumerate(part.iter_parts())
        answer["parts"] = [_part(child, f"{part_id}.{i}".lstrip(".")) for i, child in children]  # type: ignore[arg-type]
        return answer
    content = _content(part)
    if answer["filename"]:
        answer["body"] = {"attachmentId": f"ANGjdJ{part_id}", "size": len(content)}
    else:
        answer["body"] = {"size": len(content), **({"data": _encoded(content)} if content else {})}
    return answer


def snippet(message: EmailMessage) -> str:
    """The beginning of a letter's text, as HTML."""
    body = message.get_body(("plain", "html"))
    if body is None:
        return ""
    try:
        text = str(body.get_content())
    except (LookupError, KeyError, ValueError):
        return ""
    if body.get_content_type() == "text/html":
        text = html.unescape(re.sub(r"(?s)<(style|script).*?</\1>|<[^>]+>", " ", text))
    return html.escape(" ".join(text.split())[:_SNIPPET])
