"""Whose turn it is to write: two programs that work in one spreadsheet at the same time never both write.

Sheets cannot compare and set. But developer metadata have ids that are unique in a spreadsheet, and a batch with a
request that cannot be carried out is refused whole. So every write takes the next turn by creating a mark under an id
made of the turn's number: of two writes that both follow turn 7, the second finds the id of turn 8 taken.

    State.turn = 7     marks 15 … 7 are there, mark 8 is free
    the write          creates mark 8, deletes mark 9, sets State.turn = 8

The marks of former turns stay until the ring comes round, so that a write prepared long ago is refused too. Each says
the token of its write: one whose answer was lost is known by it, though others have written since.

That a taken id is refused is not said in so many words in Google's reference ("spreadsheet-scoped unique ID",
https://developers.google.com/workspace/sheets/api/reference/rest/v4/spreadsheets.developerMetadata), so
`refuses_taken_ids` tries it. As a second guard the state's mark is changed only where it still says what was read: the
answer to the write shows whether it did.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping
from typing import Any

from automation.google.errors import Refused
from automation.google.spreadsheets import Spreadsheets
from automation.workbook.layout import MARKS, STATE_MARK, marks_of, state_mark
from automation.workbook.state import State

Json = dict[str, Any]

TURN_MARK = "nastavnik.turn"
RING = 16
"""How many turns are told apart. A write that is this many others late would pass, if not for the second guard."""
_TRIAL_MARK = "nastavnik.trial"


def take_turn(spreadsheet: Mapping[str, Any], state: State) -> Iterator[Json]:
    """The requests by which a write takes its turn and leaves the state, in a spreadsheet as it was just read.

    Sets `state.turn`.
    """
    mark = state_mark(spreadsheet)
    state.turn = (State.model_validate_json(mark["metadataValue"]).turn if mark else 0) + 1
    there = {item["metadataId"] for item in marks_of(spreadsheet, TURN_MARK)}
    this, following = _mark_id(state.turn), _mark_id(state.turn + 1)
    if this in there:
        # The spreadsheet was brought back from an earlier day: nobody can have taken a turn that is still to come.
        yield _delete(this)
    yield _create(TURN_MARK, this, state.write or str(state.turn))
    if following in there:
        yield _delete(following)
    if mark is None:
        yield _create(STATE_MARK, None, state.model_dump_json())
    else:
        as_read = {"metadataId": mark["metadataId"], "metadataValue": mark["metadataValue"]}
        yield {
            "updateDeveloperMetadata": {
                "dataFilters": [{"developerMetadataLookup": as_read}],
                "developerMetadata": {"metadataValue": state.model_dump_json()},
                "fields": "metadataValue",
            }
        }


def refuses_taken_ids(spreadsheets: Spreadsheets, spreadsheet: str) -> bool:
    """Whether this workspace refuses a mark under an id that is taken, tried on the spreadsheet itself.

    Leaves nothing behind. Where it does not refuse, two programs at once may both write.
    """
    trial = zlib.crc32(_TRIAL_MARK.encode()) & 0x7FFFFFFF
    create = _create(_TRIAL_MARK, trial, "1")
    try:
        for _ in range(2):
            spreadsheets.batch_update(spreadsheet, {"requests": [create]})
    except Refused as refusal:
        there = marks_of(spreadsheets.get(spreadsheet, fields=MARKS), _TRIAL_MARK)
        if refusal.status != 400 or not there:
            raise
        return True
    finally:
        every = {"developerMetadataLookup": {"metadataKey": _TRIAL_MARK}}
        spreadsheets.batch_update(spreadsheet, {"requests": [{"deleteDeveloperMetadata": {"dataFilter": every}}]})
    return False


def _mark_id(turn: int) -> int:
    return zlib.crc32(f"{TURN_MARK}.{turn % RING}".encode()) & 0x7FFFFFFF


def _create(key: str, mark: int | None, value: str) -> Json:
    data: Json = {
        "metadataKey": key,
        "metadataValue": value,
        "location": {"spreadsheet": True},
        "visibility": "DOCUMENT",
    }
    return {"createDeveloperMetadata": {"developerMetadata": data if mark is None else {"metadataId": mark, **data}}}


def _delete(mark: int) -> Json:
    return {"deleteDeveloperMetadata": {"dataFilter": {"developerMetadataLookup": {"metadataId": mark}}}}
