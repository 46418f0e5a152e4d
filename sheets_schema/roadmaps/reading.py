"""From a YAML file to a `Roadmap`, or to one clear message of what is wrong in it."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import yaml
from pydantic import ValidationError

from sheets_schema.roadmaps.model import Roadmap

SUFFIX = ".yaml"

# Pydantic's kinds of error that a person who writes a plan can make most easily, in their language.
MESSAGES = {
    "missing": "нет обязательного поля",
    "extra_forbidden": "такого поля не бывает",
    "string_type": "нужен текст (число или дату возьмите в кавычки)",
    "string_too_short": "пусто",
    "string_pattern_mismatch": "нужен номер вида 1, 1.2 или 1.2.3",
    "int_parsing": "нужно целое число",
    "int_type": "нужно целое число",
    "bool_parsing": "нужно true или false",
    "bool_type": "нужно true или false",
    "tuple_type": "нужен список",
    "literal_error": "такого значения не бывает",
    "date_type": "нужна дата вида 2024-05-31",
    "date_parsing": "нужна дата вида 2024-05-31",
    "date_from_datetime_parsing": "нужна дата вида 2024-05-31",
}


class RoadmapError(ValueError):
    """A plan that does not exist or cannot be read. Its text is in Russian, one line for each mistake."""


def names() -> list[str]:
    """The codes of all plans of the package, in alphabetical order."""
    entries = files(__package__).iterdir()
    return sorted(entry.name.removesuffix(SUFFIX) for entry in entries if entry.name.endswith(SUFFIX))


@cache
def load(name: str) -> Roadmap:
    """The plan with this code.

    Raises RoadmapError when there is no such plan or its file has a mistake.
    """
    if name not in names():
        raise RoadmapError(f"Дорожной карты «{name}» нет. Есть: {', '.join(names())}.")
    return read(files(__package__).joinpath(name + SUFFIX).read_text(encoding="utf-8"), code=name)


def read(text: str, *, code: str) -> Roadmap:
    """The plan written as YAML in `text`, under the code `code`.

    Raises RoadmapError that says where each mistake is.
    """
    try:
        fields = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError) as error:  # ValueError: an unquoted date that does not exist
        raise RoadmapError(f"Дорожная карта «{code}» - не YAML: {error}") from error
    if not isinstance(fields, Mapping):
        raise RoadmapError(f"Дорожная карта «{code}»: ожидались поля плана (organisation, title, stages…).")
    try:
        return Roadmap.model_validate({**fields, "code": code})
    except ValidationError as error:
        raise RoadmapError(_explain(code, fields, error)) from error


def _explain(code: str, fields: Mapping[str, Any], error: ValidationError) -> str:
    mistakes = [
        f"- {_place(fields, mistake['loc'])}: {_reason(mistake['type'], mistake['msg'])}" for mistake in error.errors()
    ]
    return "\n".join([f"Дорожная карта «{code}» заполнена с ошибками:", *mistakes])


def _reason(kind: str, message: str) -> str:
    return MESSAGES.get(kind, message.removeprefix("Value error, "))


def _place(fields: Mapping[str, Any], path: tuple[str | int, ...]) -> str:
    """Name the place by the numbers that its author wrote, not by positions in a list."""
    value: Any = fields
    words = []
    for step in path:
        try:
            value = value[step]
        except (KeyError, IndexError, TypeError):
            value = None
        if isinstance(step, int) and isinstance(value, Mapping):
            words.append(str(value.get("number", f"№ {step + 1}")))
        else:
            words.append(str(step))
    return " → ".join(words) or "план"
