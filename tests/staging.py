"""Servers that outlive a test: one begins at once, but ends only after a fifth of a second, in which nobody works."""

from __future__ import annotations

import atexit
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from starlette.types import ASGIApp, Receive, Scope, Send

from automation.embedded import Server, Workspace
from automation.embedded.app import make_app
from automation.embedded.pages.addition import NOTHING, Addition
from automation.embedded.server import serve_app


class _Stage:
    """A server on which one test after another puts its own workspace."""

    def __init__(self) -> None:
        self.app: ASGIApp | None = None
        self.url = _running.enter_context(serve_app(self))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        assert self.app is not None
        await self.app(scope, receive, send)


_running = ExitStack()
atexit.register(_running.close)
_free: list[_Stage] = []


@contextmanager
def staged(workspace: Workspace, addition: Addition = NOTHING) -> Iterator[Server]:
    """Serve ``workspace`` while the block runs, as `serve` does, on a server that is free."""
    stage = _free.pop() if _free else _Stage()
    stage.app = make_app(workspace, addition)
    workspace.keep_token()
    try:
        yield Server(stage.url, workspace.token)
    finally:
        stage.app = None
        _free.append(stage)
