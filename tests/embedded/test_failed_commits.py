"""A change that could not be stored is as if it had never been asked for: now, and after a restart."""

from __future__ import annotations

import json
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from base64 import urlsafe_b64decode
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
import requests
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from automation.embedded import Server, Workspace
from automation.embedded.access.person import Person
from automation.embedded.app import SERVED_BY
from automation.embedded.calls import HANDLERS, Call, Content, Media, Written
from automation.embedded.discovery import method
from automation.embedded.drive.kinds import FOLDER, FORM, SPREADSHEET
from automation.embedded.errors import ApiError, not_found
from automation.embedded.field_mask import EVERYTHING
from automation.embedded.mail.store import parsed
from automation.embedded.serving import run
from automation.embedded.spreadsheets.restoring import restore_all
from automation.embedded.validation import with_defaults
from tests.embedded.conftest import Api, Clock, checked_session
from tests.machine import needs

Json = dict[str, Any]

assert SERVED_BY  # importing them has registered the handlers


@dataclass
class House:
    """An open workspace, without a server, and the letters that have left it."""

    folder: Path
    letters: list[str] = field(default_factory=list)
    workspace: Workspace = field(init=False)

    def __post_init__(self) -> None:
        self.workspace = Workspace(self.folder, clock=Clock(), deliver=self._deliver)

    def _deliver(self, letter: EmailMessage) -> None:
        self.letters.append(str(letter["To"]))

    def ask(
        self, method_id: str, body: Json | None = None, *, media: Media | None = None, alt: str = "json", **given: Any
    ) -> Json:
        """What the API answers the owner."""
        asked = method(method_id)
        call = Call(
            self.workspace, asked, with_defaults(asked, given), body or {}, EVERYTHING, mask_given=True, media=media,
            alt=alt,
        )  # fmt: skip
        answer = run(call, HANDLERS[method_id])
        if alt == "media":
            assert isinstance(answer, Content)
            return {"content": answer.content}
        return json.loads(answer.text) if isinstance(answer, Written) else {}

    def files(self, *kinds: str) -> list[Json]:
        """All files, or those of these kinds, in one order."""
        files = self.ask("drive.files.list", pageSize=1000)["files"]
        return sorted((f for f in files if not kinds or f["mimeType"] in kinds), key=lambda file: str(file["id"]))

    def everything(self) -> Json:
        """All that can be read."""
        letters = self.ask("gmail.users.messages.list", userId="me").get("messages", [])
        with self.workspace.reading():
            access = self.workspace.sign_ins.everyone(self.workspace.now())
        return {
            "files": self.files(),
            "history": {file["id"]: self._history(file["id"]) for file in self.files(SPREADSHEET)},
            "contents": {file["id"]: self._content(file) for file in self.files() if not file["trashed"]},
            "changes": self.ask("drive.changes.list", pageToken="1")["changes"],
            "letters": [
                self.ask("gmail.users.messages.get", userId="me", id=letter["id"], format="raw") for letter in letters
            ],
            "labels": self.ask("gmail.users.labels.list", userId="me"),
            "access": access,
        }

    def _history(self, spreadsheet_id: str) -> Json:
        """The versions of a spreadsheet, each with what stood there before it."""
        held = self.workspace.spreadsheets
        with self.workspace.reading():
            versions = held.history.versions(spreadsheet_id)
            return {str(each): held.as_it_was(spreadsheet_id, each.number) for each in versions}

    @staticmethod
    def invitations(everything: Json) -> Counter[str]:
        """To whom the workspace has written that a file was shared with them, as its mailbox has it."""
        letters = [parsed(urlsafe_b64decode(letter["raw"])) for letter in everything["letters"]]
        return Counter(str(letter["To"]) for letter in letters if str(letter["To"]).startswith("person-"))

    def _content(self, file: Json) -> Any:
        if file["mimeType"] == SPREADSHEET:
            return self.ask("sheets.spreadsheets.get", spreadsheetId=file["id"], includeGridData=True)
        if file["mimeType"] == FORM:
            form = {"formId": file["id"]}
            return self.ask("forms.forms.get", **form), self.ask("forms.forms.responses.list", **form)
        return None if file["mimeType"] == FOLDER else self.ask("drive.files.get", fileId=file["id"], alt="media")


@contextmanager
def opened(folder: Path) -> Iterator[House]:
    house = House(folder)
    try:
        yield house
    finally:
        house.workspace.close()  # closed already, it stays closed


