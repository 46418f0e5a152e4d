"""The programme as ordinary files: the spreadsheet as .xlsx, documents as .docx, letters as .eml."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import templates
from automation import private
from automation.google import Google
from automation.google.drive import DOCUMENT, DOCX, SPREADSHEET, XLSX
from automation.google.mail import mime
from automation.workbook.reading import read_book
from jobs.runner.sending import message_of
from sheets_schema.nastavnik import NASTAVNIK
from sheets_schema.tabs.letters import Letters
from sheets_schema.vocabulary import KEPT, SENT

_SAVED_AS = {SPREADSHEET: (XLSX, ".xlsx"), DOCUMENT: (DOCX, ".docx")}


def export(google: Google, spreadsheet: str, to: Path) -> int:
    """Save everything into the folder `to`, which is made; returns how many files. Files of the same name give way.

    What is written is its owner's alone; a folder that was there already stays as open as it was.
    """
    mailbox = to / "Письма"
    private.make_folder(to)
    private.make_folder(mailbox)
    book = read_book(google, spreadsheet, datetime.now(UTC), NASTAVNIK)
    written: set[Path] = set()
    folders = " or ".join(f"'{folder}' in parents" for folder in (book.state.folder, *book.state.folders.values()))
    for file in google.drive.search(f"({folders}) and trashed = false"):
        if file.kind in _SAVED_AS:
            kind, ending = _SAVED_AS[file.kind]
            _save(to, file.name, ending, google.drive.download(file, kind), written)
    wrapper = templates.read_text("letters/letter.html.j2")
    letters = book[Letters].frame
    # Of a letter to somebody whose data has been erased nothing is left to be saved.
    for row in letters.index[letters[Letters.state].isin([SENT, KEPT]) & letters[Letters.recipient].notna()]:
        message = message_of(book, wrapper, letters.loc[row])
        _save(mailbox, message.key, ".eml", bytes(mime(message)), written)
    return len(written)


def _save(folder: Path, name: str, ending: str, content: bytes, written: set[Path]) -> None:
    """Write a file under its name, without what file systems forbid; a second one of that name gets a number."""
    stem = re.sub(r'[\\/:*?"<>|\x00-\x1f]+', "-", name).strip(" .")[:120] or "файл"
    path, number = folder / f"{stem}{ending}", 2
    while path in written:
        path, number = folder / f"{stem} ({number}){ending}", number + 1
    private.write(path, content)
    written.add(path)
