"""Reading a spreadsheet as a book: two calls for its tabs, one for the new responses of all forms.

One more for a form whose new answers are to questions that are not declared, and one where responses are to be fetched
once more.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import zip_longest
from typing import Any

from pydantic import ValidationError

from automation.google import Google
from automation.google.errors import Refused, Unavailable
from automation.google.forms import Response
from automation.workbook.book import Book
from automation.workbook.cells import Cell
from automation.workbook.layout import (
    ARCHIVE_MARK,
    STATE_MARK,
    STRUCTURE,
    Tab,
    is_archive,
    own_columns,
    state_mark,
    tabs,
)
from automation.workbook.memory import Memory
from automation.workbook.organisation import organisation_of
from automation.workbook.questionnaires import questions
from automation.workbook.state import Cursor, State
from sheets_schema.columns import FORM, Column, Text
from sheets_schema.schema import Schema

Json = Mapping[str, Any]


_ATTEMPTS = 5
"""How often the structure is read again because a column has gone since."""


def read_book(google: Google, spreadsheet: str, now: datetime, schema: Schema, memory: Memory | None = None) -> Book:
    """The whole spreadsheet and the responses not collected yet. `now` is aware, `memory` that of earlier readings."""
    structure, found, schema = read_tabs(google, spreadsheet, schema)
    state = read_state(structure)
    answers = google.forms.responses({form: _since(state, name) for name, form in state.forms.items()})
    responses = {
        name: [one for one in answers[form] if _is_new(state, name, one)] for name, form in state.forms.items()
    }
    fetched = _fetched(google, state)
    came = {name: [*new, *fetched.get(name, ())] for name, new in responses.items()}
    added = {name: _added(google, schema, name, state.forms[name], those) for name, those in came.items()}
    link = structure.get("spreadsheetUrl", "")
    return Book(
        found,
        now,
        schema,
        state=state,
        responses=responses,
        fetched=fetched,
        added_questions=added,
        link=link,
        memory=memory or Memory(),
    )


def _fetched(google: Google, state: State) -> dict[str, list[Response]]:
    """The responses that were asked for once more, and are still there. One call, if there are any."""
    wanted = {state.forms[name]: ids for name, ids in state.wanted.items() if ids and name in state.forms}
    found = google.forms.responses_of(wanted) if wanted else {}
    return {name: found[form] for name, form in state.forms.items() if form in found}


def _added(google: Google, schema: Schema, name: str, form: str, responses: Sequence[Response]) -> dict[str, str]:
    """The questions that somebody added to a form by hand and that were answered: id → title. One call if there are."""
    known = schema.form(name)
    declared = questions(known) if known else set[str]()
    unknown = {id_ for response in responses for id_ in response.answers} - declared
    titles = google.forms.titles(form) if unknown else {}
    return {id_: titles.get(id_) or "вопрос без названия" for id_ in sorted(unknown)}


def read_tabs(google: Google, spreadsheet: str, schema: Schema) -> tuple[Json, dict[str, Tab], Schema]:
    """The structure of a spreadsheet, its declared tabs with the cells of their columns, by name, and the schema as the
    organisation has it.

    Cells are asked for by the columns' marks, not by their places: whatever the curator renames, inserts or moves
    between the two calls, no column is taken for another. Raises `Unavailable` where columns keep disappearing.
    """
    for _ in range(_ATTEMPTS):
        structure = google.spreadsheets.get(spreadsheet, fields=f"spreadsheetUrl,{STRUCTURE}")
        found = _marked(structure, schema)
        marks = [mark for tab in found.values() for mark in tab.marks.values()]
        columns = google.spreadsheets.marked_columns(spreadsheet, marks)
        if len(columns) == len(marks):
            for tab in found.values():
                tab.rows = _as_rows({index: columns[tab.marks[name]] for name, index in tab.columns.items()})
            return structure, *as_organised(found, schema, _words_remembered(structure))
    raise Unavailable("Столбцы таблицы удаляют один за другим, поэтому прочитать её не удалось. Повторите позже")


def tabs_of(spreadsheet: Json, schema: Schema) -> tuple[dict[str, Tab], Schema]:
    """The tabs of a spreadsheet that was read with its cells, and the schema as the organisation has it."""
    return as_organised(_marked(spreadsheet, schema), schema, _words_remembered(spreadsheet))


def _marked(spreadsheet: Json, schema: Schema) -> dict[str, Tab]:
    """The tabs with all columns that are marked: what is asked in the organisation's own is not known yet."""
    own = own_columns(spreadsheet)
    return tabs(spreadsheet, schema.sheets, lambda sheet: _with_own(schema.columns_of(sheet), own.get(sheet.name, ())))


def as_organised(
    found: Mapping[str, Tab], schema: Schema, remembered: Mapping[str, list[str]]
) -> tuple[dict[str, Tab], Schema]:
    """Tabs and schema with the words and questions that the organisation has put down in two of the tabs."""
    organised = schema.organised(organisation_of(schema, found, remembered))
    return {name: tab.declaring(organised.columns_of(tab.sheet)) for name, tab in found.items()}, organised


def _words_remembered(structure: Json) -> dict[str, list[str]]:
    """Of the words that stand in cells. An archive has a memory too."""
    return read_state(structure, archived=is_archive(structure)).words


def _with_own(columns: Mapping[str, Column], own: Iterable[str]) -> Mapping[str, Column]:
    """The columns, and the organisation's own, of which nothing is known yet but that they are marked."""
    return {**columns, **{name: Text(name, owner=FORM, name=name) for name in own}} if own else columns


def _as_rows(columns: Mapping[int, Sequence[Cell]]) -> list[list[Cell]]:
    """Index of a column → its cells from the top, as rows."""
    empty: Sequence[Cell] = ()
    in_order = [columns.get(index, empty) for index in range(max(columns, default=-1) + 1)]
    return [list(row) for row in zip_longest(*in_order)]


def read_state(structure: Json, *, archived: bool = False) -> State:
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
            f"Служебная запись программы в таблице ({STATE_MARK}) повреждена. Верните таблицу "
            "со страницы «История» над ней (в Google — «Файл → История версий») или из копии"
        ) from None


def fingerprint(response: Response) -> str:
    """A few characters by which one submission is recognised: an edited response is another submission."""
    return f"{zlib.crc32(f'{response.id} {response.submitted}'.encode()):08x}"


def _since(state: State, form: str) -> str:
    return state.cursors.get(form, Cursor()).since


def _is_new(state: State, form: str, response: Response) -> bool:
    return fingerprint(response) not in state.cursors.get(form, Cursor()).seen
