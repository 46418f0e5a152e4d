"""The pages of a form: plain HTML that works without JavaScript, on a phone and with a screen reader."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlencode

from starlette.responses import Response

from automation.embedded.drive.kinds import FORM
from automation.embedded.forms import items
from automation.embedded.forms.answers import (
    EMAIL_FIELD,
    OTHER,
    Checked,
    Fields,
    check,
    collects_email,
    field_name,
)
from automation.embedded.pages.register import page
from automation.embedded.pages.rendering import message, show
from automation.embedded.pages.visit import Refused, Visit

if TYPE_CHECKING:
    from automation.embedded.workspace import Workspace

Json = dict[str, Any]

_EDIT_KEY = "edit2"
_MAX_FIELDS = 2000


@page("GET", "/forms/d/e/{form_id}/viewform")
def view(visit: Visit) -> Response:
    with visit.workspace.reading():
        query = parse_qs(visit.request.url.query, max_num_fields=_MAX_FIELDS)
        return _show(visit.workspace, visit["form_id"], query)


@page("POST", "/forms/d/e/{form_id}/formResponse")
def respond(visit: Visit) -> Response:
    fields = {name: values for name, values in visit.fields.items() if any(values)}
    with visit.workspace.writing():
        return _take(visit.workspace, visit["form_id"], fields, dict(visit.request.query_params.multi_items()))


def _open_form(workspace: Workspace, form_id: str) -> tuple[Json, Response | None]:
    """The form, and the page that refuses answers if it takes none. Raises `Refused`."""
    file = workspace.files.find(form_id)
    if file is None or file["trashed"] or file["mimeType"] != FORM:
        raise Refused("Проверьте адрес: возможно, ссылка скопирована не полностью.", 404)
    form = workspace.forms.get(form_id)
    state = form["publishSettings"]["publishState"]
    title = form["info"].get("title") or file["name"]
    form["shownTitle"] = title
    if not state.get("isPublished"):
        return form, message(None, title, "Эта анкета ещё не открыта. Обратитесь к тому, кто прислал вам ссылку.", 403)
    if not state.get("isAcceptingResponses"):
        return form, message(None, title, "Эта анкета больше не принимает ответы.", 403)
    return form, None


def _show(workspace: Workspace, form_id: str, query: Fields) -> Response:
    form, refusal = _open_form(workspace, form_id)
    if refusal:
        return refusal
    key = next(iter(query.get(_EDIT_KEY, [])), "")
    edited = workspace.forms.response_to_edit(form_id, key)
    if key and edited is None:
        return message(None, form["shownTitle"], "Ссылка для изменения ответа не действует.", 404)
    fields = _fields_of(form, edited) if edited else query
    return _form_page(form_id, form, fields, {}, key)


def _form_page(
    form_id: str, form: Json, fields: Fields, problems: dict[str, str], key: str, status: int = 200
) -> Response:
    action = f"/forms/d/e/{form_id}/formResponse"
    return show(
        None,
        "form.html",
        status,
        form=form,
        sections=items.sections(form),
        fields=fields,
        problems=problems,
        asks_email=collects_email(form),
        field_name=field_name,
        OTHER=OTHER,
        EMAIL_FIELD=EMAIL_FIELD,
        action=f"{action}?{urlencode({_EDIT_KEY: key})}" if key else action,
        editing=bool(key),
    )


def _take(workspace: Workspace, form_id: str, fields: Fields, query: dict[str, str]) -> Response:
    form, refusal = _open_form(workspace, form_id)
    if refusal:
        return refusal
    key = query.get(_EDIT_KEY) or next(iter(fields.get(_EDIT_KEY, [])), "")
    edited = workspace.forms.response_to_edit(form_id, key)
    if key and edited is None:
        return message(None, form["shownTitle"], "Ссылка для изменения ответа не действует.", 404)
    checked: Checked = check(form, fields)
    if checked.problems:
        return _form_page(form_id, form, fields, checked.problems, key, 400)
    response = workspace.forms.submit(form_id, checked.answers, checked.email, workspace.now(), edited)
    link = f"/forms/d/e/{form_id}/viewform?{urlencode({_EDIT_KEY: response['editKey']})}"
    return show(None, "thanks.html", title=form["shownTitle"], edit_link=link, edited=edited is not None)


def _fields_of(form: Json, response: Json) -> Fields:
    """A stored answer as the fields that would send it."""
    fields: Fields = {EMAIL_FIELD: [response.get("respondentEmail", "")]}
    for item, question in items.questions(form):
        given = response["answers"].get(question["questionId"])
        if given is None:
            continue
        values = [part["value"] for part in given["textAnswers"]["answers"]]
        choice = item.get("questionGroupItem", {}).get("grid", {}).get("columns") or question.get("choiceQuestion", {})
        listed = {option.get("value") for option in choice.get("options", [])}
        name = field_name(question)
        fields[name] = [value if not choice or value in listed else OTHER for value in values]
        written = [value for value in values if choice and value not in listed]
        if written:
            fields[f"{name}.other_option_response"] = written
    return fields
