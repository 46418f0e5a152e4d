"""Taking a person out of what Google's API does not reach: histories, mailbox, answers, sign-ins, unfinished uploads.

    PUT /workspace/erasure        by the workspace's own token

Whose data it is the caller says by what it looks like (`Erasure`). What lies open to the API, the cells of a
spreadsheet and a document's text, is the caller's to change; its former states go here. Afterwards the file of the
database holds nothing that was deleted (`Storage.compact`).
"""

from __future__ import annotations

import json
import re
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from automation.embedded.errors import invalid
from automation.embedded.mail.reading import content_of, file_name, headers, text_of
from automation.embedded.mail.store import parsed
from automation.embedded.spreadsheets.parts import Part
from automation.embedded.storage import Storage, encode
from automation.embedded.workspace import Workspace
from automation.untrusted.texts import texts_of_file

Json = dict[str, Any]

_KEY = re.compile(r"[^\W\d_]{1,8}-\d+(?:/[^\W\d_]{1,8}-\d+)*")
"""What a row is known by: it tells nothing of anybody."""
_OF_FILES = {"name", "originalFilename", "id"}
"""What of a file is its owner's to change: people look for it by that."""


@dataclass(frozen=True)
class Phrase:
    """What a person is named by: a pattern and what stands in its place; `hints` are beginnings, in small letters and
    with «е» for «ё», without one of which a text has nothing of it. No hints: any text may."""

    pattern: re.Pattern[str]
    instead: str
    hints: tuple[str, ...]


@dataclass(frozen=True)
class Erasure:
    """Who is taken out."""

    phrases: tuple[Phrase, ...]
    keys: frozenset[str]
    """The numbers by which rows are theirs."""
    addresses: frozenset[str]
    """E-mail, in small letters."""
    responses: frozenset[str]
    """Ids of the answers that are theirs."""
    spreadsheets: frozenset[str]
    """Ids of those whose history is gone through."""

    @classmethod
    def of(cls, body: Any) -> Erasure:
        """As the caller says it. Raises `ApiError` 400."""
        try:
            phrases = tuple(
                Phrase(re.compile(one["pattern"], re.IGNORECASE), one["instead"], tuple(one["hints"]))
                for one in body["phrases"]
            )
            named = (frozenset(map(str, body[name])) for name in ("keys", "addresses", "responses", "spreadsheets"))
            keys, addresses, responses, spreadsheets = named
        except (KeyError, TypeError, re.error):
            raise invalid("Phrases, keys, addresses, responses and spreadsheets are needed.") from None
        return cls(phrases, keys, frozenset(map(str.lower, addresses)), responses, spreadsheets)

    def redacted(self, text: str) -> str:
        """The text without them."""
        if self.phrases:
            plain = text.lower().replace("ё", "е")
            for phrase in self.phrases:
                if not phrase.hints or any(hint in plain for hint in phrase.hints):
                    text = phrase.pattern.sub(phrase.instead, text)
        return text

    def names(self, text: str) -> bool:
        """Whether the text is about them."""
        return self.redacted(text) != text

    def walked(self, value: Any) -> Any:
        """Any JSON with all its texts redacted."""
        if isinstance(value, str):
            return self.redacted(value)
        if isinstance(value, list):
            return [self.walked(one) for one in value]
        if isinstance(value, dict):
            return {name: self.walked(one) for name, one in value.items()}
        return value

    def row(self, cells: list[Any]) -> list[Any]:
        """A former row: of their own nothing is left but by what rows are known."""
        if any(isinstance(cell, str) and cell in self.keys for cell in cells):
            return [cell if isinstance(cell, str) and _KEY.fullmatch(cell) else None for cell in cells]
        walked: list[Any] = self.walked(cells)
        return walked


def erase(workspace: Workspace, erasure: Erasure) -> Counter[str]:
    """Take them out, for good; how many things of each kind were touched. Asked again, it finds nothing more.

    Raises `StorageError`; what was taken out until then stays out, and the rest goes when it is asked again.
    """
    with workspace.lock:
        with workspace.writing():
            storage = workspace.storage
            done = Counter(
                history=_histories(storage, erasure),
                answers=_answers(storage, erasure),
                letters=_letters(workspace, erasure),
                sign_ins=_sign_ins(storage, erasure),
                files=_said_of_files(workspace, erasure),
            )
            storage.execute("DELETE FROM uploads")  # nobody can tell what a half of a file says
        # What memory held of it is read anew.
        workspace.files.forget()
        workspace.spreadsheets.forget()
        workspace.storage.compact()
    return done


