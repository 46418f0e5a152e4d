"""The page of a form for those who run it: its link, whether it takes answers, and what it asks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from starlette.responses import Response

from automation.embedded.drive.kinds import FORM, page_of
from automation.embedded.forms import items
from automation.embedded.pages.disk.notes import done, note
from automation.embedded.pages.disk.rows import file_of, row_of, way_to
from automation.embedded.pages.register import page
from automation.embedded.pages.rendering import goes_to, show
from automation.embedded.pages.visit import Refused, Visit

Json = dict[str, Any]

_KINDS = {
    "textQuestion": "Короткий ответ",
    "dateQuestion": "Дата",
    "timeQuestion": "Время",
    "scaleQuestion": "Шкала",
    "ratingQuestion": "Оценка",
    "fileUploadQuestion": "Файл",
    "rowQuestion": "Строка таблицы",
}
_CHOICES = {"RADIO": "Один из списка", "CHECKBOX": "Несколько из списка", "DROP_DOWN": "Раскрывающийся список"}


@dataclass(frozen=True)
class Asked:
    """One line of the preview: a question, a heading or a text."""

    title: str
    kind: str = ""
    hint: str = ""
    options: tuple[str, ...] = ()
    required: bool = False
    is_heading: bool = False


@page("GET", "/forms/d/{form_id}/edit")
def form_desk(visit: Visit) -> Response:
    file = file_of(visit, visit["form_id"])
    if file["mimeType"] != FORM:
        return goes_to(page_of(file["mimeType"], file["id"]))
    answers_at = f"/forms/d/e/{file['id']}/viewform"
    if not file["capabilities"]["canEdit"]:
        return goes_to(answers_at)
    if file["trashed"]:
        return show(visit, "disk/trashed.html", row=row_of(file), way=way_to(visit, file))
    form = visit.ask("forms.forms.get", formId=file["id"])
    return show(
        visit,
        "form_desk.html",
        scripts=True,
        row=row_of(file),
        way=way_to(visit, file),
        form=form,
        state=form.get("publishSettings", {}).get("publishState", {}),
        link=visit.base_url + answers_at,
        answers=_count_answers(visit, file["id"]),
        asked=list(_asked(form)),
        note=note(visit),
    )


def _count_answers(visit: Visit, form_id: str) -> int:
    given: Json = {"formId": form_id}
    count = 0
    while True:
        answer = visit.ask("forms.forms.responses.list", **given)
        count += len(answer.get("responses", []))
        if "nextPageToken" not in answer:
            return count
        given["pageToken"] = answer["nextPageToken"]


def _asked(form: Json) -> Iterator[Asked]:
    for item in form.get("items", []):
        title, hint = item.get("title", ""), item.get("description", "")
        questions = items.questions_of(item)
        if "questionGroupItem" in item:
            columns = item["questionGroupItem"].get("grid", {}).get("columns", {})
            rows = ", ".join(question["rowQuestion"].get("title", "") for question in questions)
            required = any(question.get("required") for question in questions)
            yield Asked(title, "Таблица вариантов", hint or rows, _options(columns), required)
        elif questions:
            question = questions[0]
            options = _options(question.get("choiceQuestion", {}))
            yield Asked(title, _kind(question), hint, options, bool(question.get("required")))
        else:
            yield Asked(title, hint=hint, is_heading="pageBreakItem" in item)


def _kind(question: Json) -> str:
    if "choiceQuestion" in question:
        return _CHOICES.get(question["choiceQuestion"].get("type", ""), "Выбор")
    if question.get("textQuestion", {}).get("paragraph"):
        return "Развёрнутый ответ"
    return next((name for kind, name in _KINDS.items() if kind in question), "Вопрос")


def _options(choice: Json) -> tuple[str, ...]:
    options = choice.get("options", [])
    return tuple("Другое" if option.get("isOther") else option.get("value", "") for option in options)


@page("POST", "/forms/d/{form_id}/edit")
def switch(visit: Visit) -> Response:
    """Open the form for answers, or close it."""
    file = file_of(visit, visit["form_id"])
    if not file["capabilities"]["canEdit"]:
        raise Refused("Вы не можете изменять эту форму. Попросите владельца.", 403)
    opens = visit.sent("takes") == "on"
    settings = {"publishState": {"isPublished": True, "isAcceptingResponses": opens}}
    visit.ask("forms.forms.setPublishSettings", {"publishSettings": settings}, formId=file["id"])
    return done(f"/forms/d/{file['id']}/edit", "form-on" if opens else "form-off")
