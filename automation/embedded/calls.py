"""One call of a method: what a handler is given, what it gives back, and the register of handlers.

A method is served by one function::

    @handles("sheets.spreadsheets.get")
    def get(call: Call) -> Json: ...

A method of the discovery documents without a function answers 501.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar, TypeVarTuple, cast

from automation.embedded.access.person import OWNER, Person
from automation.embedded.discovery import Json, Method
from automation.embedded.errors import ApiError
from automation.embedded.field_mask import Mask
from automation.embedded.patience import PATIENCE, First, TooLong
from automation.embedded.processes import in_a_process

if TYPE_CHECKING:
    from automation.embedded.workspace import Workspace

_T = TypeVar("_T")
_Given = TypeVarTuple("_Given")


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
    made_first: dict[Hashable, Any] = field(default_factory=dict)

    def takes(self, seconds: float) -> None:
        """Say how long the rest of the answer takes, about. Raises `TooLong` where others should not wait for it."""
        if seconds > PATIENCE and self.method.only_reads and not self.workspace.is_aside:
            raise TooLong

    def made(self, seconds: float, function: Callable[[*_Given], _T], *arguments: *_Given) -> _T:
        """What ``function`` makes of ``arguments`` (hashable), which takes so long, about.

        Raises `First` where others should not wait for it, and whatever ``function`` raises.
        """
        if seconds <= PATIENCE or self.workspace.is_aside:
            return function(*arguments)
        key = (function, arguments)
        if key not in self.made_first:
            raise First(partial(self._make, key, function, arguments))
        made = self.made_first[key]
        if isinstance(made, ApiError):
            raise made
        return cast("_T", made)

    def _make(self, key: Hashable, function: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
        try:
            self.made_first[key] = in_a_process(function, *arguments)
        except ApiError as error:
            self.made_first[key] = error

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
