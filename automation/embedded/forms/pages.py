"""The pages of a form: plain HTML that works without JavaScript, on a phone and with a screen reader."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlencode

from jinja2 import Environment, PackageLoader, select_autoescape
from starlette.requests import Request
from starlette.responses import HTMLResponse

from automation.embedded.drive.kinds import FORM
from automation.embedded.errors import ApiError
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

if TYPE_CHECKING:
    from automation.embedded.workspace import Workspace

Json = dict[str, Any]

_EDIT_KEY = "edit2"
_MAX_FIELDS = 2000
# Nothing on these pages loads or runs anything, whatever somebody typed into a question or an answer.
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}


@functools.cache
def _templates() -> Environment:
    environment = Environment(
        loader=PackageLoader("automation.embedded.forms"),
        autoescape=select_autoescape(),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(field_name=field_name, OTHER=OTHER, EMAIL_FIELD=EMAIL_FIELD)
    return environment


def _page(name: str, status: int = 200, **context: Any) -> HTMLResponse:
    return HTMLResponse(_templates().get_template(name).render(**context), status, headers=_HEADERS)


def _message(title: str, text: str, status: int) -> HTMLResponse:
    return _page("message.html", status, title=title, text=text)


def out_of_order() -> HTMLResponse:
    """What a respondent sees when the server itself has failed."""
    text = "Ответ не сохранён: на сервере неполадка. Вернитесь назад и попробуйте ещё раз чуть позже."
    return _message("Не получилось", text, 500)


def answer(workspace: Workspace, request: Request, body: bytes) -> HTMLResponse:
    """The page for a request to ``/forms/d/e/{form_id}/viewform`` or ``…/formResponse``."""
    form_id, page = request.path_params["form_id"], request.path_params["page"]
    query = dict(request.query_params.multi_items())
    try:
        if request.method == "POST" and page == "formResponse":
            fields = parse_qs(body.decode("utf-8", "replace"), max_num_fields=_MAX_FIELDS)
            with workspace.writing():
                return _take(workspace, form_id, fields, query)
        if request.method == "GET" and page == "viewform":
            with workspace.reading():
                return _show(workspace, form_id, parse_qs(request.url.query, max_num_fields=_MAX_FIELDS))
    except ApiError:
        pass
    except ValueError:
        return _message("Слишком много полей", "Такой ответ форма принять не может.", 400)
    return _message("Страница не найдена", "Проверьте адрес: возможно, ссылка скопирована не полностью.", 404)


def _open_form(workspace: Workspace, form_id: str) -> tuple[Json, HTMLResponse | None]:
    """The form, and the page that refuses answers if it takes none. Raises `ApiError` 404."""
    file = workspace.files.get(form_id)
    if file["trashed"] or file["mimeType"] != FORM:
        raise ApiError(404, "not a form")
    form = workspace.forms.get(form_id)
    state = form["publishSettings"]["publishState"]
    title = form["info"].get("title") or file["name"]
    form["shownTitle"] = title
    if not state.get("isPublished"):
        return form, _message(title, "Эта анкета ещё не открыта. Обратитесь к тому, кто прислал вам ссылку.", 403)
    if not state.get("isAcceptingResponses"):
        return form, _message(title, "Эта анкета больше не принимает ответы.", 403)
    return form, None


def _show(workspace: Workspace, form_id: str, query: Fields) -> HTMLResponse:
    form, refusal = _open_form(workspace, form_id)
    if refusal:
        return refusal
    key = next(iter(query.get(_EDIT_KEY, [])), "")
    edited = workspace.forms.response_to_edit(form_id, key)
    if key and edited is None:
        return _message(form["shownTitle"], "Ссылка для изменения ответа не действует.", 404)
    fields = _fields_of(form, edited) if edited else query
    return _form_page(form_id, form, fields, {}, key)


def _form_page(
    form_id: str, form: Json, fields: Fields, problems: dict[str, str], key: str, status: int = 200
) -> HTMLResponse:
    action = f"/forms/d/e/{form_id}/formResponse"
    return _page(
        "form.html",
        status,
        form=form,
        sections=items.sections(form),
        fields=fields,
        problems=problems,
        asks_email=collects_email(form),
        action=f"{action}?{urlencode({_EDIT_KEY: key})}" if key else action,
        editing=bool(key),
    )


def _take(workspace: Workspace, form_id: str, fields: Fields, query: dict[str, str]) -> HTMLResponse:
    form, refusal = _open_form(workspace, form_id)
    if refusal:
        return refusal
    key = query.get(_EDIT_KEY) or next(iter(fields.get(_EDIT_KEY, [])), "")
    edited = workspace.forms.response_to_edit(form_id, key)
    if key and edited is None:
        return _message(form["shownTitle"], "Ссылка для изменения ответа не действует.", 404)
    checked: Checked = check(form, fields)
    if checked.problems:
        return _form_page(form_id, form, fields, checked.problems, key, 400)
    response = workspace.forms.submit(form_id, checked.answers, checked.email, workspace.now(), edited)
    link = f"/forms/d/e/{form_id}/viewform?{urlencode({_EDIT_KEY: response['editKey']})}"
    return _page("thanks.html", title=form["shownTitle"], edit_link=link, edited=edited is not None)


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
