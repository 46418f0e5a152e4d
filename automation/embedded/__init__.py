"""Google's REST surface over SQLite, on a machine of one's own.

    workspace = Workspace(Path("data"))
    with serve(workspace) as server:
        session.get(f"{server.url}/v4/spreadsheets/{id}", headers={"Authorization": f"Bearer {server.token}"})

Unmodified gspread and googleapiclient work against it. Folders follow Google's products: ``spreadsheets``,
``drive``, ``forms``, ``mail``; around them is what they share: routing and checking by Google's discovery
documents, field masks, errors, storage.
"""

from automation.embedded.quotas import GOOGLE_QUOTAS
from automation.embedded.server import Server, owner_link, run, serve
from automation.embedded.workspace import Workspace

__all__ = ["GOOGLE_QUOTAS", "Server", "Workspace", "owner_link", "run", "serve"]