@contextmanager
def a_crashed_copy(folder: Path) -> Iterator[House]:
    """A process that finds the files as they are now: the log, but not its index, which no crash leaves whole."""
    with tempfile.TemporaryDirectory() as name:
        for path in folder.glob("workspace.sqlite3*"):
            if not path.name.endswith("-shm"):
                shutil.copy(path, name)
        with opened(Path(name)) as house:
            yield house


def after_a_crash(house: House) -> Json:
    """All that can be read then."""
    with a_crashed_copy(house.folder) as another:
        return another.everything()


# What people and programs do. Each deed takes a number, by which it chooses what to do it to, and what to write.


Deed = Callable[[House, int], object]


def _chosen(house: House, number: int, *kinds: str) -> str:
    files = house.files(*kinds)
    if not files:
        raise not_found()
    return str(files[number % len(files)]["id"])


def _book(house: House, number: int) -> Json:
    return {"spreadsheetId": _chosen(house, number, SPREADSHEET)}


def _titles(house: House, book: Json) -> list[str]:
    return [sheet["properties"]["title"] for sheet in house.ask("sheets.spreadsheets.get", **book)["sheets"]]


def write_on_every_tab(house: House, number: int) -> None:
    book = _book(house, number)
    data = [
        {"range": f"'{title}'!A{1 + number % 300}", "values": [[number, f"слово {number}" * 20, f"=A1+{number}"]]}
        for title in _titles(house, book)
    ]
    house.ask("sheets.spreadsheets.values.batchUpdate", {"valueInputOption": "USER_ENTERED", "data": data}, **book)


def _shape(number: int) -> list[Json]:
    place = {"startRowIndex": 0, "endRowIndex": 2, "startColumnIndex": 0, "endColumnIndex": 1 + number % 3}
    return [
        {"addSheet": {"properties": {"title": f"Лист {number}"}}},
        {"insertDimension": {"range": {"dimension": "ROWS", "startIndex": 0, "endIndex": 1 + number % 3}}},
        {"repeatCell": {"range": place, "cell": {"note": f"заметка {number}"}, "fields": "note"}},
        {"mergeCells": {"range": place, "mergeType": "MERGE_ALL"}},
        {"addProtectedRange": {"protectedRange": {"range": place, "description": str(number)}}},
        {"addNamedRange": {"namedRange": {"name": f"имя_{number}", "range": place}}},
        {
            "createDeveloperMetadata": {
                "developerMetadata": {
                    "metadataKey": str(number),
                    "visibility": "DOCUMENT",
                    "location": {"spreadsheet": True},
                }
            }
        },
        {"updateSpreadsheetProperties": {"properties": {"locale": "ru_RU"}, "fields": "locale"}},
    ]


def shape_a_spreadsheet(house: House, number: int) -> None:
    house.ask("sheets.spreadsheets.batchUpdate", {"requests": _shape(number)}, **_book(house, number))


def ask_for_what_is_refused(house: House, number: int) -> None:
    requests = [*_shape(number), {"deleteSheet": {"sheetId": 123_456_789}}]
    house.ask("sheets.spreadsheets.batchUpdate", {"requests": requests}, **_book(house, number))


def delete_a_tab(house: House, number: int) -> None:
    book = _book(house, number)
    sheets = house.ask("sheets.spreadsheets.get", **book)["sheets"]
    request = {"deleteSheet": {"sheetId": sheets[number % len(sheets)]["properties"].get("sheetId", 0)}}
    house.ask("sheets.spreadsheets.batchUpdate", {"requests": [request]}, **book)


def make_a_spreadsheet(house: House, number: int) -> None:
    sheet = {"data": [{"rowData": [{"values": [{"userEnteredValue": {"numberValue": number}}]}]}]}
    house.ask("sheets.spreadsheets.create", {"properties": {"title": str(number)}, "sheets": [sheet]})


def copy_a_file(house: House, number: int) -> None:
    house.ask("drive.files.copy", {"name": f"копия {number}"}, fileId=_chosen(house, number, SPREADSHEET, FORM))


def rename_a_file(house: House, number: int) -> None:
    house.ask("drive.files.update", {"name": str(number)}, fileId=_chosen(house, number))


def throw_a_file_away_or_take_it_back(house: House, number: int) -> None:
    file = _chosen(house, number)
    house.ask("drive.files.update", {"trashed": bool(number % 2)}, fileId=file)


def delete_a_file(house: House, number: int) -> None:
    house.ask("drive.files.delete", fileId=_chosen(house, number))


