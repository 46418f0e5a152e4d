"""The pages of a form: plain HTML that works without JavaScript, on a phone and with a screen reader.

One section a page. What was answered on other pages travels in hidden fields, so nothing is stored, here or in the
respondent's browser, before «Отправить». The names are Google's: «Далее» sends ``continue``, «Назад» ``back``, and
``pageHistory`` ends with the number of the section shown. Without either button everything is sent at once, which is
also how a script answers a form.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlencode

from starlette.responses import Response

from automation.embedded.access.roles import Roles
from automation.embedded.drive.kinds import FORM
from automation.embedded.errors import ApiError
from automation.embedded.failures import log_failure
from automation.embedded.forms import fields as field_names
from automation.embedded.forms import grading, items
from automation.embedded.forms.answers import Checked, collects_email, verifies_email
from automation.embedded.forms.fields import EMAIL_FIELD, Fields, first
from automation.embedded.forms.guide import Lack
from automation.embedded.forms.layout import Layout
from automation.embedded.forms.received import said, values_of
from automation.embedded.forms.route import is_last, route
from automation.embedded.forms.walk import Stop, backward, finish, forward
from automation.embedded.pages.questionnaire import Asking, target
from automation.embedded.pages.register import look, page
from automation.embedded.pages.rendering import message, show
from automation.embedded.pages.section import Section, section_of
from automation.embedded.pages.troubles import why
from automation.embedded.pages.visit import Visit
from automation.embedded.storage import StorageError

if TYPE_CHECKING:
    from automation.embedded.snapshots import Snapshot
    from automation.embedded.workspace import Workspace

    _Stored = Snapshot | Workspace

Json = dict[str, Any]

_EDIT_KEY = "edit2"
_QUESTION = "question"
_HISTORY = "pageHistory"
_ONCE = "once"
_TURNS = frozenset({"continue", "back"})
_OPENED, _SENT = "/forms/d/e/{form_id}/viewform", "/forms/d/e/{form_id}/formResponse"
_MAX_FIELDS = 2000

_NOT_OPEN = "Эта анкета ещё не открыта. Обратитесь к тому, кто прислал вам ссылку."
_CLOSED = "Эта анкета больше не принимает ответы. Если вы не успели, напишите тому, кто прислал вам ссылку."
_NO_FORM = "Анкета не найдена"
_NOT_THERE = "Такой анкеты нет: возможно, её удалили или ссылка скопирована не полностью."
_DEAD_KEY = "Ссылка для изменения ответа не действует. Проверьте, полностью ли она скопирована."
_NOTHING_SENT = " То, что вы заполнили сейчас, не отправлено."


@dataclass(frozen=True)
class Filling:
    """A form in somebody's hands: what they answered so far, and which stored answer they are changing, if any."""

    visit: Visit
    layout: Layout
    title: str
    fields: Fields
    edited: Json | None
    once: str
    """The page's own secret: however often it is sent, it stores one answer."""

    @property
    def form(self) -> Json:
        return self.layout.form

    @property
    def workspace(self) -> Workspace:
        return self.visit.workspace

    @property
    def form_id(self) -> str:
        return self.visit["form_id"]

    @property
    def action(self) -> str:
        """Where the page sends its fields."""
        return self._address("formResponse", self.edited)

    def edit_link(self, response: Json) -> str:
        """Where the sender of a stored answer may change it."""
        return self._address("viewform", response)

    def _address(self, place: str, response: Json | None) -> str:
        query = f"?{urlencode({_EDIT_KEY: response['editKey']})}" if response else ""
        return f"/forms/d/e/{self.form_id}/{place}{query}"


class _Closed(Exception):
    """The form takes no answers; the page that says why goes instead of it."""

    def __init__(self, title: str, text: str, status: int) -> None:
        super().__init__(text)
        self.title, self.text, self.status = title, text, status


