"""What a letter says, however broken it is: its headers, its text, and the words by which it is found.

Letters come from anywhere. A header that cannot be parsed, an unknown charset or half a MIME part must not keep the
rest of the letter, or of the mailbox, from being read.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from email.message import EmailMessage

_SNIPPET = 200  # characters
_MAX_WORDS = 200_000  # characters of a letter by which it is found
_UNSEEN = re.compile(r"<(?:(?P<name>style|script|head|title)\b|!--)", re.IGNORECASE)
# A lone surrogate stands for a byte that nothing could read; neither SQLite nor JSON takes it.
_SURROGATES = re.compile(r"[\ud800-\udfff]")


def headers(message: EmailMessage) -> list[tuple[str, str]]:
    """All headers in order, decoded where they can be."""
    return [(name, _decoded(message, name, value)) for name, value in message.raw_items()]


def _decoded(message: EmailMessage, name: str, value: object) -> str:
    try:
        return readable(str(message.policy.header_fetch_parse(name, str(value))))
    except Exception:  # CPython's parser of headers fails in many ways on what strangers write
        return readable(" ".join(str(value).split()))


def header(message: EmailMessage, name: str) -> str:
    """The first header of this name; empty without one."""
    return next((value for found, value in headers(message) if found.lower() == name.lower()), "")


def readable(text: str) -> str:
    """``text`` without what is no letter at all."""
    return _SURROGATES.sub("\ufffd", text)


def text_of(part: EmailMessage) -> str:
    """The text of a part of a letter, whatever it says of its charset."""
    try:
        return readable(str(part.get_content()))
    except Exception:  # an unknown charset, a part that is no text, a transfer encoding that does not hold
        return readable(content_of(part).decode("utf-8", "replace"))


def content_of(part: EmailMessage) -> bytes:
    """The bytes of a part, its transfer encoding undone."""
    try:
        payload = part.get_payload(decode=True)
    except Exception:
        return b""
    return payload if isinstance(payload, bytes) else b""


def file_name(part: EmailMessage) -> str:
    """The name under which a part was attached; empty for the letter's own text."""
    try:
        return readable(part.get_filename() or "")
    except Exception:  # a parameter in a charset that nobody knows
        return "attachment"


def body_of(message: EmailMessage, *kinds: str) -> EmailMessage | None:
    """The part to read: of the kinds ("plain", "html") the first that the letter has."""
    try:
        found = message.get_body(kinds)
    except Exception:
        return None
    return found if isinstance(found, EmailMessage) else None


def words_in(markup: str) -> str:
    """The text of some HTML, in one pass: what is opened and never closed is looked for once."""
    seen, at = list[str](), 0
    while (start := markup.find("<", at)) >= 0:
        seen.append(markup[at:start])
        unseen = _UNSEEN.match(markup, start)
        if unseen is None:
            end = markup.find(">", start) + 1
            seen.append("" if end else markup[start:])
        else:
            closed = re.compile(rf"</{unseen['name']}[^>]*>" if unseen["name"] else "-->", re.IGNORECASE)
            found = closed.search(markup, unseen.end())
            end = found.end() if found else 0
        at = end or len(markup)
    return html.unescape(" ".join([*seen, markup[at:]]))


def plain_text(message: EmailMessage) -> str:
    """The text of a letter: as it is written, or that of its HTML."""
    part = body_of(message, "plain", "html")
    if part is None:
        return ""
    text = text_of(part)
    return words_in(text) if part.get_content_type() == "text/html" else text


@dataclass(frozen=True)
class Words:
    """What a letter is found by, in small letters, and the beginning of its text as HTML."""

    sender: str
    recipients: str
    cc: str
    bcc: str
    subject: str
    everything: str
    snippet: str
    has_attachment: bool
    file_names: str
    list_id: str
    delivered_to: str


def words(message: EmailMessage) -> Words:
    """The words of a letter; of a very long one the first."""
    said, text = headers(message), plain_text(message)

    def of(*names: str) -> str:
        return "\n".join(value for name, value in said if name.lower() in names).casefold()

    everything = " ".join([*(value for _, value in said), text[:_MAX_WORDS]]).casefold()
    return Words(
        sender=of("from"),
        recipients=of("to", "cc", "bcc"),
        cc=of("cc"),
        bcc=of("bcc"),
        subject=of("subject"),
        everything=everything,
        snippet=html.escape(" ".join(text[: _SNIPPET * 20].split())[:_SNIPPET]),
        has_attachment=_has_attachment(message),
        file_names="\n".join(file_name(part) for part in _parts(message)).casefold(),
        list_id=of("list-id"),
        delivered_to=of("delivered-to"),
    )


def _parts(message: EmailMessage) -> list[EmailMessage]:
    try:
        return [part for part in message.walk() if isinstance(part, EmailMessage)]
    except Exception:  # half a part
        return []


def _has_attachment(message: EmailMessage) -> bool:
    try:
        return any(True for _ in message.iter_attachments())
    except Exception:  # multipart by its header, and not by what follows
        return False
