"""Forms and columns are as declared and as the spreadsheet itself wants them, and follow where that changes.

    bring_back_questions(google, book)            # where a response lacks what the form must have asked
    follow_words(google, spreadsheet, book)       # before jobs decide: answers to a new question need a column
    follow_forms(google, book)                    # after what they refer to is written

What a form was last made to say is remembered as a digest in the spreadsheet's own memory, so a form that says what it
ought to costs no call. A form that was brought up to date without its being remembered is brought up to date again.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from automation.google import Google
from automation.workbook.book import Book, TabUnavailable
from automation.workbook.layout import SHAPE, tabs
from automation.workbook.questionnaires import (
    description,
    items,
    leads_on,
    not_leading,
    optional,
    question_id,
    unanswered,
)
from automation.workbook.shape import changed_words, digest, shape_of
from automation.workbook.table import Row, Table
from sheets_schema.columns import Owner
from sheets_schema.form import Form, Wording
from sheets_schema.organised import QuestionList, own_column
from sheets_schema.vocabulary import PARAGRAPH

Json = dict[str, Any]


def follow_forms(google: Google, book: Book) -> None:
    """Bring the forms up to what they ought to say; `book.state` then remembers what they say."""
    for form in book.schema.forms:
        if form.name not in book.state.forms:
            continue  # of a later version than the spreadsheet's: `provision` makes it
        try:
            wording = form.worded(lambda sheet: book[sheet].frame)
        except TabUnavailable:
            continue  # it goes on saying what it said
        ought = digest([form.title, description(form, wording), items(form, wording), wording.is_ready])
        if book.state.said.get(form.name) != ought:
            _bring_up_to_date(google, book.state.forms[form.name], form, wording)
            book.state.said[form.name] = ought


def follow_words(google: Google, spreadsheet: str, book: Book) -> bool:
    """Bring drop-down lists, and the columns for the organisation's own questions, up to what its tabs say. Whether
    anything had to be done: the book is to be read again then. Two calls where the words have changed, else none."""
    if not book.tabs or book.state.shape == shape_of(book.schema):
        return False
    structure = google.spreadsheets.get(spreadsheet, fields=SHAPE)
    requests = changed_words(structure, tabs(structure, book.schema.sheets, book.schema.columns_of), book.schema)
    if requests:
        google.spreadsheets.batch_update(spreadsheet, {"requests": requests})
    return True


def adopt_questions(book: Book) -> bool:
    """Give each question that somebody has put into a form by hand a row on «Вопросы анкет»; whether there was one. Its
    answers have a column as soon as the row is written."""
    tab = book.schema.tab_of(QuestionList)
    if tab is None or book.unavailable(tab.name):
        return False
    table = book[tab]
    rows: list[Row] = [
        {
            table.key: _former_number(book, table, form, id_) or book.new_keys(table, 1)[0],
            QuestionList.form: form.title,
            QuestionList.text: title,
            QuestionList.kind: PARAGRAPH,
            QuestionList.question_id: id_,
        }
        for form in book.schema.forms
        for id_, title in (book.added_questions.get(form.name, {}) if form.takes_questions else {}).items()
    ]
    table.append(rows, by=(Owner.CURATOR,))
    return bool(rows)


def bring_back_questions(google: Google, book: Book) -> None:
    """Put back the questions that somebody deleted from a form by hand, and say so. One call for a form of which a new
    response lacks what cannot be left out, and one more where something is missing there."""
    for form in book.schema.forms:
        if form.name in book.state.forms and any(unanswered(form, one) for one in book.responses.get(form.name, ())):
            with suppress(TabUnavailable):
                _bring_back(google, book, form)


def _bring_back(google: Google, book: Book, form: type[Form]) -> None:
    file_id, wording = book.state.forms[form.name], form.worded(lambda sheet: book[sheet].frame)
    current = google.forms.get(file_id)
    there = {item.get("itemId") for item in current.get("items", [])}
    lost = [item["title"] for item in items(form, wording) if item["itemId"] not in there]
    if lost:
        google.forms.batch_update(file_id, _requests(form, wording, current))
        book.notices.append(
            f"Из формы «{form.title}» удалили: {', '.join(f'«{title}»' for title in lost)}. Без этого программа не "
            "обойдётся и вернула удалённое в форму. Кто ответил за это время, тех она попросит дополнить ответ."
        )


def _former_number(book: Book, table: Table, form: type[Form], id_: str) -> str:
    """The number of a row that was deleted, where it is its question that goes on being answered; else empty. By that
    number the column with its answers is found."""
    last = book.state.numbers.get(table.sheet.name, 0)
    found = next((n for n in range(1, last + 1) if question_id(form, own_column(n)) == id_), None)
    return table.sheet.key_column().number(found) if found else ""


def _bring_up_to_date(google: Google, file_id: str, form: type[Form], wording: Wording) -> None:
    current = google.forms.get(file_id)
    requests = _requests(form, wording, current)
    if requests:
        google.forms.batch_update(file_id, requests)
    # One that the curator has closed stays so: it is published, and takes no answers.
    if wording.is_ready and not current.get("publishSettings", {}).get("publishState", {}).get("isPublished"):
        google.drive.open_to_respondents(file_id)
        google.forms.publish(file_id)


def _requests(form: type[Form], wording: Wording, current: Json) -> list[Json]:
    """Items that are missing are added, items that differ are put right; what the curator added stays, and so do the
    questions of former versions, which links of that time fill in; consents, which no questionnaire may ask for, go."""
    requests: list[Json] = []
    said = description(form, wording)
    if current.get("info", {}).get("description") != said:
        info = {"title": form.title, "description": said}
        requests.append({"updateFormInfo": {"info": info, "updateMask": "title,description"}})
    order = [item["itemId"] for item in current.get("items", [])]
    at = -1
    declared = items(form, wording)
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
    gone = {question_id(form, f"item.{subject}") for subject in (*form.former_consents, *form.withdrawn)}
    for item_id in [item_id for item_id in order if item_id in gone]:
        requests.append({"deleteItem": {"location": {"index": order.index(item_id)}}})
        order.remove(item_id)
    former = {question_id(form, f"item.{subject}") for subject in form.formerly}
    for item in current.get("items", []):
        if item["itemId"] in former:
            requests.append(_update(optional(item), order.index(item["itemId"])))
    return requests


def _update(item: Json, at: int) -> Json:
    return {"updateItem": {"item": item, "location": {"index": at}, "updateMask": "*"}}
