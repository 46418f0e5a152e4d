"""What everybody else waits for while somebody's export, import, PDF, search or formulas are at work.

The server is a process of its own, as in life. All the while somebody reads a cell of another spreadsheet, and then
writes one, again and again: what counts is the longest of their waits.
"""

from __future__ import annotations

import io
import json
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import docx
import requests

from automation.embedded import Server, Workspace
from automation.embedded.drive import kinds
from automation.embedded.drive.export import makes_pdf
from benchmarks.measure import Figure, shown_seconds
from benchmarks.serving import Served, new_session, served
from benchmarks.workspace import COLUMNS, ROWS, new_spreadsheet

LIMIT = 0.3  # seconds
DOCUMENTS, PARAGRAPHS, LETTERS, FORMULAS = 300, 200, 30_000, 8_000
GRID_ROWS = 3_000
COMES_BACK = 150  # megabytes more than before
Json = dict[str, Any]


@dataclass
class Bystander:
    """Who reads and writes a cell of their own spreadsheet, and how long each took, in seconds."""

    server: Server
    waits: list[float] = field(default_factory=list)
    _over: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.session = new_session(self.server)
        spreadsheet = self.session.post(f"{self.server.url}/v4/spreadsheets", json={}, timeout=60).json()
        self.cell = f"{self.server.url}/v4/spreadsheets/{spreadsheet['spreadsheetId']}/values/A1"

    def meanwhile(self, work: Callable[[], object]) -> tuple[float, float]:
        """The longest wait while ``work`` goes on, and how long that took."""
        self.waits, self._over = [], threading.Event()
        thread = threading.Thread(target=self._go_on)
        thread.start()
        began = time.perf_counter()
        work()
        took = time.perf_counter() - began
        self._over.set()
        thread.join()
        return max(self.waits), took

    def _go_on(self) -> None:
        body = {"values": [["слово"]]}
        while not self._over.is_set():
            self._timed(lambda: self.session.get(self.cell, timeout=60))
            self._timed(lambda: self.session.put(self.cell, params={"valueInputOption": "RAW"}, json=body, timeout=60))
            time.sleep(0.01)

    def _timed(self, request: Callable[[], requests.Response]) -> None:
        began = time.perf_counter()
        request().raise_for_status()
        self.waits.append(time.perf_counter() - began)


def figures() -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as directory:
        _fill(Path(directory))
        with served(Path(directory), "--port", "0") as one:
            yield from _waits(one)


def _waits(one: Served) -> Iterator[Figure]:
    server = one.server
    session, bystander = new_session(server), Bystander(server)
    large = new_spreadsheet(server, ROWS)
    book = session.get(_export(server, large, kinds.XLSX), timeout=600).content
    before = one.megabytes
    for what, work in _works(server, session, large, book):
        longest, took = bystander.meanwhile(work)
        yield Figure(f"Ждать, пока {what}", longest, "с", LIMIT, peer=f"сама работа: {shown_seconds(took)}")
    yield Figure("Память сервера после всего этого, сверх прежней", one.megabytes - before, "МБ", COMES_BACK)


