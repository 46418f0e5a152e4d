"""Requests and responses held against Google's discovery documents, strictly.

Written apart from the server's own checks, so that an error there does not hide here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from email import message_from_bytes, message_from_string
from email.message import Message
from typing import Any
from urllib.parse import urlsplit

from automation.embedded.discovery import find, load

Json = dict[str, Any]

Exchange = tuple[str, str, bytes | str | None, int, str, bytes]
"""The arguments of `check_exchange`."""

_PYTHON_TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
}


def problems(schemas: Json, schema: Json, value: Any, path: str = "$") -> list[str]:
    """Everything in ``value`` that the schema does not allow."""
    if "$ref" in schema:
        schema = schemas[schema["$ref"]]
    kind = schema.get("type", "any")
    if kind == "any":
        return []
    if kind == "array":
        if not isinstance(value, list):
            return [f"{path}: not a list"]
        # Every item of a long list looks like the first ones.
        return [
            p for i, item in enumerate(value[:50]) for p in problems(schemas, schema["items"], item, f"{path}[{i}]")
        ]
    if kind == "object":
        return _object_problems(schemas, schema, value, path)
    return _scalar_problems(schema, value, path)


def _object_problems(schemas: Json, schema: Json, value: Any, path: str) -> list[str]:
    if not isinstance(value, dict):
        return [f"{path}: not an object"]
    found: list[str] = []
    for name, part in value.items():
        inner = schema.get("properties", {}).get(name, schema.get("additionalProperties"))
        if part is None and "additionalProperties" in schema:
            continue  # takes the property away
        if inner is None:
            found.append(f"{path}.{name}: unknown field")
        else:
            found += problems(schemas, inner, part, f"{path}.{name}")
    return found


def _scalar_problems(schema: Json, value: Any, path: str) -> list[str]:
    if not isinstance(value, _PYTHON_TYPES[schema["type"]]) or isinstance(value, bool) != (schema["type"] == "boolean"):
        return [f"{path}: {value!r} is not {schema['type']}"]
    if schema.get("format") in ("int64", "uint64") and not re.fullmatch(r"-?\d+", str(value)):
        return [f"{path}: {value!r} is not a number in a string"]
    if "enum" in schema and value not in schema["enum"]:
        return [f"{path}: {value!r} is not one of the enum"]
    return []


def check_exchange(
    http_method: str, url: str, sent: bytes | str | None, status: int, content_type: str, received: bytes
) -> None:
    """Raise `AssertionError` where a successful call's request, or any response, breaks the schema."""
    parts = urlsplit(url)
    if parts.path.startswith("/batch"):
        # A batch that is refused as a whole has one answer, which is of no call.
        inner = _exchanges(sent or b"", content_type, received) if status < 400 else ()
        for exchange in inner:
            check_exchange(*exchange)
        return
    route = find(http_method, parts.path)
    is_content = status < 400 and "alt=media" in parts.query  # a file's, which may say of itself what it likes
    if route is None or is_content or not content_type.startswith("application/json"):
        return
    body, schemas = json.loads(received), route.method.api.schemas
    if status >= 400:
        _check_error(body, status, route.method.api.style)
        return
    assert route.method.response, f"{route.method.id} must answer nothing, but answered {body}"
    found = problems(schemas, {"$ref": route.method.response}, body)
    if route.method.request and sent and not route.is_upload:
        # gspread's share sends a field of Drive v2, which Google ignores.
        given = {name: value for name, value in json.loads(sent).items() if value is not None and name != "withLink"}
        found += problems(schemas, {"$ref": route.method.request}, given, "request")
    assert not found, f"{route.method.id}: {found[:5]}"


def _exchanges(sent: bytes | str, content_type: str, received: bytes) -> Iterator[Exchange]:
    """Each call of a batch with its answer."""
    text = sent if isinstance(sent, str) else sent.decode()
    asked = message_from_string(f'Content-Type: multipart/mixed; boundary="{text[2:].split()[0]}"\n\n{text}')
    answered = message_from_bytes(f"Content-Type: {content_type}\n\n".encode() + received)
    for call, answer in zip(_bodies(asked), _bodies(answered), strict=True):
        method, path = call.split()[:2]
        head, _, body = answer.replace("\r\n", "\n").partition("\n\n")
        status_line, _, headers = head.partition("\n")
        kind = message_from_string(headers).get("Content-Type", "")
        yield method, path, None, int(status_line.split()[1]), kind, body.encode()


def _bodies(multipart: Message) -> list[str]:
    return [str(part.get_payload()) for part in multipart.walk() if not part.is_multipart()]


def _check_error(body: Json, status: int, style: str) -> None:
    error = body["error"]
    assert error["code"] == status
    assert error["message"]
    if style != "rpc":
        assert {"domain", "reason", "message"} <= set(error["errors"][0])
    if style != "legacy":
        assert re.fullmatch("[A-Z_]+", error["status"])


def all_method_ids() -> set[str]:
    """Every method of the APIs that the workspace serves."""
    return {method.id for name in ("sheets.v4", "drive.v3", "forms.v1", "gmail.v1") for method in load(name).methods}
