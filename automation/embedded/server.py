"""Serving a workspace on a port of this machine."""

from __future__ import annotations

import json
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

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


def _bind(port: int) -> socket.socket:
    # asyncio switches Nagle's algorithm off only where the protocol is named; with it an answer waits 40 ms.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((HOST, port))
    return listener


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
def serve(workspace: Workspace, port: int = 0, addition: Addition = NOTHING) -> Iterator[Server]:
    """Serve ``workspace`` in a thread while the block runs; ``port`` 0 takes a free one.

    Raises `OSError` if the port is taken.
    """
    with serve_app(make_app(workspace, addition), port) as url:
        workspace.keep_token()
        yield Server(url, workspace.token)


@contextmanager
def serve_app(app: ASGIApp, port: int = 0) -> Iterator[str]:
    """Serve any web application in a thread while the block runs; gives its address."""
    listener = _bind(port)
    server = _server(app)
    thread = threading.Thread(target=server.run, args=([listener],), name="embedded-workspace", daemon=True)
    thread.start()
    server.ready.wait()
    try:
        yield f"http://{HOST}:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()
        listener.close()


def owner_link(workspace: Workspace, url: str) -> str:
    """A link by which the owner signs in at ``url``; earlier ones stop working."""
    with workspace.writing():
        return f"{url}/signin/{workspace.sign_ins.new_link(OWNER.email, workspace.now())}"


def run(workspace: Workspace, port: int, addition: Addition = NOTHING) -> None:
    """Serve ``workspace`` until SIGINT or SIGTERM; print one JSON line when ready.

    It has ``url`` and ``token``; the link by which the owner opens the pages goes to stderr, for people.
    """
    with _bind(port) as listener:
        workspace.keep_token()  # the port is ours: nobody serves the folder with another one
        server = _server(make_app(workspace, addition))
        url = f"http://{HOST}:{listener.getsockname()[1]}"
        link = owner_link(workspace, workspace.address or url)
        server.announcement = json.dumps({"url": url, "token": workspace.token})
        terms = "ссылка действует один раз и не дольше суток, никому её не передавайте"
        server.greeting = f"Откройте в браузере ({terms}): {link}"
        try:
            server.run([listener])
        except KeyboardInterrupt:
            pass  # uvicorn raises the signal again once it has stopped
        finally:
            workspace.close()