def upload_a_file(house: House, number: int) -> None:
    house.ask("drive.files.create", {"name": f"{number}.txt"}, media=Media(b"text %d" % number * 999, "text/plain"))


def lay_a_table_over_a_spreadsheet(house: House, number: int) -> None:
    media = Media(f"a,b\n{number},2\n".encode(), "text/csv")
    house.ask("drive.files.update", fileId=_chosen(house, number, SPREADSHEET), media=media)


def bring_a_spreadsheet_back(house: House, number: int) -> None:
    held, book = house.workspace.spreadsheets, _chosen(house, number, SPREADSHEET)
    with house.workspace.writing():
        versions = held.history.versions(book)
        if versions:
            restore_all(held, book, versions[number % len(versions)].number)
            house.workspace.files.touch(book, house.workspace.now())


def forget_what_a_spreadsheet_said(house: House, number: int) -> None:
    with house.workspace.writing():
        house.workspace.spreadsheets.history.forget(_chosen(house, number, SPREADSHEET))


def share_a_file(house: House, number: int) -> None:
    body = {"type": "user", "role": "writer", "emailAddress": f"person-{number}@example.com"}
    house.ask("drive.permissions.create", body, fileId=_chosen(house, number))


def ask_one_question_more(house: House, number: int) -> None:
    question = {"title": str(number), "questionItem": {"question": {"textQuestion": {}}}}
    request = {"createItem": {"item": question, "location": {"index": 0}}}
    house.ask("forms.forms.batchUpdate", {"requests": [request]}, formId=_chosen(house, number, FORM))


def answer_a_form(house: House, number: int) -> None:
    form = _chosen(house, number, FORM)
    with house.workspace.writing():
        house.workspace.forms.submit(form, {}, f"{number}@example.com", house.workspace.now())


def send_a_letter(house: House, number: int) -> None:
    letter = Media(f"To: {number}@example.com\nSubject: {number}\n\nЗдравствуйте!\n".encode(), "message/rfc822")
    house.ask("gmail.users.messages.send", userId="me", media=letter)


def make_a_label(house: House, number: int) -> None:
    house.ask("gmail.users.labels.create", {"name": f"ярлык {number}"}, userId="me")


def make_a_link(house: House, number: int) -> None:
    with house.workspace.writing():
        house.workspace.sign_ins.new_link(Person(f"{number}@example.com").email, house.workspace.now())


def sign_in_by_a_link(house: House, number: int) -> None:
    sign_ins, now = house.workspace.sign_ins, house.workspace.now()
    with house.workspace.writing():
        sign_ins.by_link(sign_ins.new_link(f"{number}@example.com", now), now)


def do_two_things_at_once(house: House, number: int) -> None:
    with house.workspace.writing():
        write_on_every_tab(house, number)
        share_a_file(house, number + 1)
        write_on_every_tab(house, number + 1)


DEEDS: list[Deed] = [
    write_on_every_tab,
    shape_a_spreadsheet,
    ask_for_what_is_refused,
    delete_a_tab,
    make_a_spreadsheet,
    copy_a_file,
    rename_a_file,
    throw_a_file_away_or_take_it_back,
    delete_a_file,
    upload_a_file,
    lay_a_table_over_a_spreadsheet,
    bring_a_spreadsheet_back,
    forget_what_a_spreadsheet_said,
    share_a_file,
    ask_one_question_more,
    answer_a_form,
    send_a_letter,
    make_a_label,
    make_a_link,
    sign_in_by_a_link,
    do_two_things_at_once,
]


# What goes wrong, and when. Each takes a number that chooses the moment.


@contextmanager
def nothing(house: House, moment: int) -> Iterator[None]:
    yield


@contextmanager
def no_room(house: House, moment: int) -> Iterator[None]:
    """The file may grow by a few pages, and no more."""
    connection = house.workspace.storage.connection
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    connection.execute(f"PRAGMA max_page_count = {pages + moment % 4}")
    yield
    if connection is house.workspace.storage.connection:
        connection.execute("PRAGMA max_page_count = 1000000000")


@contextmanager
def somebody_else_writes(house: House, moment: int) -> Iterator[None]:
    other = sqlite3.connect(house.folder / "workspace.sqlite3", isolation_level=None)
    house.workspace.storage.connection.execute("PRAGMA busy_timeout = 0")
    other.execute("BEGIN IMMEDIATE")
    yield
    other.execute("ROLLBACK")
    other.close()


