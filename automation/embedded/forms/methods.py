"""``forms`` and ``forms.responses``.

https://developers.google.com/workspace/forms/api/reference/rest/v1/forms
"""

from __future__ import annotations

import base64
import copy
import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

from automation.embedded.calls import Call, handles
from automation.embedded.drive.kinds import FORM
from automation.embedded.errors import ApiError, Violation, invalid, not_found
from automation.embedded.field_mask import Mask, MaskError, assign, parse
from automation.embedded.forms import items
from automation.embedded.forms.grading import is_quiz
from automation.embedded.forms.store import instant
from automation.embedded.spreadsheets.formats import without_defaults

Json = dict[str, Any]

_MAX_PAGE = 5000
_FILTER = re.compile(r"\s*timestamp\s*(>=?)\s*(\S+)\s*\Z")
_UNTITLED = "Untitled form"


def _form_of(call: Call, *, to_change: bool = False) -> Json:
    """The form that the call is about. Raises `ApiError` 404 if it is not there or in the trash."""
    files, form_id = call.workspace.files, call["formId"]
    file = files.find(form_id)
    if file is None or file["trashed"] or file["mimeType"] != FORM:
        raise not_found()
    if to_change:
        files.touch(form_id, call.workspace.now())
    return call.workspace.forms.get(form_id)


def responder_uri(base_url: str, form_id: str) -> str:
    """Where people answer."""
    return f"{base_url}/forms/d/e/{form_id}/viewform"


def _shown(call: Call, form_id: str, form: Json) -> Json:
    title = call.workspace.files.get(form_id)["name"]
    shown = {
        "formId": form_id,
        "info": {**form["info"], "documentTitle": title},
        "settings": form["settings"],
        "revisionId": form["revisionId"],
        "responderUri": responder_uri(call.base_url, form_id),
        "publishSettings": form["publishSettings"],
    }
    return {**shown, "items": form["items"]} if form["items"] else shown


@handles("forms.forms.create")
def create(call: Call) -> Json:
    info = call.body.get("info", {})
    if set(call.body) - {"info"} or set(info) - {"title", "documentTitle"}:
        message = "Only info.title can be set when creating a form. To add items and change settings, use batchUpdate."
        raise invalid(message)
    title = info.get("title", "")
    now = call.workspace.now()
    name = info.get("documentTitle") or title or _UNTITLED
    file = call.workspace.files.create({"name": name, "mimeType": FORM}, now)
    form: Json = {
        "info": {"title": title},
        "settings": {"emailCollectionType": "DO_NOT_COLLECT"},
        "publishSettings": {"publishState": {}},
        "items": [],
    }
    call.workspace.forms.put(file["id"], form)
    return _shown(call, file["id"], form)


@handles("forms.forms.get")
def get(call: Call) -> Json:
    return _shown(call, call["formId"], _form_of(call))


@handles("forms.forms.batchUpdate")
def batch_update(call: Call) -> Json:
    form = _form_of(call, to_change=True)
    _check_revision(form, call.body.get("writeControl", {}))
    requests = call.body.get("requests", [])
    if not requests:
        raise invalid("Must specify at least one request.")
    replies = [_change(form, index, request) for index, request in enumerate(requests)]
    items.check_form(form)
    call.workspace.forms.put(call["formId"], form)
    answer: Json = {"replies": replies, "writeControl": {"requiredRevisionId": form["revisionId"]}}
    if call.body.get("includeFormInResponse"):
        answer["form"] = _shown(call, call["formId"], form)
    return answer


def _check_revision(form: Json, control: Json) -> None:
    wanted = control.get("requiredRevisionId", form["revisionId"])
    if wanted != form["revisionId"]:
        raise invalid(f"The required revision ID '{wanted}' does not match the latest revision.")


def _change(form: Json, index: int, request: Json) -> Json:
    if len(request) != 1:
        raise invalid(f"Invalid requests[{index}]: exactly one kind of request must be set.")
    kind, body = next(iter(request.items()))
    try:
        reply = _CHANGES[kind](form, body)
    except ApiError as error:
        raise invalid(f"Invalid requests[{index}].{kind}: {error.message}", error.violations) from None
    return {kind: reply} if reply else {}


def _place(location: Json, end: int) -> int:
    index: int = location.get("index", 0)
    if not 0 <= index < end:
        raise invalid(f"Index {index} is out of range: it must be in [0, {end}).")
    return index


def _create_item(form: Json, body: Json) -> Json:
    place = _place(body.get("location", {}), len(form["items"]) + 1)
    item = items.prepare(body.get("item", {}), items.ids(form))
    form["items"].insert(place, item)
    question_ids = [question["questionId"] for question in items.questions_of(item)]
    return {"itemId": item["itemId"], **({"questionId": question_ids} if question_ids else {})}


