"""Google's discovery documents: which methods there are, and what their requests and responses look like.

They ship inside googleapiclient and are Google's own published description of each API
(https://developers.google.com/discovery/v1/reference/apis). The server routes by them and checks by them.
"""

from __future__ import annotations

import functools
import importlib.resources
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from automation.embedded.errors import ErrorStyle
from automation.embedded.field_mask import Mask

Json = dict[str, Any]

SERVED = ("sheets.v4", "drive.v3", "forms.v1", "gmail.v1", "docs.v1")

_STYLES: dict[str, ErrorStyle] = {"drive": "legacy", "gmail": "both"}


_READ_BY_POST = {
    "sheets.spreadsheets.getByDataFilter",
    "sheets.spreadsheets.values.batchGetByDataFilter",
    "sheets.spreadsheets.developerMetadata.search",
}


@dataclass(frozen=True)
class Method:
    """One REST method, e.g. ``sheets.spreadsheets.get``."""

    id: str
    http_method: str
    pattern: re.Pattern[str]
    upload_pattern: re.Pattern[str] | None
    parameters: Json
    request: str | None
    response: str | None
    api: Api

    @property
    def only_reads(self) -> bool:
        """Whether it changes nothing, by whatever HTTP method it is called."""
        return self.http_method == "GET" or self.id in _READ_BY_POST


class Api:
    """One discovery document."""

    def __init__(self, document: Json) -> None:
        self.name: str = document["name"]
        self.document = document
        self.schemas: Json = document["schemas"]
        self.common_parameters: Json = document["parameters"]
        self.style: ErrorStyle = _STYLES.get(self.name, "rpc")
        self.methods = [self._method(description) for description in _methods(document)]

    def _method(self, description: Json) -> Method:
        path = "/" + self.document["servicePath"] + description["path"]
        upload = description.get("mediaUpload")
        return Method(
            id=description["id"],
            http_method=description["httpMethod"],
            pattern=_path_pattern(path),
            upload_pattern=_path_pattern("/upload" + path) if upload else None,
            parameters=description.get("parameters", {}),
            request=description.get("request", {}).get("$ref"),
            response=description.get("response", {}).get("$ref"),
            api=self,
        )

    def unknown_paths(self, mask: Mask, schema_name: str | None) -> list[str]:
        """The dotted paths of ``mask`` that the schema does not have."""
        return self._unknown(mask, {"$ref": schema_name}) if schema_name else []

    def _unknown(self, mask: Mask, schema: Json, prefix: str = "") -> list[str]:
        schema = self._message(schema)
        properties = schema.get("properties", {})
        if not mask or "additionalProperties" in schema:
            return []
        unknown: list[str] = []
        for name, subtree in mask.items():
            path = prefix + name
            if name == "*":
                continue
            if name not in properties:
                unknown.append(path)
            else:
                unknown += self._unknown(subtree, properties[name], path + ".")
        return unknown

    def _message(self, schema: Json) -> Json:
        while True:
            if "$ref" in schema:
                schema = self.schemas[schema["$ref"]]
            elif schema.get("type") == "array":
                schema = schema["items"]
            else:
                return schema


def _methods(resource: Json) -> list[Json]:
    found = list(resource.get("methods", {}).values())
    for child in resource.get("resources", {}).values():
        found += _methods(child)
    return found


def _path_pattern(template: str) -> re.Pattern[str]:
    """``/v4/spreadsheets/{spreadsheetId}:batchUpdate`` as a pattern over the still percent-encoded path."""
    parts = re.split(r"\{\+?(\w+)\}", template)
    pattern = ""
    for index, part in enumerate(parts):
        # A sheet's title may hold a slash, which some clients leave as it is.
        pattern += re.escape(part) if index % 2 == 0 else f"(?P<{part}>{'.+' if part == 'range' else '[^/]+?'})"
    return re.compile(pattern + r"\Z")


@functools.cache
def load(name: str) -> Api:
    """The API ``name`` ("sheets.v4")."""
    folder = importlib.resources.files("googleapiclient.discovery_cache.documents")
    return Api(json.loads((folder / f"{name}.json").read_text(encoding="utf-8")))


@functools.cache
def all_methods() -> list[Method]:
    """Every method of every API, the most literal paths first, so that ``files/trash`` wins over ``files/{id}``."""
    methods = [method for name in SERVED for method in load(name).methods]
    return sorted(methods, key=lambda method: (-_literal_length(method), method.id))


@functools.cache
def method(method_id: str) -> Method:
    """The method with this id ("drive.files.list")."""
    return next(each for each in all_methods() if each.id == method_id)


def _literal_length(method: Method) -> int:
    return len(re.sub(r"\(\?P<.*?\)", "", method.pattern.pattern))


@dataclass(frozen=True)
class Route:
    """A method found for a path, with the values of the path's parameters, decoded."""

    method: Method
    path_parameters: dict[str, str]
    is_upload: bool


def find(http_method: str, raw_path: str) -> Route | None:
    """The method that answers ``http_method`` on a percent-encoded path, or nothing.

    As at Google, a slash too many does no harm: some clients call ``…/spreadsheets/ID/`` and ``…/ID/:batchUpdate``.
    """
    raw_path = re.sub(r"/+(?=:|\Z)", "", raw_path)
    for method in all_methods():
        if method.http_method != http_method:
            continue
        for pattern, is_upload in ((method.pattern, False), (method.upload_pattern, True)):
            matched = pattern.match(raw_path) if pattern else None
            if matched:
                decoded = {name: unquote(value) for name, value in matched.groupdict().items()}
                return Route(method, decoded, is_upload)
    return None


_DOCUMENT = re.compile(r"/(?:\$|%24)discovery/rest|/discovery/v1/apis/(?P<api>\w+)/(?P<version>\w+)/rest")


def is_document(raw_path: str) -> bool:
    """Whether a path is that of a discovery document."""
    return _DOCUMENT.fullmatch(raw_path) is not None


def document(raw_path: str, query: Mapping[str, str], base_url: str) -> Json | None:
    """The discovery document at a path, which leads clients to this server; nothing for an API that is not served.

    ``/$discovery/rest?version=v4`` is Sheets' at Google because of its host. Here the version says which API is meant,
    and where several have the same, ``api=gmail`` beside it.
    """
    matched = _DOCUMENT.fullmatch(raw_path)
    if matched is None:
        return None
    version, name = matched["version"] or query.get("version", ""), matched["api"] or query.get("api", "")
    fitting = [each for each in SERVED if each.endswith(f".{version}") and (not name or each == f"{name}.{version}")]
    if len(fitting) != 1:
        return None
    held = load(fitting[0]).document
    own = {name: value for name, value in held.items() if name not in ("mtlsRootUrl", "endpoints")}
    return {**own, "rootUrl": f"{base_url}/", "baseUrl": f"{base_url}/{held['servicePath']}"}


def style_of(raw_path: str) -> ErrorStyle:
    """How errors are worded on a path, whether or not it has a method."""
    if "/drive/" in raw_path:
        return "legacy"
    return "both" if raw_path.startswith(("/gmail", "/upload/gmail")) else "rpc"
