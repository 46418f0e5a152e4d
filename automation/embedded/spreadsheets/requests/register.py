"""The register of request kinds, and the application of a batch of them."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from automation.embedded.access.person import Person
from automation.embedded.discovery import load
from automation.embedded.errors import ApiError, Violation, invalid, unimplemented, violated
from automation.embedded.field_mask import MaskError, parse
from automation.embedded.spreadsheets.formulas.computing import compute
from automation.embedded.spreadsheets.model import Json, Spreadsheet

if TYPE_CHECKING:
    from automation.embedded.workspace import Workspace


@dataclass
class Update:
    """A batch of requests of ``person`` at work on one spreadsheet."""

    spreadsheet: Spreadsheet
    workspace: Workspace
    person: Person

    def compute(self) -> None:
        """Bring the results of formulas up to date with what the batch has changed so far."""
        if self.spreadsheet.has_formulas and self.spreadsheet.changed():
            compute(self.spreadsheet, self.workspace.now())


RequestHandler = Callable[[Update, Json], Json | None]

REQUESTS: dict[str, RequestHandler] = {}

# Where the ``fields`` of a request name parts of something deeper than the resource that it gives.
_ROOTS = {"updateEmbeddedObjectPosition": "OverlayPosition"}


def changes(kind: str) -> Callable[[RequestHandler], RequestHandler]:
    """Register the function that carries out requests of one kind."""

    def register(handler: RequestHandler) -> RequestHandler:
        REQUESTS[kind] = handler
        return handler

    return register


def apply(update: Update, requests: list[Json]) -> list[Json]:
    """Carry out the requests in order; one reply each. Raises `ApiError` naming the request at fault."""
    return [_apply_one(update, index, request) for index, request in enumerate(requests)]


def _apply_one(update: Update, index: int, request: Json) -> Json:
    if not request:
        raise invalid(f"Invalid requests[{index}]: No request set.")
    if len(request) > 1:
        second = list(request)[1]
        message = (
            f"Invalid value at 'requests[{index}]' (oneof), oneof field 'kind' is already set. Cannot set '{second}'"
        )
        raise violated([Violation(f"requests[{index}]", message)])
    kind, body = next(iter(request.items()))
    handler = REQUESTS.get(kind)
    if handler is None:
        raise unimplemented(f"requests[{index}].{kind}")
    try:
        check_fields(kind, body.get("fields", ""))
        reply = handler(update, body)
    except ApiError as error:
        if error.code == 400 and not error.violations:
            raise invalid(f"Invalid requests[{index}].{kind}: {error.message}") from None
        raise
    return {} if reply is None else {kind: reply}


@functools.lru_cache(maxsize=1024)
def check_fields(kind: str, fields: str) -> None:
    """Raises `ApiError` 400 where a request's ``fields`` name what its resource does not have."""
    schemas = load("sheets.v4").schemas
    parts = schemas[schemas["Request"]["properties"][kind]["$ref"]]["properties"]
    if not fields or "fields" not in parts:
        return
    resource = _ROOTS.get(kind, "CellData")
    if kind not in _ROOTS and not {"rows", "cell"} & set(parts):
        named = (part["$ref"] for part in parts.values() if "$ref" in part)
        resource = next(name for name in named if not name.endswith("DimensionRange"))
    try:
        unknown = load("sheets.v4").unknown_paths(parse(fields), resource)
    except MaskError:
        raise invalid(f"Invalid field mask: {fields}") from None
    if unknown:
        raise invalid(f"Invalid field: {unknown[0]}")
