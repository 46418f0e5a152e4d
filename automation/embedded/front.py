"""What stands before the application: whom it answers at all, and the headers that every answer has.

Whatever is not a page of ours (those bring a policy of their own) is sandboxed: opened in a browser it can run
nothing, and belongs to no origin.
"""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from automation.embedded import discovery
from automation.embedded.access.addresses import is_known
from automation.embedded.errors import ApiError
from automation.embedded.pages.rendering import message
from automation.embedded.serving import JSON_TYPE
from automation.embedded.storage import encode
from automation.embedded.workspace import Workspace

_EVERYWHERE = {
    b"x-content-type-options": b"nosniff",
    b"content-security-policy": b"sandbox; default-src 'none'; frame-ancestors 'none'; base-uri 'none'",
    b"referrer-policy": b"same-origin",
}
_ONLY_TLS = {b"strict-transport-security": b"max-age=31536000"}
_UNKNOWN_NAME = "The request is for a host that this server does not know."
_WRONG_ADDRESS = (
    "По этому адресу рабочего пространства нет. Откройте его по ссылке, которую вам дали. Администратору: адрес, под "
    "которым пространство видно людям, указывается в nastavnik.toml (address = …)."
)


class Front:
    """``app``, answering those only who came to ``workspace`` under a name that is its own."""

    def __init__(self, app: ASGIApp, workspace: Workspace) -> None:
        self._app = app
        self._address = workspace.address
        self._headers = {**_EVERYWHERE, **(_ONLY_TLS if workspace.is_behind_tls else {})}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        answer: ASGIApp = self._app if self._is_meant(scope) else _misdirected(scope)
        await answer(scope, receive, self._with_headers(send))

    def _is_meant(self, scope: Scope) -> bool:
        headers = Headers(scope=scope)
        passed_on = ",".join(headers.getlist("x-forwarded-host")).split(",")
        names = [*headers.getlist("host"), *filter(None, map(str.strip, passed_on))]
        one_host = len(headers.getlist("host")) == 1
        return one_host and all(is_known(name, self._address, scope) for name in names)

    def _with_headers(self, send: Send) -> Send:
        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = list(message.get("headers", ()))
                own = {name.lower() for name, _ in given}
                message["headers"] = given + [item for item in self._headers.items() if item[0] not in own]
            await send(message)

        return sending


def _misdirected(scope: Scope) -> Response:
    """What is said to whoever came under another's name: the same whatever they asked for."""
    if "text/html" in Headers(scope=scope).get("accept", ""):
        return message(None, "Не тот адрес", _WRONG_ADDRESS, 421)
    body = ApiError(421, _UNKNOWN_NAME).body(discovery.style_of(scope["path"]))
    return Response(encode(body), 421, media_type=JSON_TYPE)
