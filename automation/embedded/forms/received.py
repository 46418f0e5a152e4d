"""A stored answer as its sender reads it: what was received, question by question."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from automation.embedded.forms import items

Json = dict[str, Any]


@dataclass(frozen=True)
class Said:
    """A question that was answered."""

    title: str
    values: tuple[str, ...]


def values_of(response: Json) -> dict[str, tuple[str, ...]]:
    """Question id → the values of the answer."""
    return {
        id_: tuple(part.get("value", "") for part in answer["textAnswers"]["answers"])
        for id_, answer in response["answers"].items()
    }


def said(form: Json, response: Json) -> Iterator[Said]:
    """The answered questions in the form's order."""
    values = values_of(response)
    for item, question in items.questions(form):
        given = values.get(question["questionId"], ())
        if given:
            row = question.get("rowQuestion", {}).get("title", "")
            title = ": ".join(part for part in (item.get("title", ""), row) if part)
            shown = map(_local, given) if "dateQuestion" in question else given
            yield Said(title or "Вопрос без названия", tuple(shown))


def _local(day: str) -> str:
    """«2026-09-01 09:30» → «01.09.2026 09:30», «09-01» → «01.09»."""
    return re.sub(r"^(?:(\d{4})-)?(\d\d)-(\d\d)", lambda part: ".".join(filter(None, part.group(3, 2, 1))), day)