def _histories(storage: Storage, erasure: Erasure) -> int:
    """What spreadsheets said formerly, and what is said of their sheets beside the cells: notes, filters, charts."""
    touched = 0
    for spreadsheet in erasure.spreadsheets:
        query = (
            "SELECT version, sheet_id, block FROM past JOIN versions ON version = versions.number "
            "WHERE spreadsheet_id = ? AND data IS NOT NULL"
        )
        for place in storage.rows(query, spreadsheet):
            where = "WHERE version = ? AND sheet_id = ? AND block = ?"
            ((data,),) = storage.rows(f"SELECT data FROM past {where}", *place)  # noqa: S608
            text = zlib.decompress(data).decode()
            anew = _part_anew(Part(*place[1:]), text, erasure)
            if anew != text:
                compressed = zlib.compress(anew.encode(), 1)
                storage.execute(f"UPDATE past SET data = ? {where}", compressed, *place)  # noqa: S608
                touched += 1
        _texts_anew(storage, "sheets", "spreadsheet_id", spreadsheet, "sheet_id", erasure)
        _texts_anew(storage, "spreadsheets", "id", spreadsheet, "id", erasure)
    for address in erasure.addresses:
        storage.execute("UPDATE versions SET author = '' WHERE lower(author) = ?", address)
    return touched


def _part_anew(part: Part, text: str, erasure: Erasure) -> str:
    if part.is_whole or part.is_sheet:
        return _changed(text, erasure.walked)
    return _changed(text, lambda rows: [erasure.row(row) for row in rows])


def _changed(text: str, change: Callable[[Any], Any]) -> str:
    """Stored JSON after a change; to the letter as it was where nothing has changed."""
    said = json.loads(text)
    anew = change(said)
    return text if anew == said else encode(anew)


def _texts_anew(storage: Storage, table: str, where: str, value: str, key: str, erasure: Erasure) -> None:
    for row_key, text in storage.rows(f"SELECT {key}, data FROM {table} WHERE {where} = ?", value):  # noqa: S608
        anew = _changed(text, erasure.walked)
        if anew != text:
            statement = f"UPDATE {table} SET data = ? WHERE {where} = ? AND {key} = ?"  # noqa: S608
            storage.execute(statement, anew, value, row_key)


def _answers(storage: Storage, erasure: Erasure) -> int:
    """Their answers to forms go; in those of others they are not named."""
    touched = 0
    for form, response, text in storage.rows("SELECT form_id, id, data FROM responses"):
        if response in erasure.responses or json.loads(text).get("respondentEmail", "").lower() in erasure.addresses:
            storage.execute("DELETE FROM responses WHERE form_id = ? AND id = ?", form, response)
            touched += 1
            continue
        anew = _changed(text, lambda said: {**said, "answers": erasure.walked(said["answers"])})
        if anew != text:
            storage.execute("UPDATE responses SET data = ? WHERE form_id = ? AND id = ?", anew, form, response)
            touched += 1
    return touched


def _letters(workspace: Workspace, erasure: Erasure) -> int:
    """Letters to them, from them and about them."""
    theirs, addresses = [], {form for address in erasure.addresses for form in (address, _travelling(address))}
    for (number,) in workspace.storage.rows("SELECT number FROM messages"):
        ((letter_id, raw),) = workspace.storage.rows("SELECT id, raw FROM messages WHERE number = ?", number)
        said = list(_said_in(bytes(raw)))
        if any(map(erasure.names, said)) or any(address in text.lower() for text in said for address in addresses):
            theirs.append(letter_id)
    for letter_id in theirs:
        workspace.mail.remove(letter_id)
    return len(theirs)


def _said_in(raw: bytes) -> Iterator[str]:
    """All texts of a letter, decoded: headers, bodies, and what is attached."""
    message = parsed(raw)
    yield from (value for _, value in headers(message))
    for part in message.walk():
        yield file_name(part)
        if part.get_content_maintype() == "text":
            yield text_of(part)
        elif not part.is_multipart():
            yield from texts_of_file(content_of(part))


def _travelling(address: str) -> str:
    """As mail carries it: почта.рф is xn--80a1acny.xn--p1ai."""
    local, _, domain = address.rpartition("@")
    try:
        return f"{local}@{domain.encode('idna').decode()}"
    except UnicodeError:
        return address


def _sign_ins(storage: Storage, erasure: Erasure) -> int:
    touched = 0
    for table in ("links", "sessions", "devices"):
        for address in erasure.addresses:
            ((count,),) = storage.rows(f"SELECT count(*) FROM {table} WHERE email = ?", address)  # noqa: S608
            storage.execute(f"DELETE FROM {table} WHERE email = ?", address)  # noqa: S608
            touched += count
    return touched


def _said_of_files(workspace: Workspace, erasure: Erasure) -> int:
    """Descriptions, comments, and rights to files."""
    touched = 0
    for file in list(workspace.files.every()):
        anew = _file_anew(file, erasure)
        if anew != file:
            workspace.files.change(file["id"], workspace.now())
            anew["version"] = file["version"]
            file.clear()
            file.update(anew)
            touched += 1
    return touched


def _file_anew(file: Mapping[str, Any], erasure: Erasure) -> Json:
    anew: Json = {name: one if name in _OF_FILES else erasure.walked(one) for name, one in file.items()}
    anew["permissions"] = [
        one for one in file["permissions"] if one.get("emailAddress", "").lower() not in erasure.addresses
    ]
    if str(anew.get("editor", "")).lower() in erasure.addresses or anew.get("editor") != file.get("editor"):
        anew["editor"] = ""
    return anew
