"""Reading a spreadsheet as a book: two calls for its tabs, one for the new responses of all forms."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pydantic import ValidationError

from automation.google import Google
from automation.google.errors import Refused
from automation.google.forms import Response
from automation.workbook.book import Book
from automation.workbook.layout import ARCHIVE_MARK, STATE_MARK, STRUCTURE, Tab, is_archive, quoted, state_mark, tabs
from automation.workbook.state import Cursor, State
from sheets_schema import sheets


def read_book(google: Google, spreadsheet: str, now: datetime) -> Book:
    """The whole spreadsheet and the responses not collected yet. `now` is aware."""
    structure = google.spreadsheets.get(spreadsheet, fields=f"spreadsheetUrl,{STRUCTURE}")
    state = read_state(structure)
    found = read_tabs(google, spreadsheet, structure)
    answers = google.forms.responses({form: _since(state, name) for name, form in state.forms.items()})
    responses = {
        name: [one for one in answers[form] if _is_new(state, name, one)] for name, form in state.forms.items()
    }
    return Book(found, now, state=state, responses=responses, link=structure.get("spreadsheetUrl", ""))


def read_tabs(google: Google, spreadsheet: str, structure: Mapping[str, Any]) -> dict[str, Tab]:
    """The declared tabs of a spreadsheet of this structure, with their cells, by name."""
    found = tabs(structure, sheets())
    if found:
        values = google.spreadsheets.values(spreadsheet, [quoted(tab.title) for tab in found.values()])
        for tab, rows in zip(found.values(), values, strict=True):
            tab.rows = rows
    return found


def read_state(structure: Mapping[str, Any], *, archived: bool = False) -> State:
    """What the program remembers in this spreadsheet; empty in a new one.

    `Refused` where it is the archive of a year, unless the memory of an archive is asked for.
    """
    if is_archive(structure) and not archived:
        raise Refused(
            "Это архив прошлых лет, программа в нём не работает. Впишите в nastavnik.toml номер рабочей таблицы "
            "(spreadsheet); а чтобы вернуться к этой и дальше работать в ней, выполните nastavnik init"
        )
    mark = state_mark(structure, ARCHIVE_MARK if archived else STATE_MARK)
    try:
        return State.model_validate_json(mark["metadataValue"]) if mark else State()
    except ValidationError:
        raise Refused(
            f"Служебная запись программы в таблице ({STATE_MARK}) повреждена. Верните таблицу через историю версий"
        ) from None


def fingerprint(response: Response) -> str:
    """A few characters by which one submission is recognised: an edited response is another submission."""
    return f"{zlib.crc32(f'{response.id} {response.submitted}'.encode()):08x}"


def _since(state: State, form: str) -> str:
    return state.cursors.get(form, Cursor()).since


def _is_new(state: State, form: str, response: Response) -> bool:
    return fingerprint(response) not in state.cursors.get(form, Cursor()).seen
