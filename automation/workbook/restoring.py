"""What does not go back where the owner brings a spreadsheet back to what it said formerly.

The cells are those of then, and so is what follows from them: answers given since are collected again. But what has
happened stays (`Sheet.is_record`): a letter that went would go again if it were forgotten. What was given away stays
given: numbers of rows, forms, folders. The token of the last write is a new one, so that a cycle that has decided on
what stood there before begins anew (`commit.SpreadsheetBusy`).
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from pydantic import ValidationError

from automation.embedded.spreadsheets.restoring import Restoring
from automation.workbook.layout import STATE_MARK, TAB_MARK, mark_of
from automation.workbook.state import State
from automation.workbook.turns import TURN_MARK
from sheets_schema.schema import Schema

Json = dict[str, Any]

_OURS = (STATE_MARK, TURN_MARK)
_WHAT_FOLLOWS = {"cursors", "new_year"}
"""From the cells; all else in `State` is as it is now."""


def restoring(schema: Schema) -> Restoring:
    """What the workspace asks where a spreadsheet goes back."""
    recorded = {sheet.name for sheet in schema.sheets if sheet.is_record}

    def is_record(marks: list[Json]) -> bool:
        names = {mark_of(mark)[0] for mark in marks if mark["metadataKey"] == TAB_MARK}
        return not names.isdisjoint(recorded)

    return Restoring(_notes, is_record)


def _notes(then: list[Json], now: list[Json]) -> list[Json]:
    """The marks on the spreadsheet itself: ours are those of now, those of other programs go back with the cells."""
    was, remembered = _state(then), _state(now)
    if remembered is None:
        return then
    follows = (was or State()).model_dump(include=_WHAT_FOLLOWS)
    state = State.model_validate({**remembered.model_dump(), **follows, "write": uuid.uuid4().hex})
    ours = [mark for mark in now if mark["metadataKey"] in _OURS]
    return [
        *(mark for mark in then if mark["metadataKey"] not in _OURS),
        *(
            {**mark, "metadataValue": state.model_dump_json()} if mark["metadataKey"] == STATE_MARK else mark
            for mark in ours
        ),
    ]


def _state(marks: Sequence[Json]) -> State | None:
    text = next((mark["metadataValue"] for mark in marks if mark["metadataKey"] == STATE_MARK), None)
    try:
        return State.model_validate_json(text) if text else None
    except ValidationError:
        return None