@page("GET", _OPENED)
@look("GET", _OPENED)
def view(visit: Visit) -> Response:
    query = parse_qs(visit.request.url.query, max_num_fields=_MAX_FIELDS)
    with visit.workspace.looking() as stored:
        try:
            filling = _filling(visit, stored, query, visit.asked(_EDIT_KEY))
        except _Closed as closed:
            return message(None, closed.title, closed.text, closed.status)
    if verifies_email(filling.form) and EMAIL_FIELD not in filling.fields:
        raise ApiError(401, "This form asks its respondents to sign in.")
    return _show(filling, Stop(_section_with(filling.layout, visit.asked(_QUESTION))))


def _section_with(layout: Layout, question_id: str) -> int:
    """The number of the section that asks this question; the first one's where none does."""
    asking = (
        number
        for number, (_, section) in enumerate(layout.sections)
        for item in section
        for question in items.questions_of(item)
        if question["questionId"] == question_id
    )
    return next(asking, 0) if question_id else 0


@look("POST", _SENT)
def respond_at_once(visit: Visit) -> Response | None:
    """What the button leads to, unless an answer is to be stored and somebody else is writing."""
    try:
        if _TURNS.intersection(visit.fields):
            with visit.workspace.looking() as stored:
                return _respond(visit, stored)
        with visit.workspace.writing(waits=False):
            return _respond(visit, visit.workspace)
    except StorageError:
        return None  # `respond` waits, or says what is the matter and keeps what was filled in


@page("POST", _SENT)
def respond(visit: Visit) -> Response:
    try:
        with visit.workspace.writing():
            return _respond(visit, visit.workspace)
    except StorageError as error:
        log_failure(visit.request, error)
        return _not_saved(visit, _sent(visit), error)


def _respond(visit: Visit, stored: _Stored) -> Response:
    fields = _sent(visit)
    try:
        filling = _filling(visit, stored, fields, visit.asked(_EDIT_KEY) or first(fields, _EDIT_KEY))
    except _Closed as closed:
        return message(None, closed.title, closed.text + _NOTHING_SENT, closed.status)
    return _step(filling)


def _sent(visit: Visit) -> Fields:
    return {name: values for name, values in visit.fields.items() if any(values)}


def _not_saved(visit: Visit, fields: Fields, error: StorageError) -> Response:
    """All that was sent, in a page from which it can be sent again: nothing of it is on the server."""
    url = visit.request.url
    carried = [(name, value) for name, values in fields.items() for value in values if value]
    action = f"{url.path}?{url.query}" if url.query else url.path
    return show(None, "not_saved.html", error.code, why=why(error), action=action, carried=carried)


def _filling(visit: Visit, stored: _Stored, fields: Fields, key: str) -> Filling:
    """The form and what was answered. Raises `_Closed` where there is nothing to answer."""
    layout, title = _open_form(visit, stored)
    form = layout.form
    edited = stored.forms.response_to_edit(visit["form_id"], key)
    if key and edited is None:
        raise _Closed(title, _DEAD_KEY, 404)
    if edited and visit.request.method == "GET":
        fields = field_names.of_response(form, edited)
    return Filling(visit, layout, title, _with_address(form, fields, visit, edited), edited, _once(visit))


def _open_form(visit: Visit, stored: _Stored) -> tuple[Layout, str]:
    """The form and its title. Raises as `_filling` does, and `ApiError` 403 where this visitor was not asked."""
    form_id = visit["form_id"]
    file = stored.files.find(form_id)
    if file is None or file["trashed"] or file["mimeType"] != FORM:
        raise _Closed(_NO_FORM, _NOT_THERE, 404)
    layout = stored.forms.layout(form_id)
    form = layout.form
    state = form["publishSettings"]["publishState"]
    title = form["info"].get("title") or file["name"]
    if not state.get("isPublished"):
        raise _Closed(title, _NOT_OPEN, 403)
    if not state.get("isAcceptingResponses"):
        raise _Closed(title, _CLOSED, 403)
    if not Roles(stored.files, visit.person, visit.workspace.now()).answers(file):
        raise ApiError(403, "The form is published for others.")
    return layout, title


