"""One request for a page: who asks, what they sent, and what the API answers them."""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit, urlunsplit

from starlette.requests import Request

from automation.embedded import discovery
from automation.embedded.access.addresses import base_url
from automation.embedded.access.person import NOBODY, Person
from automation.embedded.calls import HANDLERS, Call, Content, Handler, Media, Written
from automation.embedded.drive.kinds import file_of
from automation.embedded.errors import ApiError
from automation.embedded.field_mask import EVERYTHING
from automation.embedded.pages.addition import NOTHING, Addition, Section
from automation.embedded.serving import run
from automation.embedded.validation import with_defaults

if TYPE_CHECKING:
    from automation.embedded.workspace import Workspace

Json = dict[str, Any]


class Refused(ApiError):
    """A page's own refusal, in words for the visitor."""

    def __init__(self, message: str, code: int = 400) -> None:
        super().__init__(code, message)


def cookie_name(workspace: Workspace, of: str = "session") -> str:
    """A cookie of this workspace's own, since browsers do not tell the ports of a machine apart.

    Behind TLS no neighbour of the server, under the same domain or without TLS, can set one of such a name.
    https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Set-Cookie#cookie_prefixes
    """
    prefix = "__Host-" if workspace.is_behind_tls else ""
    return f"{prefix}{of}-{workspace.files.root_id[2:10]}"


@dataclass(frozen=True)
class Upload:
    """A file that was sent with a form."""

    name: str
    mime_type: str
    content: bytes


@dataclass
class Visit:
    """A checked request for a page; ``fields`` are those of the form that was sent, ``query`` the address's."""

    workspace: Workspace
    request: Request
    addition: Addition = NOTHING
    person: Person = NOBODY
    session: str = ""
    fields: dict[str, list[str]] = field(default_factory=dict)
    uploads: list[Upload] = field(default_factory=list)
    body: bytes = b""
    made_first: dict[Hashable, Any] = field(default_factory=dict)  # of its calls

    def __getitem__(self, name: str) -> str:
        """A part of the address, e.g. ``visit["file_id"]``."""
        return str(self.request.path_params[name])

    def sent(self, name: str) -> str:
        """The first value of a field of the form that was sent, without spaces around it; empty if it was not."""
        return next(iter(self.fields.get(name, [])), "").strip()

    def asked(self, name: str) -> str:
        """A parameter of the address; empty without it."""
        return str(self.request.query_params.get(name, ""))

    @property
    def sections(self) -> Sequence[Section]:
        """What this person finds in the bar beside the workspace's own."""
        return self.addition.sections(self.workspace, self.person)

    @property
    def base_url(self) -> str:
        """Where people find the workspace, without a slash at the end; not what the request says of it."""
        return base_url(self.workspace.address, self.request.scope)

    def led(self, address: str) -> str:
        """``address``, or the same page at the present address where it is one of a file of ours at a former one."""
        parts = urlsplit(address)
        file_id = file_of(parts.path) if parts.scheme in ("http", "https") else ""
        if not file_id or address.startswith(f"{self.base_url}/"):
            return address
        with self.workspace.reading():
            is_ours = self.workspace.files.find(file_id) is not None
        return urlunsplit((*urlsplit(self.base_url)[:2], *parts[2:])) if is_ours else address

    def ask(self, method_id: str, body: Json | None = None, *, media: Media | None = None, **parameters: Any) -> Json:
        """What the API's method ``method_id`` ("drive.files.list") answers this person. Raises `ApiError`."""
        answer = run(self._call(method_id, parameters, body, media), HANDLERS[method_id])
        return json.loads(answer.text) if isinstance(answer, Written) else {}

    def content(self, method_id: str, **parameters: Any) -> Content:
        """The same for a method that answers with a file's content. Raises `ApiError`."""
        return self.made(method_id, HANDLERS[method_id], **parameters)

    def made(self, method_id: str, act: Handler, **parameters: Any) -> Content:
        """The content that ``act`` makes for whoever may call the method; see `written`. Raises `ApiError`."""
        answer = run(self._call(method_id, parameters), act)
        assert isinstance(answer, Content)  # noqa: S101 - `run` makes what is made later
        return answer

    def seen(self, file_id: str) -> bytes:
        """The content of a file, to make of it what a page shows to whoever may read the file. Raises `ApiError`.

        Only what is made of it may go out: the file itself some may not take away (`content` holds to that).
        """

        def act(call: Call) -> Content:
            file = call.workspace.files.get(call["fileId"])
            return Content(call.workspace.files.content(file["id"]), file["mimeType"])

        return self.made("drive.files.get", act, fileId=file_id).content

    def do(self, method_id: str, act: Callable[[Call], Json], body: Json | None = None, **parameters: Any) -> Json:
        """What ``act`` gives, in a transaction of its own, for whoever may call the API's method ``method_id``.

        For what a page needs and no method of Google's does. Raises `ApiError`.
        """
        given: Json = json.loads(self.written(method_id, act, body, **parameters))
        return given

    def written(self, method_id: str, act: Handler, body: Json | None = None, **parameters: Any) -> bytes:
        """The same as JSON. An ``act`` that takes long (``call.takes``) has to be picklable."""
        answer = run(self._call(method_id, parameters, body), act)
        assert isinstance(answer, Written)  # noqa: S101
        return answer.text

    def _call(self, method_id: str, parameters: Json, body: Json | None = None, media: Media | None = None) -> Call:
        alt, method = parameters.pop("alt", "json"), discovery.method(method_id)
        return Call(
            workspace=self.workspace,
            method=method,
            parameters=with_defaults(method, parameters),
            body=body or {},
            mask=EVERYTHING,
            person=self.person,
            mask_given=True,
            alt=alt,
            media=media,
            base_url=self.base_url,
            path=self.request.scope["path"],
            made_first=self.made_first,
        )
