"""The names under which a form's page sends answers, as on Google's pages.

``entry.1234`` is the answer to the question whose id is 1234 in decimal; the parts of a date and of a time, and what
was written beside «Другое», have names of their own made from it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from automation.embedded.forms import items

Json = dict[str, Any]
Fields = dict[str, list[str]]

OTHER = "__other_option__"
EMAIL_FIELD = "emailAddress"
DATE_PARTS = ("year", "month", "day", "hour", "minute")
TIME_PARTS = ("hour", "minute", "second")


def field_name(question: Json) -> str:
    """``entry.`` and the question's id as a decimal number."""
    return f"entry.{int(question['questionId'], 16)}"


def other_name(question: Json) -> str:
    """The name of what was written beside «Другое»."""
    return f"{field_name(question)}.other_option_response"


def part_name(question: Json, part: str) -> str:
    """The name of a part of a date or a time: ``part_name(question, "month")``."""
    return f"{field_name(question)}_{part}"


def names(question: Json) -> list[str]:
    """Every name under which the answer to a question may come."""
    parts = dict.fromkeys(DATE_PARTS + TIME_PARTS) if {"dateQuestion", "timeQuestion"} & set(question) else ()
    return [field_name(question), other_name(question), *(part_name(question, part) for part in parts)]


def of_section(section: Iterable[Json]) -> list[str]:
    """Every name that the page of a section may send, given its items."""
    return [name for item in section for question in items.questions_of(item) for name in names(question)]


def first(fields: Fields, name: str) -> str:
    """The first value of a field without spaces around it; empty if it was not sent."""
    return next(iter(fields.get(name, [])), "").strip()


def of_response(form: Json, response: Json) -> Fields:
    """A stored answer as the fields that would send it."""
    fields: Fields = {EMAIL_FIELD: [response.get("respondentEmail", "")]}
    for item, question in items.questions(form):
        given = response["answers"].get(question["questionId"], {}).get("textAnswers", {}).get("answers", [])
        values = [part.get("value", "") for part in given]
        choice = items.choice_of(item, question)
        listed = {option.get("value") for option in choice.get("options", [])} if choice else set(values)
        fields[field_name(question)] = [value if value in listed else OTHER for value in values]
        fields[other_name(question)] = [value for value in values if value not in listed]
    return {name: values for name, values in fields.items() if any(values)}
