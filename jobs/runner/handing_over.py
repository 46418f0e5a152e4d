"""One person's dossier as files: a document for reading, and a spreadsheet for whoever wants to go on with it."""

from __future__ import annotations

import io
from dataclasses import asdict

import templates
from automation.documents import render
from automation.google import Google
from automation.untrusted.xml_text import writable
from jobs.person.dossier import Dossier, dossier
from jobs.runner.holding import Held, Place

TEMPLATE = "people/held.docx"
_LONGEST_TITLE = 31
"""Characters of a tab's name: https://support.microsoft.com/office/rename-a-worksheet-3f1f7148-ee83-404d-8ef0-9ff99fbad1f9"""
_LONGEST_CELL = 32_767


def dossier_of(google: Google, held: Held) -> Dossier:
    """What this person is told."""
    return dossier(
        held.sought,
        list(held.books.values()),
        [(answer.form, answer.response) for answer in held.answers if answer.is_theirs],
        [(paper.file.name, paper.file.link) for paper in held.papers if paper.place is not Place.TRASHED],
        is_abroad=not google.transport.address,
    )


def as_document(told: Dossier) -> bytes:
    """A .docx on the letterhead."""
    return render(templates.read_bytes(TEMPLATE), asdict(told), name="сведения о персональных данных")


def as_spreadsheet(told: Dossier) -> bytes:
    """An .xlsx with a tab a part."""
    import openpyxl
    from openpyxl.styles import Alignment, Font

    workbook = openpyxl.Workbook()
    used: set[str] = set()
    for part in told.parts:
        sheet = workbook.create_sheet(_title(part.title, used))
        sheet.append(["Запись", "Что", "Сказано"])
        for record in part.records:
            for line in record.lines:
                sheet.append([_text(record.name), _text(line.title), _text(line.said)])
        for column, width in zip("ABC", (26, 30, 80), strict=True):
            sheet.column_dimensions[column].width = width
        for cell in sheet[1]:
            cell.font = Font(bold=True)
        for row in sheet.iter_rows(min_row=2):
            for cell in row:
                cell.alignment, cell.data_type = Alignment(wrap_text=True, vertical="top"), "s"
        sheet.freeze_panes = "A2"
    if told.parts:
        del workbook["Sheet"]  # the one that every new workbook has
    made = io.BytesIO()
    workbook.save(made)
    return made.getvalue()


def _text(said: str) -> str:
    return writable(said)[:_LONGEST_CELL]


def _title(wanted: str, used: set[str]) -> str:
    """A tab's name: short, without what Excel forbids, and unlike the others."""
    plain = "".join(" " if sign in "[]:*?/\\" else sign for sign in wanted)
    title, number = plain[:_LONGEST_TITLE], 2
    while title.lower() in used:
        ending = f" {number}"
        title, number = plain[: _LONGEST_TITLE - len(ending)] + ending, number + 1
    used.add(title.lower())
    return title
