"""The query language of ``files.list``.

https://developers.google.com/workspace/drive/api/guides/ref-search-terms

    compile_query("'root' in parents and name contains 'Приказ' and trashed = false", root_id).test(file)
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from automation.embedded.access.person import OWNER, Person
from automation.embedded.drive.files import ROOT_ALIAS
from automation.embedded.errors import ApiError
from automation.embedded.numerals import whole

Json = dict[str, Any]
Predicate = Callable[[Json], bool]

_TOKEN = re.compile(
    r"""\s*(?:(?P<text>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")|(?P<mark><=|>=|!=|[=<>(){}])|(?P<word>[\w.]+))""", re.DOTALL
)
_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "=": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}
_MOST_TERMS = 200
_MAX_DEPTH = 50  # of brackets and negations
_TEXT_FIELDS = ("name", "mimeType", "fullText", "description")
_TIME_FIELDS = ("modifiedTime", "createdTime", "viewedByMeTime", "sharedWithMeTime")
_TRUTH_FIELDS = ("trashed", "starred", "sharedWithMe")
_TOO_COMPLEX = "The query is too complex."
_ROLES = {"owners": ("owner",), "writers": ("owner", "writer"), "readers": ("owner", "writer", "commenter", "reader")}


def _bad_query(message: str = "Invalid Value") -> ApiError:
    return ApiError(400, message, reason="invalid", location="q")


@dataclass(frozen=True)
class Query:
    """What decides whether a file is found, and the folders that the query names."""

    test: Predicate
    folders: frozenset[str] = frozenset()


EVERYTHING = Query(lambda file: True)


def compile_query(text: str, root_id: str, person: Person = OWNER) -> Query:
    """What decides whether ``person`` finds a file. Raises `ApiError` 400 if ``text`` is no query."""
    parser = _Parser(text, root_id, person)
    predicate = parser.alternatives()
    if parser.tokens:
        raise _bad_query()
    return Query(predicate, frozenset(parser.folders))


class _Parser:
    def __init__(self, text: str, root_id: str, person: Person) -> None:
        self.root_id = root_id
        self.person = person
        self.folders: set[str] = set()
        self.terms = self.depth = 0
        self.tokens: list[tuple[str, str]] = []
        position, end = 0, len(text.rstrip())
        while position < end:
            matched = _TOKEN.match(text, position)
            if not matched:
                raise _bad_query()
            kind = matched.lastgroup or ""
            self.tokens.append((kind, matched.group(kind)))
            position = matched.end()
        self.tokens.reverse()

    def alternatives(self) -> Predicate:
        found = [self._conjunction()]
        while self._accept("or"):
            found.append(self._conjunction())
        return found[0] if len(found) == 1 else lambda file: any(test(file) for test in found)

    def _conjunction(self) -> Predicate:
        found = [self._negation()]
        while self._accept("and"):
            found.append(self._negation())
        return found[0] if len(found) == 1 else lambda file: all(test(file) for test in found)

    def _negation(self) -> Predicate:
        if self._accept("not"):
            with self._deeper():
                inner = self._negation()
            return lambda file: not inner(file)
        if self._accept("("):
            with self._deeper():
                inner = self.alternatives()
            self._expect(")")
            return inner
        return self._term()

    @contextmanager
    def _deeper(self) -> Iterator[None]:
        """What is inside of brackets or a negation. Raises `ApiError` 400 where that goes on and on."""
        self.depth += 1
        if self.depth > _MAX_DEPTH:
            raise _bad_query(_TOO_COMPLEX)
        yield
        self.depth -= 1

    def _term(self) -> Predicate:
        self.terms += 1
        if self.terms > _MOST_TERMS:
            raise _bad_query(_TOO_COMPLEX)
        kind, value = self._next()
        if kind == "text":
            self._expect("in")
            return self._membership(_unquote(value), self._next()[1])
        if value in ("properties", "appProperties"):
            self._expect("has")
            return self._property(value)
        operator = self._next()[1]
        operand = self._next()
        if value in _TEXT_FIELDS and operand[0] == "text":
            return _text_test(value, operator, _unquote(operand[1]))
        if value in _TIME_FIELDS and operand[0] == "text":
            return _time_test(value, operator, _unquote(operand[1]))
        if value in _TRUTH_FIELDS and operator in ("=", "!=") and operand[1].lower() in ("true", "false"):
            wanted = (operand[1].lower() == "true") == (operator == "=")
            if value == "sharedWithMe":
                return lambda file: self._is_shared(file) == wanted
            return lambda file: bool(file.get(value)) == wanted
        if value == "visibility" and operator in ("=", "!="):
            visibility = _unquote(operand[1])
            return lambda file: (_visibility(file) == visibility) == (operator == "=")
        raise _bad_query()

    def _membership(self, value: str, field: str) -> Predicate:
        if field == "parents":
            wanted = self.root_id if value == ROOT_ALIAS else value
            self.folders.add(wanted)
            return lambda file: wanted in file["parents"]
        if field in _ROLES:
            email = self.person.email if value == "me" else value.lower()
            return lambda file: _has_role(file, email, _ROLES[field])
        raise _bad_query()

    def _is_shared(self, file: Json) -> bool:
        return _has_role(file, self.person.email, ("writer", "commenter", "reader"))

    def _property(self, field: str) -> Predicate:
        self._expect("{")
        given: dict[str, str] = {}
        while not self._accept("}"):
            if given:
                self._expect("and")
            name = self._next()[1]
            self._expect("=")
            kind, value = self._next()
            if kind != "text" or name not in ("key", "value", "visibility"):
                raise _bad_query()
            given[name] = _unquote(value)
        if "key" not in given:
            raise _bad_query()
        key, wanted = given["key"], given.get("value")
        if wanted is None:
            return lambda file: key in file.get(field, {})
        return lambda file: file.get(field, {}).get(key) == wanted

    def _next(self) -> tuple[str, str]:
        if not self.tokens:
            raise _bad_query()
        return self.tokens.pop()

    def _accept(self, value: str) -> bool:
        if self.tokens and self.tokens[-1][0] != "text" and self.tokens[-1][1].lower() == value:
            self.tokens.pop()
            return True
        return False

    def _expect(self, value: str) -> None:
        if not self._accept(value):
            raise _bad_query()