@contextmanager
def interrupted(house: House, moment: int) -> Iterator[None]:
    """The database stops in the middle of a statement, whichever it is."""
    left = iter(range(5 + moment % 500))
    connection = house.workspace.storage.connection
    connection.set_progress_handler(lambda: next(left, None) is None, 1 + moment % 7)
    yield
    if connection is house.workspace.storage.connection:
        connection.set_progress_handler(None, 0)


def _without(*steps: str) -> Callable[[House, int], Any]:
    @contextmanager
    def denied(house: House, moment: int) -> Iterator[None]:
        def allows(action: int, step: str | None, *_: object) -> int:
            return sqlite3.SQLITE_DENY if action == sqlite3.SQLITE_TRANSACTION and step in steps else sqlite3.SQLITE_OK

        connection = house.workspace.storage.connection
        connection.set_authorizer(allows)
        yield
        if connection is house.workspace.storage.connection:
            connection.set_authorizer(None)

    denied.__name__ = f"without_{'_or_'.join(steps).lower()}"
    return denied


FAILURES = [
    nothing,
    no_room,
    somebody_else_writes,
    interrupted,
    _without("BEGIN"),
    _without("COMMIT"),
    _without("COMMIT", "ROLLBACK"),
]


@pytest.fixture(scope="module")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed workspace with something of everything in it."""
    folder = tmp_path_factory.mktemp("furnished") / "workspace"
    with opened(folder) as house:
        house.ask("forms.forms.create", {"info": {"title": "Анкета"}})
        for deed in (make_a_spreadsheet, make_a_spreadsheet, shape_a_spreadsheet, write_on_every_tab, upload_a_file):
            deed(house, 1)
        for deed in (share_a_file, ask_one_question_more, answer_a_form, send_a_letter, make_a_label, make_a_link):
            deed(house, 2)
    return folder


@contextmanager
def a_copy(folder: Path) -> Iterator[House]:
    with tempfile.TemporaryDirectory() as name:
        shutil.copytree(folder, name, dirs_exist_ok=True)
        with opened(Path(name)) as house:
            yield house


def _done(house: House, deed: Deed, number: int) -> bool:
    """Whether the deed was done; if not, it says so in an error of the API, or one of SQLite's."""
    try:
        deed(house, number)
    except (ApiError, sqlite3.Error):
        return False
    return True


steps = st.tuples(st.sampled_from(DEEDS), st.sampled_from(FAILURES), st.integers(0, 2_000), st.integers(0, 2_000))


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
# Large enough to be read by another process, which must not take the log away where it is the last to close the file.
@example(sequence=[(write_on_every_tab, nothing, number, 0) for number in (0, 97, 0)])
@given(sequence=st.lists(steps, min_size=1, max_size=6))
def test_what_could_not_be_stored_was_never_there(
    furnished: Path, sequence: list[tuple[Deed, Callable[[House, int], Any], int, int]]
) -> None:
    with a_copy(furnished) as house:
        now = house.everything()
        letters_before = house.invitations(now)
        for deed, failure, number, moment in sequence:
            before = now
            with failure(house, moment):
                done = _done(house, deed, number)
            now = house.everything()
            if not done:
                assert now == before
            assert after_a_crash(house) == now
        house.workspace.close()
    assert Counter(house.letters) == house.invitations(now) - letters_before


# A server whose files may not grow: what the system does to a process that has used up its share of the disk.


RUN = "import sys; from pathlib import Path; from automation.embedded import Workspace, run; " \
      "run(Workspace(Path(sys.argv[1])), 0)"  # fmt: skip


@dataclass
class Child:
    """A workspace in a process of its own, with a spreadsheet of two tabs."""

    folder: Path
    process: subprocess.Popen[str]
    api: Api
    book: str = ""

    def batch(self, *written: tuple[str, str]) -> requests.Response:
        """Write texts into the first cells of tabs, all at once."""
        data = [{"range": f"{tab}!A1", "values": [[text]]} for tab, text in written]
        path = f"/v4/spreadsheets/{self.book}/values:batchUpdate"
        return self.api.call("POST", path, {"valueInputOption": "RAW", "data": data})

    def texts(self) -> list[Any]:
        """What the first cells say."""
        path = f"/v4/spreadsheets/{self.book}/values:batchGet"
        return [part.get("values") for part in self.api.get(path, ranges=["A!A1", "B!A1"])["valueRanges"]]

    def texts_after_a_crash(self) -> list[Any]:
        with a_crashed_copy(self.folder) as house:
            sheets = house.workspace.spreadsheets.get(self.book).sheets
            return [[sheet.rows[0]] if sheet.rows else None for sheet in sheets]

    @contextmanager
    def room(self, size: int) -> Iterator[None]:
        """No file of the process may grow beyond ``size`` bytes while the block runs."""
        resource.prlimit(self.process.pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
        yield
        resource.prlimit(self.process.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))

    def size_of_log(self) -> int:
        return (self.folder / "workspace.sqlite3-wal").stat().st_size


