"""Gmail's search language, as conditions in SQL.

https://support.google.com/mail/answer/7190

Terms beside each other must all hold; ``OR`` joins its two neighbours, braces any of what is in them. A word before a
colon that is no operator is looked for as it stands, as Gmail does. What Gmail knows and this mailbox does not is
refused, rather than found nowhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from dateutil.relativedelta import relativedelta

from automation.embedded.errors import ApiError, invalid
from automation.embedded.numerals import whole

_TOKEN = re.compile(
    r"""\s+|(?P<negation>-(?=[^\s]))|(?P<mark>[(){}])|(?P<text>"[^"]*"?)
    |(?P<id>rfc822msgid:(?=[^\s(){}"])\S+?(?=[)}]*(?:\s|\Z)))|(?P<name>\w+:)(?=[^\s)}])|(?P<word>[^\s(){}"]+)""",
    re.VERBOSE | re.IGNORECASE,
)

_MOST_CHARACTERS = 2000
_MOST_TERMS = 150
_MOST_DEPTH = 50  # of brackets

HIDDEN = frozenset({"TRASH", "SPAM"})  # their letters are found only by those who look there

_CLOSING = {"(": ")", "{": "}"}
_PLACES = {"DRAFTS": "DRAFT", "CHATS": "CHAT"}
_STATES = ("UNREAD", "STARRED", "IMPORTANT", "SENT", "DRAFT", "INBOX", "TRASH", "SPAM", "CHAT")
_CATEGORIES = {"PRIMARY": "PERSONAL"} | {name: name for name in ("SOCIAL", "PROMOTIONS", "UPDATES", "FORUMS")}
_FIRST_YEAR, _LAST_YEAR = 1970, 9998
_UNITS = {"": 1, "k": 1024, "kb": 1024, "m": 1024**2, "mb": 1024**2}


class Condition(NamedTuple):
    """What must hold of a row of ``messages`` (``m``) and its words (``w``), and the values in it."""

    sql: str
    values: list[Any]


@dataclass(frozen=True)
class Searcher:
    """Who looks: their address, the ids of their labels by name, and the time on their clock."""

    email: str
    labels: Mapping[str, str]
    now: datetime


@dataclass
class Search:
    """What holds of the letters that a query asks for, and the places (``TRASH``, ``ANYWHERE``) that it names."""

    condition: Condition
    places: set[str] = field(default_factory=set)


def compiled(query: str, searcher: Searcher) -> Search:
    """What ``query`` asks for. Raises `ApiError` 400 for what is no query, or more than anybody looks for."""
    if len(query) > _MOST_CHARACTERS:
        raise _refused("it is too long")
    parser = _Parser(query, searcher)
    conditions = list[Condition]()
    while parser.tokens:
        conditions += parser.terms("")
        if parser.tokens:
            parser.tokens.pop()  # a bracket that nobody opened
    return Search(_all(conditions), parser.places)


def asked(query: str, searcher: Searcher, labels: Iterable[str], *, with_hidden: bool) -> Condition:
    """What holds of the letters that a list asks for: ``with_hidden`` those in the trash and in spam too."""
    search, labels = compiled(query, searcher), sorted(labels)
    conditions = [search.condition, *map(_labelled, labels)]
    if not with_hidden and not {*search.places, *labels} & {*HIDDEN, "ANYWHERE"}:
        conditions += [_not(_labelled(label)) for label in sorted(HIDDEN)]
    return _all(conditions)


def label_key(name: str) -> str:
    """A label's name as a query has it: ``Приказы/О парах`` is ``приказы-о-парах``."""
    return re.sub(r"[\s/&()\"{}]", "-", name.strip().casefold())


def _refused(why: str) -> ApiError:
    return invalid(f"Invalid search query: {why}.")


def _all(conditions: list[Condition]) -> Condition:
    return _joined(conditions, " AND ") if conditions else Condition("1", [])


def _any(conditions: list[Condition]) -> Condition:
    return _joined(conditions, " OR ") if conditions else Condition("1", [])


def _joined(conditions: list[Condition], mark: str) -> Condition:
    if len(conditions) == 1:
        return conditions[0]
    sql = mark.join(each.sql for each in conditions)
    return Condition(f"({sql})", [value for each in conditions for value in each.values])


def _not(condition: Condition) -> Condition:
    return Condition(f"NOT ({condition.sql})", condition.values)


class _Parser:
    def __init__(self, query: str, searcher: Searcher) -> None:
        self.searcher = searcher
        self.places: set[str] = set()
        self.count = self.depth = 0
        self.tokens = [(kind, match[kind]) for match in _TOKEN.finditer(query) if (kind := match.lastgroup)]
        self.tokens.reverse()

    def terms(self, operator: str, *, negated: bool = False) -> list[Condition]:
        """The terms up to a bracket that closes; bare ones belong to ``operator`` (``subject:(a b)``)."""
        found = list[Condition]()
        joins = False
        while self.tokens and self.tokens[-1] not in (("mark", ")"), ("mark", "}")):
            if self.tokens[-1] == ("word", "OR") or self.tokens[-1] == ("word", "|"):
                self.tokens.pop()
                joins = bool(found)
            elif self.tokens[-1] == ("word", "AND"):
                self.tokens.pop()
            else:
                term = self._term(operator, negated)
                found.append(_any([found.pop(), term]) if joins else term)
                joins = False
        return found

    def _term(self, operator: str, negated: bool) -> Condition:
        self.count += 1
        if self.count > _MOST_TERMS:
            raise _refused("it has too many terms")
        kind, text = self.tokens.pop()
        if kind == "negation":
            with self._deeper():
                return _not(self._term(operator, not negated)) if self.tokens else self._leaf(operator, "-", negated)
        if kind == "mark":
            return self._group(text, operator, negated)
        if kind == "id":
            return self._leaf("rfc822msgid", text.partition(":")[2], negated)
        if kind == "name" and (name := text[:-1].lower()) in _OPERATORS:
            with self._deeper():
                return self._term(name, negated)
        while kind == "name" and self.tokens and self.tokens[-1][0] != "mark":
            # No operator of Gmail's: a text that has a colon in it.
            kind, more = self.tokens.pop()
            text += more
        return self._leaf(operator, text.replace('"', ""), negated)

    def _group(self, opening: str, operator: str, negated: bool) -> Condition:
        with self._deeper():
            found = self.terms(operator, negated=negated)
        if self.tokens:
            self.tokens.pop()
        return _any(found) if opening == "{" else _all(found)

    @contextmanager
    def _deeper(self) -> Iterator[None]:
        self.depth += 1
        if self.depth > _MOST_DEPTH:
            raise _refused("it is too deep")
        yield
        self.depth -= 1

    def _leaf(self, operator: str, value: str, negated: bool) -> Condition:
        if not operator and value == "AROUND":
            raise _refused("AROUND is not supported")
        if operator in ("in", "label", "is") and not negated:
            self.places.add(value.upper())
        make = _OPERATORS.get(operator)
        return make(value, self.searcher) if make else _holds("everything", value.removeprefix("+").strip("()"))


def _holds(column: str, text: str) -> Condition:
    return Condition(f"instr(w.{column}, ?) > 0", [text.casefold()])


def _in(column: str) -> Callable[[str, Searcher], Condition]:
    def holds(value: str, searcher: Searcher) -> Condition:
        return _holds(column, searcher.email if value.lower() == "me" else value)

    return holds


def _from(value: str, searcher: Searcher) -> Condition:
    said = _in("sender")(value, searcher)
    return _any([said, _labelled("SENT")]) if value.lower() == "me" else said


def _labelled(label: str) -> Condition:
    return Condition("EXISTS (SELECT 1 FROM json_each(m.labels) WHERE value = ?)", [label])


def _label(value: str, searcher: Searcher) -> Condition:
    """A label by its name; one that nobody has made is on no letter, as in Gmail."""
    name = value.upper()
    return _labelled(searcher.labels.get(label_key(value)) or _PLACES.get(name, name))


def _place(value: str, searcher: Searcher) -> Condition:
    return Condition("1", []) if value.lower() == "anywhere" else _label(value, searcher)


def _state(value: str, searcher: Searcher) -> Condition:
    if value.lower() == "read":
        return _not(_labelled("UNREAD"))
    name = _PLACES.get(value.upper(), value.upper())
    if name not in _STATES:
        raise _refused(f"is:{value} is not supported")
    return _labelled(name)


def _category(value: str, searcher: Searcher) -> Condition:
    if value.upper() not in _CATEGORIES:
        raise _refused(f"category:{value} is not supported")
    return _labelled(f"CATEGORY_{_CATEGORIES[value.upper()]}")


def _has(value: str, searcher: Searcher) -> Condition:
    own = Condition("EXISTS (SELECT 1 FROM json_each(m.labels) WHERE value LIKE 'Label\\_%' ESCAPE '\\')", [])
    match value.lower():
        case "attachment":
            return Condition("w.has_attachment", [])
        case "userlabels":
            return own
        case "nouserlabels":
            return _not(own)
    raise _refused(f"has:{value} is not supported")


def _moment(value: str) -> int:
    """Milliseconds of ``2024/01/31``, ``2024-01-31``, ``01/31/2024`` or seconds since 1970."""
    if (seconds := whole(value)) is not None and len(value) > 4:
        return min(seconds * 1000, 2**62)
    numbers = [whole(part) for part in re.split("[-/.]", value)]
    if len(numbers) != 3 or None in numbers:
        raise _refused(f"{value} is no date")
    first, second, third = (number or 0 for number in numbers)
    year, month, day = (third, first, second) if first < _FIRST_YEAR <= third else (first, second, third)
    try:
        return int(datetime(year, month, day, tzinfo=UTC).timestamp() * 1000)
    except (ValueError, OverflowError):
        raise _refused(f"{value} is no date") from None


def _ago(value: str, now: datetime) -> int:
    """Milliseconds of the moment so long ago: ``2d``, ``3m``, ``1y``."""
    matched = re.fullmatch(r"(\d{1,6})([hdmy])", value.lower())
    if matched is None:
        raise _refused(f"{value} is no length of time (1d, 2m, 3y)")
    count, unit = int(matched[1]), matched[2]
    try:
        if unit in "my":
            moment = now - relativedelta(months=count * (12 if unit == "y" else 1))
        else:
            moment = now - timedelta(hours=count * (24 if unit == "d" else 1))
    except (ValueError, OverflowError):
        return 0  # before there were any letters
    return int(moment.timestamp() * 1000)


def _size(value: str) -> int:
    matched = re.fullmatch(r"(\d{1,15})([a-z]*)", value.lower())
    if matched is None or matched[2] not in _UNITS:
        raise _refused(f"{value} is no size (1000, 5K, 10M)")
    return int(matched[1]) * _UNITS[matched[2]]


def _since(value: str, searcher: Searcher) -> Condition:
    return Condition("m.internal_date >= ?", [_moment(value)])


def _until(value: str, searcher: Searcher) -> Condition:
    return Condition("m.internal_date < ?", [_moment(value)])


def _larger(value: str, searcher: Searcher) -> Condition:
    return Condition("length(m.raw) > ?", [_size(value)])


_OPERATORS: dict[str, Callable[[str, Searcher], Condition]] = {
    "rfc822msgid": lambda value, searcher: Condition("m.rfc822_id = ?", [value.strip("<>")]),
    "from": _from,
    "to": _in("recipients"),
    "cc": _in("cc"),
    "bcc": _in("bcc"),
    "deliveredto": _in("delivered_to"),
    "list": _in("list_id"),
    "filename": _in("file_names"),
    "subject": lambda value, searcher: _holds("subject", value),
    "after": _since,
    "newer": _since,
    "before": _until,
    "older": _until,
    "newer_than": lambda value, searcher: Condition("m.internal_date >= ?", [_ago(value, searcher.now)]),
    "older_than": lambda value, searcher: Condition("m.internal_date < ?", [_ago(value, searcher.now)]),
    "size": _larger,
    "larger": _larger,
    "smaller": lambda value, searcher: Condition("length(m.raw) < ?", [_size(value)]),
    "in": _place,
    "label": _label,
    "is": _state,
    "category": _category,
    "has": _has,
}
