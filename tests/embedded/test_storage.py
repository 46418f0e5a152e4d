"""What has been written stays, whole, whatever happens to the process."""

from __future__ import annotations

import gc
import json
import os
import signal
import stat
import subprocess
import sys
import weakref
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import requests

from automation.embedded import Workspace, run, serve
from automation.embedded.spreadsheets import store
from tests.embedded.conftest import Api, Book, Clock, checked_session, full_disk, locked, new_book


def test_a_workspace_opened_again_holds_everything(tmp_path: Path, clock: Clock) -> None:
    first = Workspace(tmp_path, clock=clock)
    with serve(first) as server:
        book = new_book(Api(server.url, checked_session(server)), rows=1000)
        book.write("A1", [[f"строка {row}", row, row % 2 == 0, 1.5] for row in range(600)])
        book.write("A601", [["=1+1"]], "USER_ENTERED")
        note = {"range": {"sheetId": 0, "startRowIndex": 0, "endRowIndex": 1}, "fields": "note", "cell": {"note": "n"}}
        book.update({"repeatCell": note})
        before = book.get()
    first.close()
    second = Workspace(tmp_path, clock=clock)
    with serve(second) as server:
        again = Book(Api(server.url, checked_session(server)), book.id).get()
        address = before.pop("spreadsheetUrl"), again.pop("spreadsheetUrl")
        assert all(url.endswith(f"/spreadsheets/d/{book.id}/edit") for url in address)
        assert again == before
        assert server.token == first.token
    second.close()


def test_where_much_is_held_what_was_not_wanted_for_long_is_let_go_and_read_again(
    api: Api, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "_MOST_KEPT", 70)  # cells
    first, second = new_book(api), new_book(api)
    first.write("A1", [[row] for row in range(10)])  # as wide as the grid: 60 cells
    with workspace.reading():
        held = weakref.ref(workspace.spreadsheets.get(first.id))
    first.write("B1", [["ещё"]])
    assert held() is not None
    for word in ("раз", "два"):
        second.write("A1", [[word]] * 10)
    gc.collect()
    assert held() is None
    assert first.read("A1:B1") == [[0, "ещё"]]


def test_the_token_is_for_the_owner_s_eyes(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path, token="chosen")
    with serve(workspace) as server:
        assert server.token == "chosen"
    workspace.close()
    path = tmp_path / "token"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert Workspace(tmp_path).token == "chosen"


def test_a_token_for_a_port_that_is_taken_leaves_the_running_workspace_its_own(tmp_path: Path) -> None:
    running = Workspace(tmp_path)
    with serve(running) as server:
        port = int(server.url.rpartition(":")[2])
        second = Workspace(tmp_path, token="another")
        with pytest.raises(OSError, match="in use"), serve(second, port):
            pass
        with pytest.raises(OSError, match="in use"):
            run(second, port)
        assert Workspace(tmp_path).token == server.token
    running.close()
    second.close()


def test_two_servers_of_one_workspace_see_each_other_s_writes(tmp_path: Path) -> None:
    first, second = Workspace(tmp_path), Workspace(tmp_path)
    with serve(first) as one, serve(second) as two:
        book = new_book(Api(one.url, checked_session(one)))
        same = Book(Api(two.url, checked_session(two)), book.id)
        book.write("A1", [["один"]])
        assert same.read("A1") == [["один"]]
        same.write("A1", [["два"]])
        assert book.read("A1") == [["два"]]
    first.close()
    second.close()