@pytest.fixture(scope="module")
def child(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Child]:
    folder = tmp_path_factory.mktemp("child")
    command = [sys.executable, "-c", RUN, str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout is not None
        ready = json.loads(process.stdout.readline())
        child = Child(folder, process, Api(ready["url"], checked_session(Server(ready["url"], ready["token"]))))
        sheets = [{"properties": {"title": title, "sheetId": number}} for number, title in enumerate("AB")]
        child.book = child.api.post("/v4/spreadsheets", {"sheets": sheets})["spreadsheetId"]
        yield child
        process.kill()


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(room=st.integers(0, 60_000), length=st.integers(1, 20_000), number=st.integers())
def test_what_a_limited_file_did_not_take_was_never_there(child: Child, room: int, length: int, number: int) -> None:
    before, text = child.texts(), f"{number} " * (1 + length // len(str(number)))
    with child.room(room if room % 2 else child.size_of_log() + room):
        answer = child.batch(("A", text[:length]), ("B", text[:length]))
        after = child.texts()
    if answer.status_code == 200:
        assert after == [[[text[:length]]]] * 2
    else:
        assert (answer.status_code, answer.json()["error"]["status"]) == (503, "UNAVAILABLE")
        assert after == before
    assert child.texts() == after
    assert child.texts_after_a_crash() == after


def test_a_refused_batch_is_not_half_there_after_the_next_one_and_a_kill(child: Child) -> None:
    child.batch(("A", "old"), ("B", "old"))
    with child.room(1024):
        assert child.batch(("A", "new"), ("B", "new")).status_code == 503
        assert child.texts() == [[["old"]], [["old"]]]
    assert child.batch(("A", "newer")).status_code == 200
    assert child.texts() == [[["newer"]], [["old"]]]
    child.process.kill()
    child.process.wait()
    with opened(child.folder) as house:
        assert [sheet.rows for sheet in house.workspace.spreadsheets.get(child.book).sheets] == [[["newer"]], [["old"]]]


# A disk that fails at one call of the system.


VICTIM = """
import os, sys
from pathlib import Path
from automation.embedded import Workspace
from automation.embedded.storage import StorageError
workspace = Workspace(Path(sys.argv[1]))
def names():
    with workspace.reading():
        return sorted(file["name"] for file in workspace.files.every())
print(names())
try:
    with workspace.writing():
        file = workspace.files.create({"name": "новый"}, workspace.now())
        workspace.files.set_content(file["id"], bytes(18_000_000))  # the log's index has to grow for that
    print("stored")
except StorageError as error:
    print("refused")
print(names(), flush=True)
os._exit(0)
"""


@pytest.mark.parametrize(
    ("call", "file", "when"),
    [
        ("pwrite64", "-wal", 1),
        ("pwrite64", "-wal", 100),
        ("pwrite64", "-shm", 9),  # after eight at opening: all lies in the log by then, and only its index is lacking
        ("fdatasync", "-wal", 1),
    ],
)
def test_what_a_broken_disk_did_not_take_does_not_come_back_after_a_crash(
    furnished: Path, tmp_path: Path, call: str, file: str, when: int
) -> None:
    strace = needs("strace", "strace")
    folder = tmp_path / "workspace"
    shutil.copytree(furnished, folder)
    fault = ["-e", f"trace={call}", "-e", f"inject={call}:error=ENOSPC:when={when}+"]
    command = [strace, "-fqq", "-o", "/dev/null", "-P", str(folder / f"workspace.sqlite3{file}"), *fault]
    ran = subprocess.run(
        [*command, sys.executable, "-c", VICTIM, str(folder)], capture_output=True, text=True, check=True
    )
    before, outcome, after = ran.stdout.splitlines()
    assert (outcome, after) == ("refused", before)
    with opened(folder) as house:
        assert str(sorted(each["name"] for each in house.workspace.files.every())) == before
