"""Requests held against the discovery documents.

Checking also brings a body into one spelling, in place: nulls go, ``snake_case`` names become ``camelCase``,
numbers written as strings become numbers, a lone item where a list is meant becomes a list of one, in lists
inner lists are opened and nulls left out: the leniencies of proto JSON
(https://protobuf.dev/programming-guides/json/) as Google's front end applies them.
"""

from __future__ import annotations

import functools
import json
import math
import re
from collections.abc import Iterator
from typing import Any

from automation.embedded.discovery import Api, Json, Method
from automation.embedded.errors import ApiError, Violation, invalid, violated
from automation.embedded.field_mask import camel_case

# Where a request's body is one field of the request message, paths in errors begin with that field.
_BODY_FIELD = {
    "sheets.spreadsheets.create": "spreadsheet",
    "sheets.spreadsheets.values.update": "data",
    "sheets.spreadsheets.values.append": "data",
    "forms.forms.create": "form",
    "docs.documents.create": "document",
    "gmail.users.messages.send": "message",
    "gmail.users.messages.insert": "message",
    "gmail.users.messages.import": "message",
    "gmail.users.labels.create": "label",
    "gmail.users.labels.patch": "label",
    "gmail.users.labels.update": "label",
}
_PACKAGES = {
    "sheets": "google.apps.sheets.v4",
    "forms": "google.apps.forms.v1",
    "docs": "google.apps.docs.v1",
    "gmail": "google.apps.gmail.v1",
    "drive": "google.apps.drive.v3",
}
_TYPE_NAMES = {"integer": "TYPE_INT32", "number": "TYPE_DOUBLE", "boolean": "TYPE_BOOL", "string": "TYPE_STRING"}
_MAX_VIOLATIONS = 20
_MOST_SHOWN = 500  # characters of a wrong value
_TRUE, _FALSE = ("true", "1"), ("false", "0")


@functools.lru_cache(maxsize=4096)
def snake_case(name: str) -> str:
    """``updateCells`` → ``update_cells``, as error paths spell fields."""
    return re.sub(r"(?<=[a-z0-9])([A-Z])", lambda m: "_" + m.group(1).lower(), name)


def check_body(method: Method, body: Any) -> Json:
    """``body`` of a request to ``method`` in one spelling. Raises `ApiError` 400 with every violation.

    Drive ignores fields that it does not know, as Google's does (gspread's ``share`` relies on it).
    """
    if method.request is None:
        return {}
    return check_message(method.api, method.request, body, _BODY_FIELD.get(method.id, ""))


def check_message(api: Api, schema_name: str, given: Any, path: str = "") -> Json:
    """``given``, which stands at ``path`` of a request, as a message of ``api`` in one spelling. Raises as above."""
    if not isinstance(given, dict):
        message = 'Invalid JSON payload received. Unknown name "": Root element must be a message.'
        raise invalid(message, [Violation("", message)])
    checker = _Checker(api)
    checker.message(schema_name, given, path)
    if checker.violations:
        raise violated(checker.violations)
    return given