def _with_address(form: Json, fields: Fields, visit: Visit, edited: Json | None) -> Fields:
    """The fields with the address of who signed in, where the form asks for that and not for what one types."""
    if not verifies_email(form):
        return fields
    address = edited.get("respondentEmail", "") if edited else visit.person.email
    others = {name: values for name, values in fields.items() if name != EMAIL_FIELD}
    return {**others, EMAIL_FIELD: [address]} if address else others


def _once(visit: Visit) -> str:
    """The secret of the page that was sent. A page that is opened gets a new one, whatever its address says."""
    given = visit.sent(_ONCE)
    return given if re.fullmatch(r"[\w-]{22,64}", given, re.ASCII) else _new_once()


def _new_once() -> str:
    return secrets.token_urlsafe(18)


# From page to page


def _step(filling: Filling) -> Response:
    """What follows on the button that was pressed."""
    form, fields = filling.form, filling.fields
    guide = filling.workspace.guide.on(filling.workspace.now().date())
    number = _shown_section(fields)
    if "back" in fields:
        return _show(filling, backward(form, fields, number))
    if "continue" in fields:
        stop = forward(form, fields, number, guide)
        return _show(filling, stop, 400 if stop.problems else 200)
    outcome = finish(form, fields, guide)
    return _show(filling, outcome, 400) if isinstance(outcome, Stop) else _send(filling, outcome)


def _shown_section(fields: Fields) -> int:
    """The number of the section on the page that was sent, as the page has it."""
    last = first(fields, _HISTORY).rpartition(",")[2]
    return int(last) if re.fullmatch(r"\d{1,4}", last, re.ASCII) else 0


def _show(filling: Filling, stop: Stop, status: int = 200) -> Response:
    """The page of a section, or the one before sending."""
    form, sections, number = filling.form, filling.layout.sections, stop.section
    is_end = number >= len(sections)
    history = _history(filling, number)
    asks_email = number == 0 and collects_email(form)
    section = Section() if is_end else section_of(filling.layout, _asking(filling, stop), number)
    shown = show(
        None,
        "form.html",
        status,
        filling=filling,
        opening=None if is_end else sections[number][0],
        section=section,
        stop=stop,
        email_problem=stop.problems.get(EMAIL_FIELD, ""),
        asks_email=asks_email,
        knows_email=verifies_email(form),
        position=len(history),
        count=0 if filling.layout.branches else len(sections),
        is_first=number == 0,
        is_end=is_end,
        is_last=is_end or is_last(form, number),
        carried=list(_carried(filling, number, history)),
        EMAIL_FIELD=EMAIL_FIELD,
    )
    # A browser that may not keep the page cannot go back to it: what came by POST it would have to send again.
    shown.headers["Cache-Control"] = "private, no-cache"
    return shown


def _asking(filling: Filling, stop: Stop) -> Asking:
    seed = filling.edited["responseId"] if filling.edited else filling.once
    return Asking(filling.form, filling.workspace.guide, filling.fields, stop.problems, seed, filling.visit.base_url)


def _history(filling: Filling, number: int) -> tuple[int, ...]:
    """The sections shown on the way to this one, and this one."""
    way = route(filling.form, filling.fields)
    return way.until(number) or ((*way.sections, number) if number else (0,))


def _carried(filling: Filling, number: int, history: tuple[int, ...]) -> Iterator[tuple[str, str]]:
    """The hidden fields: everything answered on other pages, and where the respondent is."""
    yield _HISTORY, ",".join(str(each) for each in history)
    if not filling.edited:
        yield _ONCE, filling.once
    names = [EMAIL_FIELD] if number and collects_email(filling.form) and not verifies_email(filling.form) else []
    for place, section in enumerate(filling.layout.names):
        names += [] if place == number else section
    yield from ((name, value) for name in names for value in filling.fields.get(name, []) if value)


# Sending


