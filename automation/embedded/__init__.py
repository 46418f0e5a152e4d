"""Google's REST surface over SQLite, on a machine of one's own.

    workspace = Workspace(Path("data"))
    with serve(workspace) as server:
        session.get(f"{server.url}/v4/spreadsheets/{id}", headers={"Authorization": f"Bearer {server.token}"})

Unmodified gspread and googleapiclient work against it. Folders follow Google's products: ``spreadsheets``,
``drive``, ``forms``, ``mail``; around them is what they share: routing and checking by Google's discovery
documents, field masks, errors, storage.

What is named here is imported when it is asked for: who calls a workspace that another process serves needs its token
(`automation.embedded.credentials`), and not the half second that a server takes to load.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from automation.embedded.credentials import Server
    from automation.embedded.quotas import GOOGLE_QUOTAS
    from automation.embedded.server import owner_link, run, serve
    from automation.embedded.workspace import Workspace

__all__ = ["GOOGLE_QUOTAS", "Server", "Workspace", "owner_link", "run", "serve"]

_PLACES = {
    "GOOGLE_QUOTAS": "quotas",
    "Server": "credentials",
    "Workspace": "workspace",
    **dict.fromkeys(("owner_link", "run", "serve"), "server"),
}


def __getattr__(name: str) -> Any:
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_PLACES[name]}"), name)
