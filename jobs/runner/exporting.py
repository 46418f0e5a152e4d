"""The programme as ordinary files: the spreadsheet as .xlsx, documents as .docx, letters as .eml."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import templates
from automation.documents.letters import letter_parts
from automation.google import Google
from automation.google.drive import DOCUMENT, DOCX, SPREADSHEET, XLSX
from automation.google.mail import Message, mime
from automation.workbook.reading import read_book
from sheets_schema.vocabulary import SENT


def export(google: Google, spreadsheet: str, to: Path) -> int:
    """Save everything into the folder `to`, which is made; returns how many files. Existing ones are replaced."""
    to.mkdir(parents=True, exist_ok=True)
    book = read_book(google, spreadsheet, datetime.now(UTC))
    saved = 0
    for file in google.drive.search(f"'{book.state.folder}' in parents and trashed = false"):
        if file.kind == SPREADSHEET:
            (to / f"{_file_name(file.name)}.xlsx").write_bytes(google.drive.download(file, XLSX))
            saved += 1
        elif file.kind == DOCUMENT:
            (to / f"{_file_name(file.name)}.docx").write_bytes(google.drive.download(file, DOCX))
            saved += 1
    letters = book.letters.frame
    mailbox = to / "Письма"
    mailbox.mkdir(exist_ok=True)
    wrapper = templates.read_text("letters/letter.html.j2")
    for letter in letters[letters["state"] == SENT].to_dict("records"):
        text, html = letter_parts(letter["text"], wrapper=wrapper, subject=letter["subject"])
        message = mime(Message(letter["id"], letter["recipient"], letter["subject"], text, html))
        (mailbox / f"{_file_name(letter['id'])}.eml").write_bytes(bytes(message))
        saved += 1
    return saved


def _file_name(name: str) -> str:
    """A name without what file systems forbid."""
    return re.sub(r'[\\/:*?"<>|\x00-\x1f]+', "-", name).strip(" .")[:120] or "файл"
