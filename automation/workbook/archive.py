"""The archive of a year that is over: a copy of the whole spreadsheet, beside it in Drive, in which no job ever works.

It is known in Drive by a key of its own, and the mark that holds the program's memory has another name in it
(`layout.ARCHIVE_MARK`): whoever points the program at it is told what it is. All that the program remembered is kept,
so that one may return to it as to the day on which it was made: `reopen`.
"""

from __future__ import annotations

from collections.abc import Mapping

from automation.google import Google
from automation.google.drive import File
from automation.workbook.layout import ARCHIVE_MARK, MARKS, STATE_MARK, Tab
from automation.workbook.reading import read_tabs
from sheets_schema.schema import Schema


def archive(
    google: Google,
    spreadsheet: str,
    schema: Schema,
    *,
    name: str,
    key: str,
    scope: str,
    folder: str,
    says: Mapping[str, Tab],
) -> File:
    """The copy of a spreadsheet with this key: the one that an interrupted run has left, or a new one.

    `says` are the tabs as just read. What was left and says something else by now goes to the trash: the spreadsheet
    has been worked in since, and the archive of a year holds its last word.
    """
    file = google.drive.find([key], scope=scope).get(key)
    if file and file.id == spreadsheet:
        file = None  # an archive to which somebody has returned is none
    if file and not _says_the_same(google, file.id, schema, says):
        google.drive.trash(file)
        file = None
    file = file or google.drive.copy(spreadsheet, name, key=key, scope=scope, folder=folder)
    _rename_mark(google, file.id, STATE_MARK, ARCHIVE_MARK)
    return file


def reopen(google: Google, spreadsheet: str) -> None:
    """Let the program work in an archive again."""
    _rename_mark(google, spreadsheet, ARCHIVE_MARK, STATE_MARK)


def _says_the_same(google: Google, spreadsheet: str, schema: Schema, tabs: Mapping[str, Tab]) -> bool:
    _, found, _ = read_tabs(google, spreadsheet, schema)
    return found.keys() == tabs.keys() and all(found[name].said() == tab.said() for name, tab in tabs.items())


def _rename_mark(google: Google, spreadsheet: str, former: str, name: str) -> None:
    marks = google.spreadsheets.get(spreadsheet, fields=MARKS).get("developerMetadata", [])
    change = {"developerMetadata": {"metadataKey": name}, "fields": "metadataKey"}
    requests = [
        {"updateDeveloperMetadata": {**change, "dataFilters": [{"developerMetadataLookup": {"metadataId": mark}}]}}
        for mark in (item["metadataId"] for item in marks if item["metadataKey"] == former)
    ]
    if requests:
        google.spreadsheets.batch_update(spreadsheet, {"requests": requests})