class _Checker:
    def __init__(self, api: Api) -> None:
        self.schemas = api.schemas
        self.package = _PACKAGES[api.name]
        self.ignores_unknown = api.name == "drive"
        self.violations: list[Violation] = []

    def message(self, schema_name: str, value: Json, path: str) -> None:
        properties = self.schemas[schema_name].get("properties", {})
        for name in list(value):
            schema = properties.get(name)
            if schema is None:
                camel = camel_case(name)
                if camel in properties and camel not in value:
                    value[camel] = value.pop(name)
                    name, schema = camel, properties[camel]
                else:
                    self._unknown(value, name, path)
                    continue
            if value[name] is None:
                del value[name]
                continue
            kind = schema.get("type")
            # Most of a large body is strings that need no more looking at.
            if kind == "string" and type(value[name]) is str and "enum" not in schema:
                continue
            value[name] = self.value(schema, value[name], (path, name), schema_name)

    def _unknown(self, value: Json, name: str, path: str) -> None:
        if self.ignores_unknown:
            del value[name]
            return
        at = f" at '{path}'" if path else ""
        self._violate(path, f'Invalid JSON payload received. Unknown name "{name}"{at}: Cannot find field.')

    def value(self, schema: Json, value: Any, where: tuple[str, str], owner: str) -> Any:
        if "$ref" in schema:
            return self._reference(schema["$ref"], value, _join(where))
        kind = schema.get("type", "any")
        if kind == "array":
            return self._array(schema["items"], value, where, owner)
        if kind == "object":
            return self._object(schema, value, _join(where), owner)
        return value if kind == "any" else self._scalar(schema, value, where, owner)

    def _reference(self, name: str, value: Any, path: str) -> Any:
        if isinstance(value, dict):
            self.message(name, value, path)
        elif self.schemas[name].get("type") != "any":
            self._wrong(path, f"type.googleapis.com/{self.package}.{name}", value)
        return value

    def _array(self, items: Json, value: Any, where: tuple[str, str], owner: str) -> Any:
        if not isinstance(value, list):
            if items.get("type") == "array":
                self._wrong(_join(where), "type.googleapis.com/google.protobuf.ListValue", value)
                return value
            return [self.value(items, value, where, owner)]
        if items.get("type") == "array":
            self._rows(value, where)
            return value
        path, flat = _join(where), list(_flattened(value))
        return [self.value(items, item, (f"{path}[{index}]", ""), owner) for index, item in enumerate(flat)]

    def _rows(self, rows: list[Any], where: tuple[str, str]) -> None:
        """``values`` of a ValueRange: lists of anything but lists and objects."""
        for index, row in enumerate(rows):
            if not isinstance(row, list):
                path = f"{_join(where)}[{index}]"
                self._wrong(path, "type.googleapis.com/google.protobuf.ListValue", row)

    def _object(self, schema: Json, value: Any, path: str, owner: str) -> Any:
        if not isinstance(value, dict):
            self._wrong(path, "type.googleapis.com/google.protobuf.Struct", value)
            return value
        extra = schema.get("additionalProperties")
        known = schema.get("properties", {})
        for name in list(value):
            inner = known.get(name, extra)
            if inner is not None and value[name] is not None:
                value[name] = self.value(inner, value[name], (path, name), owner)
        return value

    def _scalar(self, schema: Json, value: Any, where: tuple[str, str], owner: str) -> Any:
        converted = _converted(schema, value)
        if converted is None:
            name = where[1] or camel_case(where[0].split("[")[0].rsplit(".", 1)[-1])
            type_name = _TYPE_NAMES[schema["type"]]
            if "enum" in schema:
                type_name = f"type.googleapis.com/{self.package}.{owner}.{name[:1].upper()}{name[1:]}"
            elif schema.get("format") in ("int64", "uint64", "uint32"):
                type_name = f"TYPE_{schema['format'].upper()}"
            self._wrong(_join(where), type_name, value)
        return converted

    def _wrong(self, path: str, type_name: str, value: Any) -> None:
        shown = json.dumps(value, ensure_ascii=False)
        self._violate(path, f"Invalid value at '{path}' ({type_name}), {shown[:_MOST_SHOWN]}")

    def _violate(self, path: str, description: str) -> None:
        if len(self.violations) < _MAX_VIOLATIONS:
            self.violations.append(Violation(path, description))


def _flattened(items: list[Any]) -> Iterator[Any]:
    """The items of a list as Google's front end takes them: ``[[request], null]`` for ``[request]``."""
    for item in items:
        if isinstance(item, list):
            yield from _flattened(item)
        elif item is not None:
            yield item


def _join(where: tuple[str, str]) -> str:
    path, name = where
    if not name:
        return path
    name = snake_case(name)
    return f"{path}.{name}" if path else name


def _converted(schema: Json, value: Any) -> Any:
    """``value`` as the schema's type, or nothing if it is not one."""
    match schema["type"]:
        case "boolean":
            return value if isinstance(value, bool) else None
        case "integer":
            return _integer(schema, value)
        case "number":
            return _number(schema, value)
        case _:
            return _string(schema, value)