def _update_item(form: Json, body: Json) -> None:
    place = _place(body.get("location", {}), len(form["items"]))
    given = body.get("item", {})
    item = copy.deepcopy(form["items"][place])
    mask = _update_mask(body)
    kind = next((name for name in items.ITEM_KINDS if name in given), None)
    if kind and kind not in item and (not mask or kind in mask):
        for name in items.ITEM_KINDS:
            item.pop(name, None)  # an item is of one kind
    assign(item, given, mask or {name: {} for name in given})
    _keep_ids(form["items"][place], item)
    others = {**form, "items": [other for index, other in enumerate(form["items"]) if index != place]}
    form["items"][place] = items.prepare(item, items.ids(others))


def _keep_ids(old: Json, new: Json) -> None:
    """An update that does not name ids leaves them, so that answers stay with their questions."""
    new.setdefault("itemId", old["itemId"])
    for before, after in zip(items.questions_of(old), items.questions_of(new), strict=False):
        after.setdefault("questionId", before["questionId"])


def _move_item(form: Json, body: Json) -> None:
    origin = _place(body.get("originalLocation", {}), len(form["items"]))
    target = _place(body.get("newLocation", {}), len(form["items"]))
    form["items"].insert(target, form["items"].pop(origin))


def _delete_item(form: Json, body: Json) -> None:
    del form["items"][_place(body.get("location", {}), len(form["items"]))]


def _update_info(form: Json, body: Json) -> None:
    mask = _update_mask(body)
    if "documentTitle" in mask:
        raise invalid("info.documentTitle cannot be changed; rename the file in Drive.")
    assign(form["info"], body.get("info", {}), mask or {"title": {}, "description": {}})


def _update_settings(form: Json, body: Json) -> None:
    given = body.get("settings", {})
    assign(form["settings"], given, _update_mask(body) or {name: {} for name in given})
    if not is_quiz(form):
        for _, question in items.questions(form):
            question.pop("grading", None)  # goes with the quiz, says the reference of `QuizSettings`


def _update_mask(body: Json) -> Mask:
    if not body.get("updateMask"):
        message = "update_mask is required."
        raise invalid(message, [Violation("update_mask", message)])
    try:
        return parse(body["updateMask"])
    except MaskError:
        raise invalid(f"Invalid update_mask: {body['updateMask']}") from None


_CHANGES: dict[str, Callable[[Json, Json], Json | None]] = {
    "createItem": _create_item,
    "updateItem": _update_item,
    "moveItem": _move_item,
    "deleteItem": _delete_item,
    "updateFormInfo": _update_info,
    "updateSettings": _update_settings,
}


@handles("forms.forms.setPublishSettings")
def set_publish_settings(call: Call) -> Json:
    form = _form_of(call, to_change=True)
    given = call.body.get("publishSettings", {})
    if "publishState" not in given:
        raise invalid("publish_settings.publish_state is required.")
    mask = _update_mask({"updateMask": "publishState", **call.body})
    if unknown := call.method.api.unknown_paths(mask, "PublishSettings"):
        raise invalid(f"Invalid update_mask: {unknown[0]}")
    settings = dict(form["publishSettings"])
    assign(settings, given, mask or {"publishState": {}})
    state = without_defaults(settings.get("publishState", {}))
    if state.get("isAcceptingResponses") and not state.get("isPublished"):
        raise invalid("A form that is not published cannot accept responses.")
    form["publishSettings"] = {"publishState": state}
    call.workspace.forms.put(call["formId"], form)
    return {"formId": call["formId"], "publishSettings": form["publishSettings"]}


def _public(response: Json) -> Json:
    """A response without the secrets of its sender."""
    return {name: value for name, value in response.items() if name not in ("editKey", "once") and value}


@handles("forms.forms.responses.list")
def list_responses(call: Call) -> Json:
    _form_of(call)
    since, strictly = _since(call.get("filter", ""))
    size = call.get("pageSize", 0) or _MAX_PAGE
    if size < 0:
        raise invalid("page_size must not be negative.")
    size = min(size, _MAX_PAGE)
    after = _page_start(call.get("pageToken", ""))
    forms = call.workspace.forms
    found = forms.responses(call["formId"], since, strictly=strictly, limit=size + 1, after=after)
    page = found[:size]
    answer: Json = {"responses": [_public(response) for response in page]} if page else {}
    if len(found) > size:
        answer["nextPageToken"] = base64.urlsafe_b64encode(page[-1]["lastSubmittedTime"].encode()).decode()
    return answer


def _since(text: str) -> tuple[str, bool]:
    """The bound of ``timestamp > N`` or ``timestamp >= N``, and whether it is strict."""
    if not text:
        return "", False
    matched = _FILTER.match(text)
    try:
        if matched and (moment := datetime.fromisoformat(matched.group(2))).tzinfo:
            return instant(moment), matched.group(1) == ">"
    except (ValueError, OverflowError):  # OverflowError: in UTC it is outside of the calendar
        pass
    raise invalid(f"Invalid filter: {text}", [Violation("filter", f"Invalid filter: {text}")])


def _page_start(token: str) -> str:
    try:
        return base64.urlsafe_b64decode(token).decode()
    except ValueError:
        raise invalid("Invalid page token.") from None


@handles("forms.forms.responses.get")
def get_response(call: Call) -> Json:
    _form_of(call)
    response = call.workspace.forms.response(call["formId"], call["responseId"])
    return {"formId": call["formId"], **_public(response)}
