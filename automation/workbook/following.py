"""Forms say what is declared and what the spreadsheet gives them to say, and follow where that changes.

    follow_forms(google, book)

What a form was last made to say is remembered as a digest in the spreadsheet's own memory, so a form that says what it
ought to costs no call. A form that was brought up to date without its being remembered is brought up to date again.
"""

from __future__ import annotations

from typing import Any

from automation.google import Google
from automation.workbook.book import Book, TabUnavailable
from automation.workbook.questionnaires import description, items, leads_on, not_leading, optional, question_id
from automation.workbook.shape import digest
from sheets_schema.form import Form, Wording

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
    gone = {question_id(form, f"item.{kind}") for kind in form.former_consents}
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
