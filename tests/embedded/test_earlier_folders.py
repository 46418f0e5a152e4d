"""Folders that an earlier version made: opened with all that is in them."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from automation.embedded import Workspace
from automation.embedded.access.person import OWNER
from automation.embedded.drive.kinds import SPREADSHEET
from automation.embedded.spreadsheets import dimensions
from automation.embedded.spreadsheets.files import blank
from automation.embedded.spreadsheets.restoring import restore_all
from tests.embedded.conftest import NOW, Clock

READER = "reader@school.example"
LINK, SESSION = "the secret of a link", "the secret of a session"

_EARLIER = """
DROP TABLE links;
DROP TABLE sessions;
DROP TABLE devices;
CREATE TABLE links (
    hash TEXT PRIMARY KEY, email TEXT NOT NULL, since TEXT NOT NULL, ends TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE sessions (
    hash TEXT PRIMARY KEY, email TEXT NOT NULL, since TEXT NOT NULL, ends TEXT NOT NULL
) WITHOUT ROWID;
"""


def row(secret: str, email: str, days: int) -> tuple[str, str, str, str]:
    ends = (NOW + timedelta(days=days)).isoformat(timespec="seconds")
    return hashlib.sha256(secret.encode()).hexdigest(), email, NOW.isoformat(timespec="seconds"), ends


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """As it was when a link was good for a year and any number of times."""
    Workspace(tmp_path).close()
    connection = sqlite3.connect(tmp_path / "workspace.sqlite3")
    connection.executescript(_EARLIER)
    with connection:
        connection.execute("INSERT INTO links VALUES (?, ?, ?, ?)", row(LINK, READER, 365))
        connection.execute("INSERT INTO links VALUES (?, ?, ?, ?)", row("owner's", OWNER.email, 1))
        connection.execute("INSERT INTO sessions VALUES (?, ?, ?, ?)", row(SESSION, OWNER.email, 30))
    connection.close()
    return tmp_path


@pytest.fixture
def opened(folder: Path, clock: Clock) -> Iterator[Workspace]:
    workspace = Workspace(folder, clock=clock)
    yield workspace
    workspace.close()


def test_whoever_was_signed_in_stays_so_and_links_work_once(opened: Workspace) -> None:
    assert opened.person_of(SESSION) == OWNER
    assert not opened.sign_ins.came_by_link_just_now(SESSION, opened.now())
    with opened.writing():
        assert opened.sign_ins.by_link(LINK, opened.now())
        assert opened.sign_ins.by_link(LINK, opened.now()) is None


def test_links_that_were_good_for_a_year_are_good_for_a_month(opened: Workspace, clock: Clock) -> None:
    ends = dict(opened.storage.rows("SELECT email, ends FROM links"))
    month, day = NOW + timedelta(days=30), NOW + timedelta(days=1)
    assert ends == {READER: month.isoformat(timespec="seconds"), OWNER.email: day.isoformat(timespec="seconds")}


def test_a_folder_is_brought_up_to_date_once(folder: Path) -> None:
    Workspace(folder).close()
    connection = sqlite3.connect(folder / "workspace.sqlite3")
    connection.execute("UPDATE links SET ends = '2099-01-01T00:00:00+00:00'")
    connection.commit()
    before = connection.execute("SELECT * FROM links").fetchall()
    Workspace(folder).close()
    assert connection.execute("SELECT * FROM links").fetchall() == before
    connection.close()


def test_an_earlier_folder_and_a_new_one_have_the_same_tables(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    new = tmp_path_factory.mktemp("new")
    shapes = []
    for each in (folder, new):
        Workspace(each).close()
        connection = sqlite3.connect(each / "workspace.sqlite3")
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        shapes.append({table: connection.execute(f"PRAGMA table_info({table})").fetchall() for table in tables})
        connection.close()
    assert shapes[0] == shapes[1]


def blocks(folder: Path) -> dict[int, str]:
    connection = sqlite3.connect(folder / "workspace.sqlite3")
    found = dict(connection.execute("SELECT number, data FROM blocks"))
    connection.close()
    return found


def with_rows_by_place(folder: Path, clock: Clock) -> str:
    """A spreadsheet as it was stored when a block's number said where it lies: ends and empty blocks left out."""
    workspace = Workspace(folder, clock=clock)
    with workspace.writing():
        file = workspace.files.create({"name": "Книга", "mimeType": SPREADSHEET}, workspace.now())
        workspace.spreadsheets.add(blank(file["id"]))
    workspace.close()
    connection = sqlite3.connect(folder / "workspace.sqlite3")
    with connection:
        connection.execute("UPDATE sheets SET data = json_remove(data, '$.blocks')")
        for number, rows in ((0, [["first"], [], ["third"]]), (2, [["far"]] * 256), (3, [["farther"], ["last"]])):
            row = (file["id"], number, json.dumps(rows))
            connection.execute("INSERT INTO blocks VALUES (?, 0, ?, ?)", row)
    connection.close()
    return str(file["id"])


def column(workspace: Workspace, spreadsheet_id: str) -> dict[int, object]:
    rows = workspace.spreadsheets.get(spreadsheet_id).sheets[0].rows
    return {row: cells[0] for row, cells in enumerate(rows) if cells}


def test_rows_whose_blocks_were_numbered_by_place_are_where_they_were(tmp_path: Path, clock: Clock) -> None:
    book = with_rows_by_place(tmp_path, clock)
    stored = blocks(tmp_path)
    expected = {0: "first", 2: "third", **dict.fromkeys(range(512, 768), "far"), 768: "farther", 769: "last"}
    first = Workspace(tmp_path, clock=clock)
    with first.reading():
        assert column(first, book) == expected
    assert blocks(tmp_path) == stored  # looking changes nothing
    with first.writing():
        spreadsheet = first.spreadsheets.get(book)
        dimensions.insert(spreadsheet, spreadsheet.sheets[0], "ROWS", 3, 300, inherit_before=False)
        spreadsheet.sheets[0].set_value(5, 0, "new")
    moved = {row if row < 3 else row + 300: value for row, value in expected.items()} | {5: "new"}
    with first.reading():
        assert column(first, book) == moved
    first.close()
    second = Workspace(tmp_path, clock=clock)
    with second.reading():
        assert column(second, book) == moved
        (version,) = second.spreadsheets.history.versions(book)
    with second.writing():
        restore_all(second.spreadsheets, book, version.number)
    with second.reading():
        assert column(second, book) == expected
    second.close()
