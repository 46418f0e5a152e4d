"""Gmail's search operators, as far as programs use them.

https://support.google.com/mail/answer/7190
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import NamedTuple

from automation.embedded.mail.store import Letter

_TERM = re.compile(r"""(?P<minus>-)?(?:(?P<name>\w+):)?(?P<value>"[^"]*"|\([^)]*\)|\S+)""")


HIDDEN = frozenset({"TRASH", "SPAM"})  # their letters are found only by those who look there


class Term(NamedTuple):
    """One operator of a query: its name ("" for a bare word), value, and whether it is negated."""

    name: str
    value: str
    negated: bool


def terms(query: str) -> list[Term]:
    """The terms of ``query``, which all must hold."""
    found = []
    for matched in _TERM.finditer(query):
        value = matched.group("value").strip('"()')
        found.append(Term((matched.group("name") or "").lower(), value, bool(matched.group("minus"))))
    return found


def without_hidden(found: list[Term]) -> list[Term]:
    """The terms, and that the letter lies neither in the trash nor in spam, unless they ask for one of these."""
    places = {term.value.upper() for term in found if term.name in ("in", "label", "is") and not term.negated}
    if places & {*HIDDEN, "ANYWHERE"}:
        return found
    return [*found, *(Term("label", label, negated=True) for label in sorted(HIDDEN))]


def rfc822_id(found: list[Term]) -> str | None:
    """The ``Message-ID`` that the query asks for, which an index answers."""
    return next((term.value.strip("<>") for term in found if term.name == "rfc822msgid" and not term.negated), None)


def matches(letter: Letter, found: list[Term]) -> bool:
    """Whether a letter fulfils every term."""
    return all(_holds(letter, term) != term.negated for term in found)


def _holds(letter: Letter, term: Term) -> bool:
    test = _TESTS.get(term.name)
    if test:
        return test(letter, term.value)
    text = f"{term.name}:{term.value}" if term.name else term.value
    return text.casefold() in _all_text(letter)


def _all_text(letter: Letter) -> str:
    message = letter.message()
    body = message.get_body(("plain", "html"))
    content = body.get_content() if body else ""
    return " ".join([*map(str, message.values()), str(content)]).casefold()


def _header(*names: str) -> Callable[[Letter, str], bool]:
    def holds(letter: Letter, value: str) -> bool:
        message = letter.message()
        return any(value.casefold() in str(message.get(name, "")).casefold() for name in names)

    return holds


def _moment(value: str) -> int:
    """Milliseconds of ``2024/01/31``, ``2024-01-31`` or seconds since 1970."""
    if value.isdigit():
        return int(value) * 1000
    try:
        year, month, day = (int(part) for part in re.split("[-/]", value))
        return int(datetime(year, month, day, tzinfo=UTC).timestamp() * 1000)
    except ValueError:
        return 0


def _has(letter: Letter, value: str) -> bool:
    return value == "attachment" and any(True for _ in letter.message().iter_attachments())


_TESTS: dict[str, Callable[[Letter, str], bool]] = {
    "rfc822msgid": lambda letter, value: letter.rfc822_id == value.strip("<>"),
    "from": _header("From"),
    "to": _header("To", "Cc", "Bcc"),
    "cc": _header("Cc"),
    "bcc": _header("Bcc"),
    "subject": _header("Subject"),
    "after": lambda letter, value: letter.internal_date >= _moment(value),
    "before": lambda letter, value: letter.internal_date < _moment(value),
    "in": lambda letter, value: value.lower() == "anywhere" or value.upper() in letter.labels,
    "label": lambda letter, value: value.upper() in letter.labels,
    "is": lambda letter, value: "UNREAD" not in letter.labels if value == "read" else value.upper() in letter.labels,
    "has": _has,
}