# What each format of a whole number holds, its last value not included.
_BOUNDS = {"int32": (-(2**31), 2**31), "uint32": (0, 2**32), "int64": (-(2**63), 2**63), "uint64": (0, 2**64)}
_LARGEST = {"float": 3.4028235677973366e38, "double": math.inf}  # what no longer rounds to a number of that format


def _integer(schema: Json, value: Any) -> int | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, str) and re.fullmatch(r"-?[0-9]{1,20}", value):
        value = int(value)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    least, end = _BOUNDS[schema.get("format", "int32")]
    return value if isinstance(value, int) and least <= value < end else None


def _number(schema: Json, value: Any) -> float | None:
    if isinstance(value, str) and re.fullmatch(r"-?[0-9]{1,400}(\.[0-9]{0,400})?([eE][-+]?[0-9]{1,9})?", value):
        value = float(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        fits = abs(float(value)) < _LARGEST[schema.get("format", "double")]
    except OverflowError:  # a whole number that no float is as large as
        return None
    return value if fits else None


def _string(schema: Json, value: Any) -> str | None:
    if schema.get("format") in ("int64", "uint64"):
        number = _integer(schema, value)
        return None if number is None else str(number)
    if not isinstance(value, str) or ("enum" in schema and value not in schema["enum"]):
        return None
    return value


def check_parameters(method: Method, path: dict[str, str], query: list[tuple[str, str]]) -> Json:
    """The method's parameters, typed, defaults filled in. Raises `ApiError` 400."""
    found: Json = dict(path)
    given: dict[str, list[str]] = {}
    for name, text in query:
        given.setdefault(name, []).append(text)
    violations: list[Violation] = []
    for name, texts in given.items():
        schema = method.parameters.get(name)
        if schema is None and name not in method.api.common_parameters:
            violations += _unknown_parameter(method, name)
        elif schema is not None and schema.get("location") == "query":
            texts = [text for text in texts if text]
            typed = [_parameter(schema, text) for text in texts]
            if None in typed:
                violations.append(_bad_parameter(method, name, schema, texts[typed.index(None)]))
            elif typed:
                found[name] = typed if schema.get("repeated") else typed[-1]
    if violations:
        raise _parameter_error(method, violations)
    return with_defaults(method, found)


def with_defaults(method: Method, found: Json) -> Json:
    """``found`` with the defaults of the parameters that were not given."""
    for name, schema in method.parameters.items():
        if name in found:
            if schema.get("location") == "path" and (value := _parameter(schema, found[name])) is not None:
                found[name] = value
        elif "default" in schema:
            found[name] = _parameter(schema, schema["default"])
        elif schema.get("required"):
            raise ApiError(400, f"Required parameter: {name}", reason="required", location=name)
    return found


def _parameter(schema: Json, text: str) -> Any:
    lowered = text.lower()
    match schema["type"]:
        case "boolean":
            return True if lowered in _TRUE else False if lowered in _FALSE else None
        case "integer":
            return _integer(schema, text)
        case _:
            return _string(schema, text)


def _unknown_parameter(method: Method, name: str) -> list[Violation]:
    if method.api.name == "drive":
        return []  # Drive ignores them; gspread sends includeItemsFromAllDrives to files.get
    return [
        Violation(
            "",
            f'Invalid JSON payload received. Unknown name "{name}": Cannot bind query parameter. '
            f"Field '{name}' could not be found in request message.",
        )
    ]


def _bad_parameter(method: Method, name: str, schema: Json, text: str) -> Violation:
    type_name = _TYPE_NAMES[schema["type"]]
    if "enum" in schema:
        type_name = f"type.googleapis.com/{_PACKAGES[method.api.name]}.{name[:1].upper()}{name[1:]}"
    return Violation(snake_case(name), f"Invalid value at '{snake_case(name)}' ({type_name}), \"{text[:_MOST_SHOWN]}\"")


def _parameter_error(method: Method, violations: list[Violation]) -> ApiError:
    error = violated(violations)
    if method.api.style == "legacy":
        error.reason, error.location = "invalidParameter", camel_case(violations[0].field)
    return error