def _works(
    server: Server, session: requests.Session, large: str, book: bytes
) -> Iterator[tuple[str, Callable[[], object]]]:
    def get(path: str, **parameters: Any) -> Callable[[], object]:
        return lambda: _quietly(session.get(server.url + path, params=parameters, stream=True, timeout=600))

    sheet = f"/v4/spreadsheets/{large}"
    cells = f"{ROWS * COLUMNS:,}".replace(",", "\u00a0")
    yield f"выгружают .xlsx из {cells} ячеек", get(f"/drive/v3/files/{large}/export", mimeType=kinds.XLSX)
    yield f"выгружают .csv из {cells} ячеек", get(f"/drive/v3/files/{large}/export", mimeType=kinds.CSV)
    grid = {"includeGridData": "true", "ranges": f"A!A1:Z{GRID_ROWS}"}
    yield f"читают {GRID_ROWS} строк с оформлением (includeGridData)", get(sheet, **grid)
    yield f"читают {cells} ячеек, как на экране", get(f"{sheet}/values/A")
    yield f"загружают .xlsx из {cells} ячеек", lambda: _upload(server, session, book, kinds.XLSX)
    lines = "".join(",".join(f"слово {row}" for _ in range(COLUMNS)) + "\n" for row in range(ROWS))
    yield f"загружают .csv из {cells} ячеек", lambda: _upload(server, session, lines.encode(), kinds.CSV)
    yield f"считают {FORMULAS} формул", _computing(server, session)
    yield f"ищут слово в {DOCUMENTS} документах", get("/drive/v3/files", q="fullText contains 'слово'")
    yield f"ищут слово в {LETTERS} письмах", get("/gmail/v1/users/me/messages", q="слово")
    if makes_pdf():
        document = session.get(f"{server.url}/drive/v3/files", params={"q": "name = 'Документ 1'"}, timeout=60).json()
        path = f"/drive/v3/files/{document['files'][0]['id']}/export"
        yield "делают PDF документа", get(path, mimeType=kinds.PDF)


def _quietly(response: requests.Response) -> None:
    """Take in the answer without taking it apart."""
    response.raise_for_status()
    while response.raw.read(1 << 20):
        pass


def _export(server: Server, file_id: str, mime_type: str) -> str:
    return f"{server.url}/drive/v3/files/{file_id}/export?mimeType={mime_type}"


def _upload(server: Server, session: requests.Session, content: bytes, mime_type: str) -> None:
    metadata = json.dumps({"name": "Загружено", "mimeType": kinds.SPREADSHEET}).encode()
    head = b"--x\r\nContent-Type: application/json\r\n\r\n" + metadata
    body = head + f"\r\n--x\r\nContent-Type: {mime_type}\r\n\r\n".encode() + content + b"\r\n--x--"
    headers = {"Content-Type": "multipart/related; boundary=x"}
    url = f"{server.url}/upload/drive/v3/files?uploadType=multipart"
    session.post(url, data=body, headers=headers, timeout=600).raise_for_status()


def _computing(server: Server, session: requests.Session) -> Callable[[], object]:
    """Change a cell on which all formulas of a spreadsheet depend, and read what they come to."""
    spreadsheet = new_spreadsheet(server, FORMULAS)
    base = f"{server.url}/v4/spreadsheets/{spreadsheet}/values"
    values = [[f"=COUNTIF(A$1:A${FORMULAS},A{row})"] for row in range(1, FORMULAS + 1)]
    options = {"valueInputOption": "USER_ENTERED"}
    session.put(f"{base}/A!B1", params=options, json={"values": values}, timeout=600).raise_for_status()

    def work() -> None:
        session.put(f"{base}/A!A1", params=options, json={"values": [["иное"]]}, timeout=600).raise_for_status()
        session.get(f"{base}/A!B{FORMULAS}", timeout=600).raise_for_status()

    return work


def _fill(directory: Path) -> None:
    """Documents and letters to look through."""
    document = docx.Document()
    for number in range(PARAGRAPHS):
        document.add_paragraph(f"Пункт {number}: слово к слову о наставнике и о том, что он обещал.")
    stream = io.BytesIO()
    document.save(stream)
    workspace, now = Workspace(directory), datetime.now(UTC)
    with workspace.writing():
        for number in range(DOCUMENTS):
            given = {"name": f"Документ {number}", "mimeType": kinds.DOCUMENT}
            workspace.files.set_content(workspace.files.create(given, now)["id"], stream.getvalue())
        for number in range(LETTERS):
            raw = f"From: a@b.test\r\nTo: c@d.test\r\nSubject: {number}\r\n\r\n" + "слово за слово, " * 30
            workspace.mail.add(raw.encode(), f"{number}@b.test", ["SENT"], now, None)
    workspace.close()


if __name__ == "__main__":
    for figure in figures():
        print(f"{figure.what}: {figure.value:.3f} {figure.unit} · {figure.peer}", flush=True)
