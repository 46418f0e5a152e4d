"""Questionnaires ↔ Google Forms: a declared form as the items that the API creates, and a response as values.

Question ids are made from what they ask about, so a response is understood without remembering how the form was
built.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import singledispatch
from types import MappingProxyType
from typing import Any
from urllib.parse import urlencode, urlsplit

from automation.google.forms import Response
from automation.workbook import cells
from automation.workbook.table import Row
from sheets_schema.columns import Choice, Choices, Column, Date, Name, OpenChoice, Text
from sheets_schema.form import AGREE, AS_DECLARED, Form, Wording

Json = dict[str, Any]

_NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class Answers:
    """What one response says."""

    values: Row
    """The typed value for every question about a column."""
    consents: Mapping[str, bool]
    """Kind of consent → whether it was given, for those that an earlier version of the form asked for."""
    added: Sequence[tuple[str, str]] = ()
    """What was answered to questions that somebody added to the form by hand: the question's title and the answer."""


def description(form: type[Form], wording: Wording = AS_DECLARED) -> str:
    """The words under the form's title."""
    return wording.description or form.description


def items(form: type[Form], wording: Wording = AS_DECLARED) -> list[Json]:
    """The form's items in order, as `createItem` takes them: section headings and questions."""
    built: list[Json] = []
    leads = form.leads()
    for number, section in enumerate(form.sections):
        # The first section's heading is the form's own page; every further one begins a page.
        if number:
            built.append(_page(form, section.title, section.description))
        asked = [name for name in section.columns if name not in form.by_hand]
        built += [_leading(form, _column_item(form, name, wording), leads.get(name, {})) for name in asked]
    return built


def leads_on(item: Json) -> bool:
    """Whether answers to an item's question lead to other sections than the next."""
    return any(_LEADS.intersection(option) for option in _options(item))


def not_leading(item: Json) -> Json:
    """An item as it is while the sections are not there yet to which its answers lead."""
    return _with_options(item, [{"value": option["value"]} for option in _options(item)]) if leads_on(item) else item


def question_id(form: type[Form], subject: str) -> str:
    """The id (8 hexadecimal digits) of the question about a column or a kind of consent."""
    return form.by_hand.get(subject) or f"{zlib.crc32(f'{form.name}.{subject}'.encode()) & 0x7FFFFFFF:08x}"


def prefilled(form: type[Form], link: str, answers: Mapping[Name[Any], str]) -> str:
    """The address of a form's page with these answers filled in already."""
    entries = {f"entry.{int(question_id(form, name), 16)}": answer for name, answer in answers.items()}
    return f"{link}?{urlencode({'usp': 'pp_url', **entries})}"


def own_answer(link: str, response: str) -> str:
    """Where a response of the form at `link` is changed by whoever has given it; empty where only they can know.

    The embedded workspace opens a response by its id, which cannot be guessed. Google shows the address to the
    respondent alone; no field of the API has it.
    """
    if not (link and response) or urlsplit(link).hostname == "docs.google.com":
        return ""
    return f"{link}?{urlencode({'edit2': response})}"


def questions(form: type[Form]) -> set[str]:
    """The ids of all questions that the form is declared with, or was."""
    subjects = (*form.asked(), *form.former_consents, *form.formerly, *form.withdrawn)
    return {question_id(form, subject) for subject in subjects}


def unanswered(form: type[Form], response: Response) -> list[Name[Any]]:
    """What the form cannot be sent without, and this response does not say: the question was not in it."""
    said = {name: response.answers.get(question_id(form, name), ()) for name in form.asked()}
    needed = set(filter(form.must_be_answered, said)) - _passed_over(form, said) - form.by_hand.keys()
    return [name for name in said if name in needed and not said[name]]


def optional(item: Json) -> Json:
    """A question's item as it is, but that the question may be left out."""
    question = {**item["questionItem"]["question"], "required": False}
    return {**item, "questionItem": {**item["questionItem"], "question": question}}


