"""Requests made up from the discovery documents: every field that a method declares, with what nobody should send.

Most values are plausible, so that a request gets past the door and what is wrong with it is met deep inside.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from hypothesis import strategies as st

from automation.embedded.discovery import SERVED, Json, _methods, load, method

_DEPTH = 6

TEXTS = [
    "", " ", "a", "я" * 3000, "a\r\nX-Evil: 1", "\x00", "\x01\x02\x1f\x7f", "\u202e\u200b\ufeff",
    "\U0001f600" * 100, "\ufffe",
    "=1/0", "=" * 300, "'", '"', "\\", "../../etc/passwd", "<script>alert(1)</script>", "%s%n{0}{}", "A1:A", "A0",
    "A1:ZZZ1",
    "R1C1", "A1048576:XFD9999999", "Sheet1!", "'Sheet1", "!", "*", "a,b", "a(b", "a/b", "-1", "9" * 400, "1e999", "NaN",
    "٣", "²", "0", "null", "true", "2026-02-30", "9999-12-31T23:59:60Z", "0000-00-00T00:00:00Z",
    "99999-01-01T00:00:00Z",
    "9999-12-31T23:59:59.999999999-23:59", "0001-01-01T00:00:00+23:59", "1970-01-01", "P1D", "3.5s", "-9999999999999s",
    "a@b.c", "a@b.c,d@e.f", "Имя <a@b.c>", "@", "#REF!", "#ffffff", "application/pdf", "text/html; charset=x",
    "a/b\r\n",
    "application/vnd.google-apps.spreadsheet", "application/vnd.google-apps.document",
    "application/vnd.google-apps.folder",
    "javascript:alert(1)", "http://[", "http://" + "a" * 300, "(" * 200, "[" * 200, "(a+)+$", "\\", "[[:alpha:]]",
    "{1,99999}",
    "name = 'a'", "trashed = ", "not", "modifiedTime > '99999'", "timestamp > 99999-01-01T00:00:00Z", "after:99999/1/1",
    "====", "!!!!", "AAAA", "0.0", "#,##0;;;", "yyyy-mm-dd [h]", "@@@@", "TRUE", "∞", "1" * 20,
    "00000000-0000-0000-0000-000000000000",
]  # fmt: skip
WHOLE = [
    0, 1, 2, 3, -1, 5, 10, 100, 2**31 - 1, -(2**31), 2**31, 2**53, 2**63 - 1, -(2**63), 10**30, 1_000_000,
    18_278, 10_000_000,
]  # fmt: skip
NUMBERS = [0.0, -0.0, 0.5, 1, -1, 255, 1e-320, 1e308, -1e308, 3.4e38, 45000.5, 2**70, 1e15, 2958466, -2958466]
OTHERS: list[Any] = [None, True, False, 0, -1.5, "", "x", [], {}, [[]], [None], {"a": 1}, [{}], [[[[1]]]], "9" * 5000]


@dataclass(frozen=True)
class Place:
    """The names of what is there, by the field that would name it."""

    known: dict[str, list[Any]]

    def of(self, name: str) -> list[Any]:
        return self.known.get(name, [])


def messages(api: Any, schema: str, place: Place, depth: int = 0) -> st.SearchStrategy[Any]:
    """Values of a message: some of its fields, each plausible or not."""
    properties = api.schemas[schema].get("properties", {})
    fields = {name: _later(api, name, held, place, depth + 1) for name, held in properties.items()}
    if depth >= _DEPTH or not fields:
        return st.just({})
    return st.lists(st.sampled_from(sorted(fields)), max_size=6, unique=True).flatmap(
        lambda chosen: st.fixed_dictionaries({name: fields[name] for name in chosen})
    )


def _later(api: Any, name: str, schema: Json, place: Place, depth: int) -> st.SearchStrategy[Any]:
    """`values`, made when they are asked for: messages hold messages of their own kind."""
    return st.deferred(lambda: values(api, name, schema, place, depth))


def values(api: Any, name: str, schema: Json, place: Place, depth: int = 0) -> st.SearchStrategy[Any]:
    """Values of one field: nearly always of its type, or the request would not get past the door."""
    typed = _typed(api, name, schema, place, depth)
    return st.integers(0, 60).flatmap(lambda roll: st.sampled_from(OTHERS) if roll == 60 else typed)


def _typed(api: Any, name: str, schema: Json, place: Place, depth: int) -> st.SearchStrategy[Any]:
    if "$ref" in schema:
        return messages(api, schema["$ref"], place, depth)
    match schema.get("type", "any"):
        case "array":
            return st.lists(values(api, name, schema["items"], place, depth), max_size=3)
        case "object":
            inner = schema.get("additionalProperties", {"type": "string"})
            return st.dictionaries(st.sampled_from(TEXTS[:12]), values(api, name, inner, place, depth), max_size=2)
        case "any":
            return st.sampled_from(OTHERS)
        case "boolean":
            return st.booleans()
        case "integer":
            return _either(place.of(name), WHOLE)
        case "number":
            return st.sampled_from(NUMBERS)
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    return _either(place.of(name), TEXTS)


def _either(known: list[Any], others: list[Any]) -> st.SearchStrategy[Any]:
    if not known:
        return st.sampled_from(others)
    return st.integers(0, 4).flatmap(lambda roll: st.sampled_from(others if roll == 4 else known))


@dataclass(frozen=True)
class Sent:
    """One request."""

    http_method: str
    path: str
    query: list[tuple[str, str]]
    body: Any


def _templates() -> dict[str, str]:
    return {
        each["id"]: "/" + api.document["servicePath"] + each["path"]
        for api in map(load, SERVED)
        for each in _methods(api.document)
    }


TEMPLATES = _templates()


@st.composite
def calls(draw: st.DrawFn, method_id: str, place: Place, kind: str = "") -> Sent:
    """A call of a method; of a batch one request of ``kind``."""
    held = method(method_id)
    path, query = TEMPLATES[method_id].replace("{+", "{"), []
    for name, schema in sorted(held.parameters.items()):
        if schema["location"] == "path":
            value = draw(_either(place.of(name), [text for text in TEXTS if text.strip("./ ")]))
            path = path.replace("{" + name + "}", quote(str(value), safe=""))
        elif schema.get("required") or draw(st.booleans()):
            times = draw(st.integers(1, 2)) if schema.get("repeated") else 1
            query += [(name, _text(draw(values(held.api, name, schema, place)))) for _ in range(times)]
    if draw(st.integers(0, 3)) == 0:
        query.append(("fields", draw(_either(["*"], TEXTS))))
    body: Any = None
    if kind:
        schema = held.api.schemas[held.api.schemas["Request"]["properties"][kind]["$ref"]]["id"]
        body = {"requests": [{kind: draw(messages(held.api, schema, place))}]}
    elif held.request:
        body = draw(messages(held.api, held.request, place))
    return Sent(held.http_method, path, query, body)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else str(value).lower()
