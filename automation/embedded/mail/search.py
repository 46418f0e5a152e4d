"""Gmail's search operators, as far as programs use them, as conditions in SQL.

https://support.google.com/mail/answer/7190
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any, NamedTuple

from automation.embedded.errors import invalid
from automation.embedded.numerals import whole

_TERM = re.compile(r"""(?P<minus>-)?(?:(?P<name>\w+):)?(?P<value>"[^"]*"|\([^)]*\)|\S+)""")


_MOST_CHARACTERS = 2000  # of a query: brackets that never close are looked for to its end
_MOST_TERMS = 150

HIDDEN = frozenset({"TRASH", "SPAM"})  # their letters are found only by those who look there


class Term(NamedTuple):
    """One operator of a query: its name ("" for a bare word), value, and whether it is negated."""

    name: str
    value: str
    negated: bool


class Condition(NamedTuple):
    """What must hold of a row of ``messages`` (``m``) and its words (``w``), and the values in it."""

    sql: str
    values: list[Any]


def terms(query: str) -> list[Term]:
    """The terms of ``query``, which all must hold. Raises `ApiError` 400 for more than anybody looks for."""
    if len(query) > _MOST_CHARACTERS:
        raise invalid("Invalid search query: it is too long.")
    found = []
    for matched in _TERM.finditer(query):
        value = matched.group("value").strip('"()')
        found.append(Term((matched.group("name") or "").lower(), value, bool(matched.group("minus"))))
    if len(found) > _MOST_TERMS:
        raise invalid("Invalid search query: it has too many terms.")
    return found


def without_hidden(found: list[Term]) -> list[Term]:
    """The terms, and that the letter lies neither in the trash nor in spam, unless they ask for one of these."""
    places = {term.value.upper() for term in found if term.name in ("in", "label", "is") and not term.negated}
    if places & {*HIDDEN, "ANYWHERE"}:
        return found
    return [*found, *(Term("label", label, negated=True) for label in sorted(HIDDEN))]


def condition(found: list[Term], labels: Iterable[str] = ()) -> Condition:
    """That every term holds of a letter, and that it has all ``labels``."""
    parts = [_of(term) for term in found] + [_labelled(label) for label in labels]
    return Condition(" AND ".join(part.sql for part in parts) or "1", [each for part in parts for each in part.values])


def _of(term: Term) -> Condition:
    make = _OPERATORS.get(term.name)
    text = f"{term.name}:{term.value}" if term.name else term.value
    made = make(term.value) if make else _holds("everything", text)
    return Condition(f"NOT ({made.sql})", made.values) if term.negated else made


def _holds(column: str, text: str) -> Condition:
    return Condition(f"instr(w.{column}, ?) > 0", [text.casefold()])


def _in(column: str) -> Callable[[str], Condition]:
    return lambda value: _holds(column, value)


def _labelled(label: str) -> Condition:
    return Condition("EXISTS (SELECT 1 FROM json_each(m.labels) WHERE value = ?)", [label])


def _place(value: str) -> Condition:
    return Condition("1", []) if value.lower() == "anywhere" else _labelled(value.upper())


def _state(value: str) -> Condition:
    if value == "read":
        unread = _labelled("UNREAD")
        return Condition(f"NOT {unread.sql}", unread.values)
    return _labelled(value.upper())


def _moment(value: str) -> int:
    """Milliseconds of ``2024/01/31``, ``2024-01-31`` or seconds since 1970."""
    if (seconds := whole(value)) is not None:
        return min(seconds * 1000, 2**62)
    try:
        year, month, day = (int(part) for part in re.split("[-/]", value))
        return int(datetime(year, month, day, tzinfo=UTC).timestamp() * 1000)
    except (ValueError, OverflowError):
        return 0


_OPERATORS: dict[str, Callable[[str], Condition]] = {
    "rfc822msgid": lambda value: Condition("m.rfc822_id = ?", [value.strip("<>")]),
    "from": _in("sender"),
    "to": _in("recipients"),
    "cc": _in("cc"),
    "bcc": _in("bcc"),
    "subject": _in("subject"),
    "after": lambda value: Condition("m.internal_date >= ?", [_moment(value)]),
    "before": lambda value: Condition("m.internal_date < ?", [_moment(value)]),
    "in": _place,
    "label": lambda value: _labelled(value.upper()),
    "is": _state,
    "has": lambda value: Condition("w.has_attachment" if value == "attachment" else "0", []),
}