KILLED_IN_A_WRITE = """
import os, signal, sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from automation.embedded import Workspace
workspace = Workspace(Path(sys.argv[1]))
with workspace.writing():
    spreadsheet = workspace.spreadsheets.get(sys.argv[2])
    for row in range(5):
        spreadsheet.sheets[0].set_value(row, 0, "half")
    workspace.spreadsheets.flush()
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_process_killed_in_a_write_leaves_the_data_as_before(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    with serve(workspace) as server:
        book = new_book(Api(server.url, checked_session(server)))
        book.write("A1", [["whole"]])
    workspace.close()
    command = [sys.executable, "-c", KILLED_IN_A_WRITE, str(tmp_path), book.id]
    killed = subprocess.run(command, check=False, capture_output=True)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    workspace = Workspace(tmp_path)
    assert workspace.spreadsheets.get(book.id).sheets[0].rows == [["whole"]]
    workspace.close()


RUN = """
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from automation.embedded import Workspace, run
run(Workspace(Path(sys.argv[1])), 0)
"""


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_run_says_when_it_is_ready_and_stops_cleanly(tmp_path: Path, stop: signal.Signals) -> None:
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-c", RUN, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment) as process:
        assert process.stdout is not None
        ready = json.loads(process.stdout.readline())
        headers = {"Authorization": f"Bearer {ready['token']}"}
        assert requests.get(f"{ready['url']}/drive/v3/files", headers=headers, timeout=10).json()["files"] == []
        process.send_signal(stop)
        output, errors = process.communicate(timeout=20)
    assert b"Traceback" not in errors
    assert output == b""
    assert process.returncode in (0, -stop)


def test_two_writers_at_once_lose_nothing(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    with serve(workspace) as server, ThreadPoolExecutor(4) as pool:
        book = new_book(Api(server.url, checked_session(server)), rows=100)

        def append(number: int) -> None:
            own = Api(server.url, checked_session(server))
            own.post(f"{book.path}/values/A1:append", {"values": [[number]]}, valueInputOption="RAW")

        list(pool.map(append, range(40)))
        assert sorted(row[0] for row in book.read("A1:A100")) == list(range(40))
    workspace.close()


def test_a_full_disk_is_an_error_and_the_data_stay_as_before(
    workspace: Workspace, book: Book, caplog: pytest.LogCaptureFixture
) -> None:
    book.write("A1", [["before"]])
    rows = [[f"Иванова Анна {row} " * 50] for row in range(10)]
    with full_disk(workspace):
        error = book.api.error("PUT", f"{book.path}/values/A1", {"values": rows * 100}, valueInputOption="RAW")
        assert "tried writing to row [11]" in error["message"]  # too many rows for the grid, whatever the disk
        body = {"valueInputOption": "RAW", "data": [{"range": f"A1:A{len(rows)}", "values": rows}]}
        answer = book.api.call("POST", f"{book.path}/values:batchUpdate", body)
        assert book.read("Sheet1") == [["before"]]
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "300")
    assert answer.json()["error"] == {
        "code": 503,
        "message": "The disk of the workspace is full. Nothing was changed.",
        "status": "UNAVAILABLE",
        "details": [
            {
                "@type": "type.googleapis.com/google.rpc.ErrorInfo",
                "reason": "DISK_FULL",
                "domain": "workspace.local",
            }
        ],
    }
    assert "database or disk is full" in caplog.text and "Иванова" not in caplog.text
    assert book.read("Sheet1") == [["before"]]
    book.write("A1", [["after"]])
    assert book.read("A1") == [["after"]]


def test_a_database_that_another_program_holds_is_read_and_not_written(workspace: Workspace, book: Book) -> None:
    book.write("A1", [["before"]])
    with locked(workspace):
        answer = book.api.call("PUT", f"{book.path}/values/A1", {"values": [["after"]]}, valueInputOption="RAW")
        assert book.read("A1") == [["before"]]
        data_filter = {"dataFilters": [{"a1Range": "A1"}]}  # reads, though it is a POST
        found = book.api.post(f"{book.path}/values:batchGetByDataFilter", data_filter)["valueRanges"]
        assert found[0]["valueRange"]["values"] == [["before"]]
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "1")
    assert answer.json()["error"]["details"][0]["reason"] == "DATABASE_BUSY"


def test_what_one_answer_tells_is_of_one_moment_though_another_process_writes(tmp_path: Path) -> None:
    one, other = Workspace(tmp_path), Workspace(tmp_path)
    with one.reading():
        before = one.storage.rows("SELECT * FROM labels")
        with other.writing():
            other.storage.execute("INSERT INTO labels (data) VALUES ('{}')")
        assert one.storage.rows("SELECT * FROM labels") == before
    with one.reading():
        assert len(one.storage.rows("SELECT * FROM labels")) == 1
    one.close()
    other.close()


def test_two_processes_that_open_a_new_folder_at_once_make_one_disk_of_it(tmp_path: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        opened = list(pool.map(lambda _: Workspace(tmp_path), range(4)))
    assert len({workspace.files.root_id for workspace in opened}) == 1
    for workspace in opened:
        workspace.close()


def test_the_files_of_a_workspace_are_its_owner_s_alone_under_a_usual_umask(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        workspace = Workspace(tmp_path / "new" / "folder")
        workspace.keep_token()
        with workspace.writing():
            workspace.files.create({"name": "x"}, workspace.now())
        modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in workspace.directory.iterdir()}
        workspace.close()
    finally:
        os.umask(before)
    names = ("workspace.sqlite3", "workspace.sqlite3-wal", "workspace.sqlite3-shm", "token")
    assert modes == dict.fromkeys(names, 0o600)
    assert stat.S_IMODE(workspace.directory.stat().st_mode) == 0o700


def test_a_workspace_that_others_could_read_is_closed_to_them_when_it_is_opened(tmp_path: Path) -> None:
    first = Workspace(tmp_path)
    with first.writing():
        first.files.create({"name": "x"}, first.now())
    for path in (tmp_path, *tmp_path.iterdir()):
        path.chmod(0o755 if path.is_dir() else 0o644)
    second = Workspace(tmp_path)  # the log is there, since the first is open still
    assert [path.name for path in (tmp_path, *tmp_path.iterdir()) if path.stat().st_mode & 0o077] == []
    first.close()
    second.close()