def _send(filling: Filling, checked: Checked) -> Response:
    forms, form = filling.workspace.forms, filling.form
    sent = None if filling.edited else forms.response_sent_from(filling.form_id, filling.once)
    if sent:
        return _thanks(filling, sent) if _says_the_same(sent, checked) else _asks_what_to_do(filling, sent)
    answers = grading.graded(form, checked.answers)
    response = forms.submit(
        filling.form_id,
        answers,
        checked.email,
        filling.workspace.now(),
        filling.edited,
        total_score=grading.total_score(answers),
        once=filling.once,
    )
    return _thanks(filling, response)


def _says_the_same(sent: Json, checked: Checked) -> bool:
    said = {id_: answer["textAnswers"] for id_, answer in sent["answers"].items()}
    now = {id_: answer["textAnswers"] for id_, answer in checked.answers.items()}
    return said == now and sent.get("respondentEmail", "") == checked.email


def _thanks(filling: Filling, response: Json) -> Response:
    form, workspace = filling.form, filling.workspace
    numbers = route(form, filling.fields).sections
    afterword = workspace.guide.afterword(values_of(response), workspace.now().date())
    return show(
        None,
        "thanks.html",
        title=filling.title,
        thanks=afterword.thanks,
        lacks=[_missing(filling, response, lack) for lack in afterword.lacks],
        received=list(said(form, response)),
        edit_link=filling.edit_link(response),
        base_url=filling.visit.base_url,
        edited=filling.edited is not None,
        score=response.get("totalScore"),
        highest_score=grading.highest_score(form, numbers),
        remarks=list(_remarks(form, response)),
    )


def _missing(filling: Filling, response: Json, lack: Lack) -> tuple[str, str, str]:
    """What lacks, and the words and the address of the link that leads to the question that makes it good, of this form
    or of another; empty without one."""
    for item, question in items.questions(filling.form):
        if question["questionId"] == lack.question_id:
            address = f"{filling.edit_link(response)}&{urlencode({_QUESTION: lack.question_id})}"
            return lack.text, f"Ответить: «{item.get('title', '')}»", f"{address}#{target(item, question)}"
    other = _beside(filling, lack.question_id) if lack.question_id else ""
    if not other:
        return lack.text, "", ""
    whose = urlencode({f"entry.{int(lack.question_id, 16)}": response["responseId"]})
    address = _OPENED.format(form_id=other)
    return lack.text, filling.workspace.forms.get(other)["info"].get("title", ""), f"{address}?usp=pp_url&{whose}"


def _beside(filling: Filling, question_id: str) -> str:
    """The id of an open form in the same folder that asks this question; empty where none does."""
    workspace = filling.workspace
    folder = workspace.files.get(filling.form_id).get("parents")
    for other in workspace.forms.asking(question_id):
        file = workspace.files.find(other)
        state = workspace.forms.get(other)["publishSettings"]["publishState"]
        is_open = state.get("isPublished") and state.get("isAcceptingResponses")
        if file and not file["trashed"] and file.get("parents") == folder and is_open:
            return other
    return ""


def _remarks(form: Json, response: Json) -> Iterator[tuple[str, str]]:
    """The questions of a quiz that the teacher has something to say of, each with what is said."""
    for item, question in items.questions(form):
        said = response["answers"].get(question["questionId"], {}).get("grade", {}).get("feedback", {}).get("text", "")
        if said:
            yield item.get("title", ""), said


def _asks_what_to_do(filling: Filling, sent: Json) -> Response:
    """A page that was sent already comes again with other answers: another person's, or a correction?"""
    replacing = replace(filling, edited=sent)
    names = [EMAIL_FIELD, *(name for _, each in items.questions(filling.form) for name in field_names.names(each))]
    return show(
        None,
        "sent_already.html",
        409,
        title=filling.title,
        action=filling.action,
        replacing=replacing.action,
        carried=[(_ONCE, _new_once()), *((name, value) for name in names for value in filling.fields.get(name, []))],
    )
