"""Letters in SQLite, as real RFC 822 bytes."""

from __future__ import annotations

import json
import re
import secrets
from dataclasses import astuple, dataclass, replace
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default as policy
from typing import Any, NamedTuple

from automation.embedded.errors import not_found
from automation.embedded.mail.reading import words
from automation.embedded.mail.search import Condition
from automation.embedded.storage import Storage, encode


@dataclass(frozen=True)
class Letter:
    """One letter; ``internal_date`` in milliseconds since 1970, ``number`` counts up in order of arrival."""

    number: int
    id: str
    thread_id: str
    rfc822_id: str
    internal_date: int
    labels: list[str]
    raw: bytes

    def message(self) -> EmailMessage:
        """The letter parsed."""
        return parsed(self.raw)

    def head(self) -> EmailMessage:
        """The letter's headers parsed, which is quick however long the letter is."""
        end = _END_OF_HEADERS.search(self.raw)
        return parsed(self.raw[: end.end()] if end else self.raw)


class Found(NamedTuple):
    """A letter that was looked for; the letter itself stays where it is."""

    number: int
    id: str
    thread_id: str


_END_OF_HEADERS = re.compile(rb"\r?\n\r?\n")


def parsed(raw: bytes) -> EmailMessage:
    """RFC 822 bytes as a message."""
    return message_from_bytes(raw, policy=policy)


class Mail:
    """The mailbox of a workspace."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage

    def add(self, raw: bytes, rfc822_id: str, labels: list[str], now: datetime, thread_id: str | None) -> Letter:
        """Store a letter; without a thread it opens one of its own."""
        letter_id = f"{secrets.randbits(60) | 1 << 60:016x}"
        date = int(now.timestamp() * 1000)
        columns = "id, thread_id, rfc822_id, internal_date, labels, raw"
        statement = f"INSERT INTO messages ({columns}) VALUES (?, ?, ?, ?, ?, ?)"  # noqa: S608
        self._storage.execute(statement, letter_id, thread_id or letter_id, rfc822_id, date, encode(labels), raw)
        letter = self.get(letter_id)
        self._learn(letter.number, letter.raw)
        return letter

    def _learn(self, number: int, raw: bytes) -> None:
        """Keep the words by which a letter is found."""
        statement = "INSERT OR REPLACE INTO message_words VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        self._storage.execute(statement, number, *astuple(words(parsed(raw))))

    @property
    def is_unlearnt(self) -> bool:
        """Whether there are letters that came before words were kept."""
        last = "SELECT (SELECT max(number) FROM messages) IS NOT (SELECT max(number) FROM message_words)"
        found = self._storage.row(last)
        return bool(found and found[0])

    def learn(self) -> None:
        """Keep the words of the letters that came before words were kept; inside a transaction."""
        missing = "FROM messages WHERE number NOT IN (SELECT number FROM message_words)"
        for (number,) in self._storage.rows(f"SELECT number {missing}"):
            found = self._storage.row("SELECT raw FROM messages WHERE number = ?", number)
            self._learn(number, bytes(found[0]) if found else b"")

    def get(self, letter_id: str) -> Letter:
        """The letter with this id. Raises `ApiError` 404."""
        found = self._storage.row("SELECT * FROM messages WHERE id = ?", letter_id)
        if found is None:
            raise not_found()
        return _letter(found)

    def has_thread(self, thread_id: str) -> bool:
        """Whether there is a thread with this id."""
        return self._storage.row("SELECT 1 FROM messages WHERE thread_id = ?", thread_id) is not None

    def thread(self, thread_id: str) -> list[Letter]:
        """The letters of a thread, oldest first. Raises `ApiError` 404."""
        rows = self._storage.rows("SELECT * FROM messages WHERE thread_id = ? ORDER BY number", thread_id)
        if not rows:
            raise not_found()
        return [_letter(row) for row in rows]

    def set_labels(self, letter: Letter, labels: list[str]) -> Letter:
        """The letter with these labels instead of its own."""
        self._storage.execute("UPDATE messages SET labels = ? WHERE id = ?", encode(labels), letter.id)
        return replace(letter, labels=labels)

    def remove(self, letter_id: str) -> None:
        """Remove a letter for good."""
        words_of = "DELETE FROM message_words WHERE number IN (SELECT number FROM messages WHERE id = ?)"
        self._storage.execute(words_of, letter_id)
        self._storage.execute("DELETE FROM messages WHERE id = ?", letter_id)

    def labelled(self) -> list[tuple[str, list[str]]]:
        """Thread and labels of every letter."""
        return [(row[0], json.loads(row[1])) for row in self._storage.rows("SELECT thread_id, labels FROM messages")]

    def own_labels(self) -> list[dict[str, Any]]:
        """The labels that the user has made, in order."""
        return [json.loads(row[0]) for row in self._storage.rows("SELECT data FROM labels ORDER BY number")]

    def add_label(self, given: dict[str, Any]) -> dict[str, Any]:
        """A new label; its id counts up and is never given twice."""
        self._storage.execute("INSERT INTO labels (data) VALUES ('{}')")
        found = self._storage.row("SELECT max(number) FROM labels")
        label = {"id": f"Label_{found[0] if found else 1}", **given}
        self.put_label(label)
        return label

    def put_label(self, label: dict[str, Any]) -> None:
        """Write a label that is there already."""
        self._storage.execute("UPDATE labels SET data = ? WHERE number = ?", encode(label), _number(label["id"]))

    def remove_label(self, label_id: str) -> None:
        """Remove a label, from its letters too."""
        self._storage.execute("DELETE FROM labels WHERE number = ?", _number(label_id))
        for letter in self.newest_first():
            if label_id in letter.labels:
                self.set_labels(letter, [each for each in letter.labels if each != label_id])

    def newest_first(self) -> list[Letter]:
        """All letters."""
        return [_letter(row) for row in self._storage.rows("SELECT * FROM messages ORDER BY number DESC")]

    def find(self, condition: Condition) -> list[Found]:
        """The letters of which ``condition`` holds, newest first."""
        joined = "JOIN message_words w USING (number)" if "w." in condition.sql else ""
        query = f"SELECT m.number, m.id, m.thread_id FROM messages m {joined} WHERE {condition.sql}"  # noqa: S608
        return [Found(*row) for row in self._storage.rows(f"{query} ORDER BY m.number DESC", *condition.values)]

    def snippet(self, number: int) -> str:
        """The beginning of a letter's text, as HTML."""
        found = self._storage.row("SELECT snippet FROM message_words WHERE number = ?", number)
        return str(found[0]) if found else ""

    def counts(self) -> tuple[int, int, int]:
        """How many letters and threads there are, and the number of the last letter."""
        query = "SELECT count(*), count(DISTINCT thread_id), coalesce(max(number), 0) FROM messages"
        found = self._storage.row(query)
        return (found[0], found[1], found[2]) if found else (0, 0, 0)


def _number(label_id: str) -> int:
    return int(label_id.removeprefix("Label_"))


def _letter(row: tuple[Any, ...]) -> Letter:
    number, letter_id, thread_id, rfc822_id, date, labels, raw = row
    return Letter(number, letter_id, thread_id, rfc822_id, date, json.loads(labels), bytes(raw))
