"""Bringing a workspace to the declared shape: folder, spreadsheet, tabs, questionnaires, and the first rows.

Everything made carries a key in Drive, so a run after a crash finds it. What is there already is left alone; a
second run makes reading calls only.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from automation.google import Google
from automation.google.drive import FOLDER, FORM, SPREADSHEET, File
from automation.workbook.archive import reopen
from automation.workbook.commit import commit
from automation.workbook.layout import SHAPE, STRUCTURE, is_archive, tabs
from automation.workbook.moved import follow
from automation.workbook.questionnaires import items, leads_on, not_leading, optional, question_id
from automation.workbook.reading import read_book, read_state
from automation.workbook.settings import codes
from automation.workbook.shape import digest, missing_shape
from automation.workbook.state import State
from automation.workbook.table import Row
from sheets_schema.columns import Owner
from sheets_schema.form import Form
from sheets_schema.schema import Schema
from sheets_schema.sheet import Sheet

Json = dict[str, Any]
Progress = Callable[[str], None]

_DIGEST = "nastavnikDigest"
SPREADSHEET_KEY = "spreadsheet"
FOLDER_KEY = "folder"


@dataclass(frozen=True)
class FirstRows:
    """What a new spreadsheet begins with."""

    settings: Mapping[str, Any]
    """Setting code → value, for those that differ from the default. Where settings stand already, one that a later
    version brings has its default: the rest of them was chosen without it."""
    rows: Mapping[type[Sheet], Sequence[Row]]
    """Put in only while the tab is empty."""


@dataclass(frozen=True)
class Provisioned:
    """What the workspace has now."""

    spreadsheet: str
    link: str
    forms: Mapping[str, str]
    """Form title → the address where people fill it in."""


def provision(
    google: Google,
    schema: Schema,
    *,
    title: str,
    first: FirstRows,
    now: datetime,
    spreadsheet: str = "",
    parent: str = "",
    scope: str = "",
    progress: Progress = lambda _: None,
) -> Provisioned:
    """Make what is missing of what the schema declares.

    `spreadsheet` is the id of an existing one, and may be that of an archive, which is worked in again from then on;
    `parent` a folder (of a shared drive); `scope` a word that tells this
    organisation's files from those of another in the same account.
    """
    returning = False
    if spreadsheet:
        structure = google.spreadsheets.get(spreadsheet, fields=STRUCTURE)
        returning = is_archive(structure)
        scope = read_state(structure, archived=returning).scope or scope
    state = State(scope=scope)
    drive = google.drive
    folders = {_folder_key(sheet): sheet for sheet in schema.sheets if sheet.folder}
    keys = [FOLDER_KEY, *folders, SPREADSHEET_KEY, *(_form_key(form) for form in schema.forms)]
    found = drive.find(keys, scope=scope)
    progress("Папка на Диске")
    folder = found.get(FOLDER_KEY) or drive.create(title, FOLDER, key=FOLDER_KEY, scope=scope, folder=parent)
    state.folder = folder.id
    for key, sheet in folders.items():
        made = found.get(key) or drive.create(sheet.folder, FOLDER, key=key, scope=scope, folder=folder.id)
        state.folders[sheet.name] = made.id
    progress("Таблица")
    if returning:
        drive.adopt(spreadsheet, name=title, key=SPREADSHEET_KEY, scope=scope, folder=folder.id)
        reopen(google, spreadsheet)
    if not spreadsheet:
        book = found.get(SPREADSHEET_KEY) or drive.create(
            title, SPREADSHEET, key=SPREADSHEET_KEY, scope=scope, folder=folder.id
        )
        spreadsheet = book.id
    _shape(google, spreadsheet, schema)
    for form in schema.forms:
        progress(form.title)
        ours = _form(google, form, found.get(_form_key(form)), state)
        state.forms[form.name], state.links[form.name] = ours
    return _fill(google, spreadsheet, schema, first, state, now)


def _folder_key(sheet: type[Sheet]) -> str:
    return f"folder/{sheet.name}"


def _form_key(form: type[Form]) -> str:
    return f"form/{form.name}"


def _shape(google: Google, spreadsheet: str, schema: Schema) -> None:
    structure = google.spreadsheets.get(spreadsheet, fields=SHAPE)
    requests = missing_shape(structure, tabs(structure, schema.sheets), schema.sheets)
    if requests:
        google.spreadsheets.batch_update(spreadsheet, {"requests": requests})


def _form(google: Google, form: type[Form], file: File | None, state: State) -> tuple[str, str]:
    """The form's id and the address of its page, after its questions are as declared."""
    declared = digest([form.title, form.description, items(form)])
    if file is None:
        orphan = _unfinished(google, form)
        file_id = orphan.id if orphan else str(google.forms.create(form.title)["formId"])
        file = google.drive.adopt(file_id, name=form.title, key=_form_key(form), scope=state.scope, folder=state.folder)
    current = google.forms.get(file.id)
    if file.properties.get(_DIGEST) != declared:
        requests = _form_requests(form, current)
        if requests:
            google.forms.batch_update(file.id, requests)
        google.forms.publish(file.id)
        google.drive.open_to_respondents(file)
        google.drive.tag(file, {_DIGEST: declared})
    return file.id, str(current["responderUri"])


