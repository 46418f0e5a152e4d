"""One call of a method: what a handler is given, what it gives back, and the register of handlers.

A method is served by one function::

    @handles("sheets.spreadsheets.get")
    def get(call: Call) -> Json: ...

A method of the discovery documents without a function answers 501.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from automation.embedded.access.person import OWNER, Person
from automation.embedded.discovery import Json, Method
from automation.embedded.field_mask import Mask

if TYPE_CHECKING:
    from automation.embedded.workspace import Workspace


@dataclass(frozen=True)
class Media:
    """Uploaded content."""

    content: bytes
    mime_type: str


@dataclass(frozen=True)
class Written:
    """JSON that has been made into text."""

    text: bytes


@dataclass(frozen=True)
class Content:
    """What the file ``name`` holds or is exported as: somebody else's, to be kept and never shown in place."""

    content: bytes
    mime_type: str
    name: str = ""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Empty:
    """An answer by its status and headers alone."""

    status: int = 204
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Later:
    """An answer that takes long to make and needs nothing of the workspace: made after its lock is let go."""

    make: Callable[[], Content]


Answer = Json | Written | Content | Empty | Later | None


@dataclass
class Call:
    """A checked request of ``person``. ``mask`` says which fields of the answer will be sent."""

    workspace: Workspace
    method: Method
    parameters: Json
    body: Json
    mask: Mask
    person: Person = OWNER
    mask_given: bool = False
    alt: str = "json"
    media: Media | None = None
    base_url: str = ""
    path: str = ""
    headers: dict[str, str] = field(default_factory=dict)

    def __getitem__(self, parameter: str) -> Any:
        return self.parameters[parameter]

    def get(self, parameter: str, default: Any = None) -> Any:
        return self.parameters.get(parameter, default)


Handler = Callable[[Call], Answer]

HANDLERS: dict[str, Handler] = {}


def handles(method_id: str) -> Callable[[Handler], Handler]:
    """Register the function that serves the discovery method ``method_id``."""

    def register(handler: Handler) -> Handler:
        HANDLERS[method_id] = handler
        return handler

    return register