def _has_role(file: Json, email: str, roles: tuple[str, ...]) -> bool:
    """Whether somebody was given one of ``roles`` on the file itself."""
    return any(
        item["role"] in roles and item.get("emailAddress", "").lower() == email and "view" not in item
        for item in file["permissions"]
    )


def _unquote(text: str) -> str:
    if text[:1] not in ("'", '"'):
        raise _bad_query()
    return re.sub(r"\\(.)", r"\1", text[1:-1], flags=re.DOTALL)


def _text_test(field: str, operator: str, value: str) -> Predicate:
    if operator == "contains":
        # Drive finds words by their beginnings: "Hello" finds "HelloWorld", "World" does not.
        starts_word = re.compile(r"(?:\A|\W|_)" + re.escape(value), re.IGNORECASE)
        if field == "mimeType":
            return lambda file: file["mimeType"].startswith(value)
        names = ("name", "description") if field == "fullText" else (field,)
        return lambda file: any(starts_word.search(str(file.get(name, ""))) for name in names)
    if operator not in ("=", "!=", "<", "<=", ">", ">=") or field == "fullText":
        raise _bad_query()
    compare = _COMPARE[operator]
    if field == "name":
        return lambda file: compare(file["name"].casefold(), value.casefold())
    return lambda file: compare(str(file.get(field, "")), value)


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise _bad_query() from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _time_test(field: str, operator: str, value: str) -> Predicate:
    if operator not in _COMPARE:
        raise _bad_query()
    compare, wanted = _COMPARE[operator], _moment(value)
    return lambda file: field in file and compare(datetime.fromisoformat(file[field]), wanted)


def _visibility(file: Json) -> str:
    kinds = {(item["type"], item.get("allowFileDiscovery", False)) for item in file["permissions"]}
    for kind, name in (("anyone", "anyone"), ("domain", "domain")):
        if (kind, True) in kinds:
            return name + "CanFind"
        if (kind, False) in kinds:
            return name + "WithLink"
    return "limited"


def _natural(name: str) -> list[tuple[int, int, str]]:
    """What sorts «Файл 2» before «Файл 10»."""
    parts = ((whole(part), part) for part in re.split(r"(\d+)", name))
    return [(1, 0, part) if number is None else (0, number, "") for number, part in parts]


_ORDER_KEYS: dict[str, Callable[[Json], Any]] = {
    "createdTime": lambda file: file["createdTime"],
    "modifiedTime": lambda file: file["modifiedTime"],
    "modifiedByMeTime": lambda file: file["modifiedTime"],
    "recency": lambda file: file["modifiedTime"],
    "viewedByMeTime": lambda file: file.get("viewedByMeTime", ""),
    "sharedWithMeTime": lambda file: file.get("sharedWithMeTime", ""),
    "name": lambda file: file["name"].casefold(),
    "name_natural": lambda file: _natural(file["name"].casefold()),
    "folder": lambda file: not file["mimeType"].endswith(".folder"),
    "quotaBytesUsed": lambda file: int(file.get("quotaBytesUsed", "0")),
    "starred": lambda file: not file.get("starred", False),
}


def sort_files(files: list[Json], order: str) -> list[Json]:
    """``files`` by ``orderBy`` ("folder,modifiedTime desc"); without one, last changed first. Raises `ApiError`."""
    ordered = sorted(files, key=lambda file: file["id"])
    terms = (order or "modifiedTime desc").split(",")
    if len(terms) > len(_ORDER_KEYS):
        raise ApiError(400, "Invalid Value", reason="invalid", location="orderBy")
    for term in reversed(terms):
        name, *direction = term.split() or [""]
        if name not in _ORDER_KEYS or direction not in ([], ["desc"]):
            raise ApiError(400, "Invalid Value", reason="invalid", location="orderBy")
        ordered.sort(key=_ORDER_KEYS[name], reverse=bool(direction))
    return ordered