def _unfinished(google: Google, form: type[Form]) -> File | None:
    """A form that an interrupted run made but had no time to mark."""
    query = f"name = '{form.title}' and mimeType = '{FORM}' and trashed = false"
    return next((file for file in google.drive.search(query) if not file.properties), None)


def _form_requests(form: type[Form], current: Json) -> list[Json]:
    """Items that are missing are added, items that differ are put right; what the curator added stays, and so do the
    questions of former versions, which links of that time fill in."""
    requests: list[Json] = []
    if current.get("info", {}).get("description") != form.description:
        info = {"title": form.title, "description": form.description}
        requests.append({"updateFormInfo": {"info": info, "updateMask": "title,description"}})
    order = [item["itemId"] for item in current.get("items", [])]
    at = -1
    declared = items(form)
    for item in map(not_leading, declared):
        if item["itemId"] in order:
            at = order.index(item["itemId"])
            requests.append(_update(item, at))
        else:
            at += 1  # after the item that is declared before it, on the same page
            order.insert(at, item["itemId"])
            requests.append({"createItem": {"item": item, "location": {"index": at}}})
    # An answer can lead to a section only when that is there.
    requests += [_update(item, order.index(item["itemId"])) for item in declared if leads_on(item)]
    former = {question_id(form, f"item.{subject}") for subject in form.formerly}
    for item in current.get("items", []):
        if item["itemId"] in former:
            requests.append(_update(optional(item), order.index(item["itemId"])))
    return requests


def _update(item: Json, at: int) -> Json:
    return {"updateItem": {"item": item, "location": {"index": at}, "updateMask": "*"}}


def _fill(
    google: Google, spreadsheet: str, schema: Schema, first: FirstRows, made: State, now: datetime
) -> Provisioned:
    """Put in the settings that are not there yet and the first rows of empty tabs; remember folder and forms."""
    book = read_book(google, spreadsheet, now, schema)
    follow(book)
    settings = book[schema.settings.tab]
    tab, code = schema.settings.tab, settings.key
    settings[code] = codes(schema.settings, settings)
    given = set(settings[code])
    begins_with = {} if given else first.settings
    settings.append(
        [
            {
                code: name,
                tab.named("parameter"): one.column.title,
                tab.named("value"): begins_with.get(name, one.default),
                tab.named("explanation"): one.explanation,
            }
            for name, one in schema.settings.declared().items()
            if name not in given
        ],
        by=(Owner.CURATOR,),
    )
    for sheet, rows in first.rows.items():
        table = book[sheet]
        if not len(table):
            keys = book.new_keys(table, len(rows))
            table.append([{table.key: key, **row} for key, row in zip(keys, rows, strict=True)], by=tuple(Owner))
    remembered = book.state.model_copy(update=made.model_dump(include={"scope", "folder", "folders", "forms", "links"}))
    changes = book.changes()
    if changes or remembered != book.state_as_read:
        commit(
            google.spreadsheets,
            spreadsheet,
            changes,
            remembered,
            where=book.tabs,
            expected=book.state_as_read.write,
        )
    return Provisioned(spreadsheet, book.link, {form.title: made.links[form.name] for form in schema.forms})
