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
from automation.embedded.drive.page_tokens import invalid_token
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
_TEXT_FIELDS = ("name", "mimeType", "description")
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


def _title(file: Json) -> str:
    return f"{file['name']}\n{file.get('description', '')}"


def compile_query(text: str, root_id: str, person: Person = OWNER, full_text: Callable[[Json], str] = _title) -> Query:
    """What decides whether ``person`` finds a file; ``full_text`` gives all words of one.

    Raises `ApiError` 400 if ``text`` is no query.
    """
    parser = _Parser(text, root_id, person, full_text)
    predicate = parser.alternatives()
    if parser.tokens:
        raise _bad_query()
    return Query(predicate, frozenset(parser.folders))


class _Parser:
    def __init__(self, text: str, root_id: str, person: Person, full_text: Callable[[Json], str]) -> None:
        self.root_id = root_id
        self.full_text = full_text
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
        if value in _TRUTH_FIELDS and not self._compares():
            return self._truth(value, wanted=True)
        operator = self._next()[1]
        operand = self._next()
        if value == "fullText" and operator == "contains":
            return self._full_text(_unquote(operand[1]))
        if value in _TEXT_FIELDS and operand[0] == "text":
            return _text_test(value, operator, _unquote(operand[1]))
        if value in _TIME_FIELDS and operand[0] == "text":
            return _time_test(value, operator, _unquote(operand[1]))
        if value in _TRUTH_FIELDS and operator in ("=", "!=") and operand[1].lower() in ("true", "false"):
            return self._truth(value, wanted=(operand[1].lower() == "true") == (operator == "="))
        if value == "visibility" and operator in ("=", "!="):
            visibility = _unquote(operand[1])
            return lambda file: (_visibility(file) == visibility) == (operator == "=")
        raise _bad_query()

    def _compares(self) -> bool:
        """Whether an operator follows: ``sharedWithMe`` may stand alone, and then holds where it is true."""
        return bool(self.tokens) and self.tokens[-1][0] == "mark" and self.tokens[-1][1] in _COMPARE

    def _truth(self, field: str, *, wanted: bool) -> Predicate:
        if field == "sharedWithMe":
            return lambda file: self._is_shared(file) == wanted
        return lambda file: bool(file.get(field)) == wanted

    def _full_text(self, value: str) -> Predicate:
        """All words must be there, whole; those in quotation marks one after another."""
        phrase = len(value) > 1 and value.startswith('"') and value.endswith('"')
        if not value:
            raise _bad_query()
        words = re.findall(r"\w+", value)
        if not words:
            return lambda file: False  # punctuation alone is in no index
        sought = [r"\W+".join(map(re.escape, words))] if phrase else [re.escape(word) for word in words]
        patterns = [re.compile(rf"(?<!\w){each}(?!\w)", re.IGNORECASE) for each in sought]

        def holds(file: Json) -> bool:
            text = self.full_text(file)
            return all(pattern.search(text) for pattern in patterns)

        return holds

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
        return lambda file: starts_word.search(str(file.get(field, ""))) is not None
    if operator not in ("=", "!=", "<", "<=", ">", ">="):
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


_SORT_FIELDS = (
    "id", "name", "mimeType", "createdTime", "modifiedTime", "viewedByMeTime", "sharedWithMeTime", "quotaBytesUsed",
    "starred",
)  # fmt: skip
_MOST_OF_A_NAME = 200


def sort_files(files: list[Json], order: str) -> list[Json]:
    """``files`` by ``orderBy`` ("folder,modifiedTime desc"); without one, last changed first. Raises `ApiError`."""
    ordered = sorted(files, key=lambda file: file["id"])
    terms = (order or "modifiedTime desc").split(",")
    if len(terms) > len(_ORDER_KEYS):
        raise ApiError(400, "Invalid Value", reason="invalid", location="orderBy")
    for term in reversed(terms):
        name, *direction = term.split() or [""]
        if name not in _ORDER_KEYS or direction not in ([], ["asc"], ["desc"]):
            raise ApiError(400, "Invalid Value", reason="invalid", location="orderBy")
        ordered.sort(key=_ORDER_KEYS[name], reverse=direction == ["desc"])
    return ordered


def sort_fields(file: Json) -> Json:
    """What of a file it is sorted by, whatever the order."""
    return {name: str(file[name])[:_MOST_OF_A_NAME] if name == "name" else file[name]
            for name in _SORT_FIELDS if name in file}  # fmt: skip


def files_after(files: list[Json], last: Json, order: str) -> list[Json]:
    """``files`` in order, those that come after ``last`` (its `sort_fields`), which need not be there any more."""
    others = [file for file in files if file["id"] != last["id"]]
    try:
        ordered = sort_files([*others, last], order)
    except (KeyError, TypeError, ValueError, AttributeError):
        raise invalid_token() from None
    return ordered[next(index for index, file in enumerate(ordered) if file is last) + 1 :]