def read_answers(form: type[Form], response: Response, added: Mapping[str, str] = _NOTHING) -> Answers:
    """The typed values of a response, set right by their columns (`Unreadable` where an answer is none); empty where
    nothing was answered, absent where nothing was asked: in a section of others.
    What the form asked about formerly is among them where it was answered.

    `added` is id → title of questions that are not declared.
    """
    given = response.answers
    asked = {name: given.get(question_id(form, name), ()) for name in (*form.asked(), *form.withdrawn)}
    former = {name: given.get(question_id(form, subject), ()) for subject, name in form.formerly.items()}
    asked |= {name: said for name, said in former.items() if said}
    passed_over = _passed_over(form, asked)
    values = form.understood(
        {name: _value(name.column, ", ".join(said)) for name, said in asked.items() if name not in passed_over}
    )
    agreed = {
        kind: answer[0] == AGREE for kind in form.former_consents if (answer := given.get(question_id(form, kind)))
    }
    return Answers(values, agreed, [(title, ", ".join(given[id_])) for id_, title in added.items() if given.get(id_)])


def _passed_over(form: type[Form], said: Mapping[Name[Any], Sequence[str]]) -> set[Name[Any]]:
    """What the respondent was not shown. Of an answer that was changed since, something may be there nevertheless."""
    people = ", ".join(said.get(form.fills.named(form.fills.divided_by), ())) if form.leads() else ""
    others = [section for section in form.sections if not form.is_for(section, people)]
    return {name for section in others for name in section.columns if not any(said[one] for one in section.columns)}


def _value(column: Column, answer: str) -> Any:
    value = cells.read_one(column, answer or None)
    is_value = not (isinstance(value, cells.Unreadable) or cells.is_missing(value))
    return column.set_right(value) if is_value else value


def _page(form: type[Form], title: str, description: str) -> Json:
    return {"itemId": question_id(form, title), "title": title, "description": description, "pageBreakItem": {}}


def _column_item(form: type[Form], name: Name[Any], wording: Wording) -> Json:
    column = name.column
    required = form.must_be_answered(name)
    question = {"questionId": question_id(form, column.name), "required": required, **_question(column)}
    if options := wording.options.get(name):
        question["choiceQuestion"]["options"] = [{"value": option} for option in options]
    return {
        "itemId": question_id(form, f"item.{column.name}"),
        "title": column.question or column.title,
        "description": column.hint,
        "questionItem": {"question": question},
    }


_LEADS = frozenset({"goToSectionId", "goToAction"})


def _leading(form: type[Form], item: Json, leads: Mapping[str, int]) -> Json:
    """An item whose options lead to the sections of these numbers."""
    if not leads:
        return item
    ids = [question_id(form, section.title) for section in form.sections]
    to = {
        option: {"goToSectionId": ids[at]} if at < len(ids) else {"goToAction": "SUBMIT_FORM"}
        for option, at in leads.items()
    }
    return _with_options(item, [{**option, **to[option["value"]]} for option in _options(item)])


def _options(item: Json) -> list[Json]:
    question = item.get("questionItem", {}).get("question", {})
    options: list[Json] = question.get("choiceQuestion", {}).get("options", [])
    return options


def _with_options(item: Json, options: list[Json]) -> Json:
    question = item["questionItem"]["question"]
    choice = {**question["choiceQuestion"], "options": options}
    return {**item, "questionItem": {"question": {**question, "choiceQuestion": choice}}}


@singledispatch
def _question(column: Column) -> Json:
    return {"textQuestion": {"paragraph": False}}


@_question.register
def _(column: Text) -> Json:
    return {"textQuestion": {"paragraph": column.long}}


@_question.register
def _(column: OpenChoice) -> Json:
    if not column.options:
        return {"textQuestion": {"paragraph": False}}
    options = [*({"value": option} for option in column.options), {"isOther": True}]
    return {"choiceQuestion": {"type": "RADIO", "options": options}}


@_question.register
def _(column: Date) -> Json:
    return {"dateQuestion": {"includeYear": True}}


@_question.register
def _(column: Choice) -> Json:
    return {"choiceQuestion": {"type": "RADIO", "options": [{"value": option} for option in column.options]}}


@_question.register
def _(column: Choices) -> Json:
    return {"choiceQuestion": {"type": "CHECKBOX", "options": [{"value": option} for option in column.options]}}
