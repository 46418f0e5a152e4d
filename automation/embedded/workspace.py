"""A workspace: one directory with everything an organisation keeps in it."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

from automation import private
from automation.embedded.access.addresses import origin_of
from automation.embedded.access.attempts import Attempts
from automation.embedded.access.person import Person
from automation.embedded.access.presence import Presence
from automation.embedded.access.sign_ins import SignIns
from automation.embedded.credentials import held_token, keep_token
from automation.embedded.drive.files import Files
from automation.embedded.drive.full_text import FullText
from automation.embedded.drive.page_tokens import Listings
from automation.embedded.forms.guide import NO_GUIDE, Guide
from automation.embedded.forms.store import Forms
from automation.embedded.mail.courier import Courier, Deliver, bounce
from automation.embedded.mail.store import Mail
from automation.embedded.processes import in_a_process
from automation.embedded.quotas import Quotas
from automation.embedded.snapshots import Snapshot, Snapshots
from automation.embedded.spreadsheets.formulas.computing import Results
from automation.embedded.spreadsheets.restoring import ALL_AS_THEN, Restoring
from automation.embedded.spreadsheets.store import Spreadsheets
from automation.embedded.storage import Storage, StorageError, Trouble

DATABASE = "workspace.sqlite3"


def utc_now() -> datetime:
    """The clock on the wall, in UTC."""
    return datetime.now(UTC)


class Workspace:
    """The files, spreadsheets, forms and letters in ``directory``, which is made if it is not there.

    The directory is the workspace's own: it and what the workspace keeps in it are closed to all but their owner.
    Raises `StorageError` where the machine does not let it be opened.


    ``clock`` gives the time (timezone-aware) that goes into ``createdTime`` and the like, and may be
    reassigned at any moment. ``token`` is what clients authorise with; without it the one in the file
    ``token`` (readable by its owner alone) is used, or a new one. A given token goes into the file by
    `keep_token`, when serving starts: until then another process may be serving the folder with the old one.
    ``address`` (``https://host[:port]``) is where people find the workspace, if that is not where it listens: links
    in letters lead there. Raises `ValueError` for one that is none.
    ``deliver`` sends a letter of the workspace's own on to its reader; without it letters stay in the mailbox.
    ``guide`` is what the forms' pages ask of answers beyond what Google's API can say of a form.
    ``restoring`` says what does not go back with a spreadsheet that is brought back to what it was.
    ``is_aside`` says that nobody waits for what is done in it (see `aside`).
    ``quotas`` switches on how many requests a minute are taken (`GOOGLE_QUOTAS` are Google's own numbers).
    """

    def __init__(
        self,
        directory: Path,
        *,
        clock: Callable[[], datetime] = utc_now,
        token: str | None = None,
        quotas: Mapping[str, int] | None = None,
        address: str = "",
        deliver: Deliver | None = None,
        guide: Guide = NO_GUIDE,
        restoring: Restoring = ALL_AS_THEN,
        is_aside: bool = False,
    ) -> None:
        if not is_aside:
            private.make_folder(directory)
            private.close(directory)
        self.directory = directory
        self.clock = clock
        self.token = token or held_token(directory)
        self.quotas = Quotas(quotas or {})
        self.lock = threading.RLock()
        self.storage = Storage(directory / DATABASE, only_reads=is_aside)
        self.files = Files(self.storage)
        self.is_aside = is_aside
        self.spreadsheets = Spreadsheets(self.storage, self.now, None if is_aside else self._compute_aside)
        self.forms = Forms(self.storage)
        self.guide = guide
        self.restoring = restoring
        self.listings = Listings()
        self.full_text = FullText()
        self.mail = Mail(self.storage)
        self.sign_ins = SignIns(self.storage)
        self.attempts = Attempts()
        self.presence = Presence()
        self._snapshots = Snapshots(directory / DATABASE)
        self._computing: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)
        self.address = address.rstrip("/")
        if self.address:
            origin_of(self.address)
        if not is_aside and self.mail.is_unlearnt:
            with self.storage.transaction():
                self.mail.learn()
        self._outgoing: list[EmailMessage] = []
        self._courier = Courier(deliver, self._take_back) if deliver else None

    def keep_token(self) -> None:
        """Leave the token in the file, where the folder's other commands look for it."""
        keep_token(self.directory, self.token)

    def now(self) -> datetime:
        """The workspace's time, in UTC."""
        return self.clock().astimezone(UTC)

    @property
    def is_behind_tls(self) -> bool:
        """Whether people reach it by https, as its address says."""
        return self.address.lower().startswith("https:")

    @property
    def delivers(self) -> bool:
        """Whether the letters that the workspace writes itself leave it."""
        return self._courier is not None

    def write_to(self, letter: EmailMessage) -> None:
        """Put a letter of the workspace's own into the mailbox, and send it on; inside a transaction."""
        rfc822_id = str(letter["Message-ID"]).strip("<>")
        self.mail.add(letter.as_bytes(), rfc822_id, ["SENT"], self.now(), None)
        self._outgoing.append(letter)

    def _take_back(self, letter: EmailMessage) -> None:
        with self.writing():
            self.mail.add(bounce(letter).as_bytes(), "", ["INBOX", "UNREAD"], self.now(), None)

    def _hand_over(self) -> None:
        """Give the courier what the transaction wrote, now that it has landed."""
        letters, self._outgoing = self._outgoing, []
        if self._courier:
            for letter in letters:
                self._courier.take(letter)

    def person_of(self, session: str) -> Person | None:
        """Whose session this is; nothing if it is unknown, over or closed."""
        if not session:
            return None
        with self.looking() as stored:
            email = stored.sign_ins.email_of(session, self.now())
        return Person(email) if email else None

    def looking(self) -> AbstractContextManager[Snapshot]:
        """What is stored at this moment, whoever is writing: nobody waits for it. Raises `StorageError`."""
        return self._snapshots.taken()

    @contextmanager
    def reading(self) -> Iterator[bool]:
        """Nobody writes while the block runs, and all that it reads is of one moment. Raises `StorageError`.

        Gives whether the block is a part of another one.
        """
        with self.lock:
            if self.storage.in_transaction:
                yield True
                return
            self.spreadsheets.make_room()
            with self.storage.transaction(writes=False):
                if self.storage.changed_elsewhere():
                    self._forget_everything()
                yield False

    @contextmanager
    def writing(self, *, waits: bool = True) -> Iterator[bool]:
        """All changes in the block land together; an exception leaves everything as it was, in memory too.

        A block inside another is a part of it, and lands with it: an exception has to leave them both. Gives whether
        it is one.
        Raises `StorageError` where the changes could not be stored; with ``waits`` false at once where somebody else
        is reading or writing.
        """
        with self._held(waits=waits):
            if self.storage.in_transaction:
                yield True
                self._flush()
                return
            self.spreadsheets.make_room()
            self.spreadsheets.begin()
            try:
                with self.storage.transaction(waits=waits):
                    if self.storage.changed_elsewhere():
                        self._forget_everything()
                    yield False
                    self._flush()
            except BaseException:
                # What was flushed is not stored yet: of all that this transaction had in hand, the file alone knows
                # how it stood.
                self._outgoing.clear()
                self.files.forget()
                self.spreadsheets.forget_at_stake()
                raise
            self._hand_over()

    @contextmanager
    def _held(self, *, waits: bool) -> Iterator[None]:
        if not self.lock.acquire(blocking=waits):
            raise StorageError(Trouble.BUSY, "another thread has it")
        try:
            yield
        finally:
            self.lock.release()

    def _flush(self) -> None:
        self.files.flush()
        self.spreadsheets.flush()

    def _forget_everything(self) -> None:
        self.files.forget()
        self.spreadsheets.forget()

    def _compute_aside(self, spreadsheet_id: str) -> None:
        """Give the formulas of a spreadsheet their results while everybody else goes on."""
        with self._computing[spreadsheet_id]:
            with self.reading():
                if not self.spreadsheets.is_stale(spreadsheet_id):
                    return  # whoever else wanted it has done it
            version, results = in_a_process(_results, self.directory, self.now(), spreadsheet_id)
            with self.writing():
                file = self.files.find(spreadsheet_id)
                if file is not None and file["version"] == version:
                    self.spreadsheets.settle(spreadsheet_id, results)

    def close(self) -> None:
        """Close the database, once the letters that wait are gone."""
        if self._courier:
            self._courier.close()
        self._snapshots.close()
        with self.lock:
            self.storage.close()


@contextmanager
def aside(directory: Path, now: datetime) -> Iterator[Workspace]:
    """The workspace as it was committed last, at the time ``now``, for work that takes long: in another process."""
    workspace = Workspace(directory, clock=lambda: now, is_aside=True)
    try:
        yield workspace
    finally:
        workspace.close()


def _results(directory: Path, now: datetime, spreadsheet_id: str) -> tuple[int, Results]:
    """What the formulas of a spreadsheet come to that is not held yet, and the version of the file."""
    with aside(directory, now) as workspace, workspace.reading():
        version: int = workspace.files.get(spreadsheet_id)["version"]
        return version, workspace.spreadsheets.results(spreadsheet_id)


def timestamp(moment: datetime) -> str:
    """RFC 3339 in UTC with milliseconds, as Google writes times."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"
