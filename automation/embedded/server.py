"""Serving a workspace on a port of this machine."""

from __future__ import annotations

import json
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager

import uvicorn
from starlette.types import ASGIApp

from automation.embedded import processes
from automation.embedded.access.person import OWNER
from automation.embedded.app import make_app
from automation.embedded.connections import Connection
from automation.embedded.credentials import Server
from automation.embedded.pages.addition import NOTHING, Addition
from automation.embedded.workspace import Workspace

HOST = "127.0.0.1"
"""Where this machine itself always finds the server, whoever else does."""
_EVERYWHERE = "0.0.0.0"  # noqa: S104 - only where an organisation asks for it


@contextmanager
def _bound(port: int, listen: str) -> Iterator[list[socket.socket]]:
    """Sockets at this machine's own address and at the one that others come to, all on one port."""
    hosts = [listen] if listen in (HOST, _EVERYWHERE) else [HOST, listen]
    with ExitStack() as stack:
        bound: list[socket.socket] = []
        for host in hosts:
            # asyncio switches Nagle's algorithm off only where the protocol is named; with it an answer waits 40 ms.
            listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
            stack.enter_context(closing(listener))
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind((host, port))
            port = listener.getsockname()[1]
            bound.append(listener)
        yield bound


def _url(bound: list[socket.socket]) -> str:
    return f"http://{HOST}:{bound[0].getsockname()[1]}"


class _Uvicorn(uvicorn.Server):
    """Says when it is ready, which uvicorn itself only writes to its log."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = threading.Event()
        self.announcement = self.greeting = ""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.announcement:
            print(self.announcement, flush=True)
            print(self.greeting, file=sys.stderr, flush=True)
        self.ready.set()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        if self.announcement:  # the program ends, and nobody will be there for what comes of long work
            processes.stop()
        await super().shutdown(sockets)


def _server(app: ASGIApp) -> _Uvicorn:
    # A thread that has answered has to have the interpreter back to say so. While others compute, Python lets it wait
    # 5 ms for that, each time: with many visitors that comes to a second.
    sys.setswitchinterval(0.001)
    # What a proxy says of the visitor is weighed by `access.clients`, not believed by uvicorn.
    config = uvicorn.Config(
        app,
        http=Connection,
        ws="none",
        log_level="warning",
        access_log=False,
        lifespan="off",
        timeout_graceful_shutdown=5,
        proxy_headers=False,
    )
    return _Uvicorn(config)


@contextmanager
def serve(workspace: Workspace, port: int = 0, addition: Addition = NOTHING, *, listen: str = HOST) -> Iterator[Server]:
    """Serve ``workspace`` in a thread while the block runs; ``port`` 0 takes a free one.

    ``listen`` is the IPv4 address at which others find it; 0.0.0.0 is every address of this machine.
    Raises `OSError` if the port is taken.
    """
    with serve_app(make_app(workspace, addition), port, listen=listen) as url:
        workspace.keep_token()
        yield Server(url, workspace.token)


@contextmanager
def serve_app(app: ASGIApp, port: int = 0, *, listen: str = HOST) -> Iterator[str]:
    """Serve any web application in a thread while the block runs; gives its address on this machine."""
    with _bound(port, listen) as bound:
        server = _server(app)
        thread = threading.Thread(target=server.run, args=(bound,), name="embedded-workspace", daemon=True)
        thread.start()
        server.ready.wait()
        try:
            yield _url(bound)
        finally:
            server.should_exit = True
            thread.join()


def owner_link(workspace: Workspace, url: str) -> str:
    """A link by which the owner signs in at ``url``; earlier ones stop working."""
    with workspace.writing():
        return f"{url}/signin/{workspace.sign_ins.new_link(OWNER.email, workspace.now())}"


def run(workspace: Workspace, port: int, addition: Addition = NOTHING, *, listen: str = HOST) -> None:
    """Serve ``workspace`` until SIGINT or SIGTERM; print one JSON line when ready.

    It has ``url`` and ``token``; the link by which the owner opens the pages goes to stderr, for people.
    """
    with _bound(port, listen) as bound:
        workspace.keep_token()  # the port is ours: nobody serves the folder with another one
        server = _server(make_app(workspace, addition))
        url = _url(bound)
        link = owner_link(workspace, workspace.address or url)
        server.announcement = json.dumps({"url": url, "token": workspace.token})
        terms = "ссылка действует один раз и не дольше суток, никому её не передавайте"
        server.greeting = f"Откройте в браузере ({terms}): {link}"
        try:
            server.run(bound)
        except KeyboardInterrupt:
            pass  # uvicorn raises the signal again once it has stopped
        finally:
            workspace.close()
