"""Measures from somebody's table on their way to the «Дорожная карта» tab or to a YAML file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import count
from typing import Any

import pandas as pd

from automation.roadmaps.entry import number_in
from automation.roadmaps.tables import Found, Imported

COMPARED = 1000  # characters of a title: a cell does not hold all of the longest


def rows_of(measures: Iterable[Found]) -> list[dict[str, Any]]:
    """Rows for «Дорожная карта»: column → what stands in it."""
    return [
        {
            "number": one.number or None,
            "measure": one.title,
            "deadline": one.deadline or None,
            "responsible": one.responsible or None,
            "result": one.result or None,
            "stage": one.stage or None,
            "activity": one.activity or None,
            "yearly": one.yearly,
            "description": one.description or None,
            "checkpoint": one.checkpoint,
            "levels": one.levels,
        }
        for one in measures
    ]


def not_there_yet(imported: Imported, frame: pd.DataFrame) -> Imported:
    """What of a file is not in the sheet's rows; what is left out is said.

    A measure is there when a row has its title, and its stage or number; or its stage and number, for the curator may
    have worded it anew. A line that a file repeats word for word is taken once.
    """
    known: set[tuple[str, str]] = set()
    for _, title, stage, number in frame[["measure", "stage", "number"]].fillna("").itertuples():
        known |= _marks(str(title), str(stage), str(number))
    kept = Imported(remarks=list(imported.remarks))
    seen: set[tuple[str, ...]] = set()
    for one in imported.measures:
        words = tuple(_plain(text) for text in (one.number, one.title, one.deadline, one.stage))
        if words in seen:
            kept.remarks.append(f"{one.place}: то же мероприятие уже есть в файле; внесено один раз.")
        elif not known & _marks(one.title, one.stage, one.number):
            kept.measures.append(one)
        seen.add(words)
    return kept


def _marks(title: str, stage: str, number: str) -> set[tuple[str, str]]:
    """What a measure may be recognised by: two of title, stage and number."""
    title, stage, number = _plain(title), _plain(stage), _plain(number)
    marks = {(title, f"этап {stage}")}
    if number:
        marks |= {(title, f"пункт {number}"), (f"этап {stage}", f"пункт {number}")}
    return marks


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower().replace("ё", "е")))[:COMPARED]


# A plan as YAML


def as_yaml(measures: Sequence[Found], *, title: str) -> str:
    """A plan that `sheets_schema.roadmaps.read` takes. Numbers that a plan cannot have are given anew."""
    import yaml

    plan: dict[str, Any] = {
        "title": title,
        "stages": _stages(measures),
    }
    text = yaml.safe_dump(plan, allow_unicode=True, sort_keys=False, width=110)
    return text if _keeps_numbers(plan["stages"], measures) else _RENUMBERED + text


_RENUMBERED = "# Номера, которых в плане быть не может (повторы, чужой этап, не число), заданы заново.\n\n"


def _keeps_numbers(stages: Any, measures: Sequence[Found]) -> bool:
    given = {measure["number"] for stage in stages for measure in stage["measures"]}
    written = [one.number for one in measures if one.number]
    return len(set(written)) == len(written) and given >= set(written)


def _stages(measures: Sequence[Found]) -> list[dict[str, Any]]:
    numbers: set[str] = set()
    if not any(one.stage for one in measures):
        return [{"measures": [_measure(one, None, numbers) for one in measures]}]
    by_title: dict[str, list[Found]] = {}
    for one in measures:
        by_title.setdefault(one.stage or "Мероприятия", []).append(one)
    stages: list[dict[str, Any]] = []
    for stage, entries in by_title.items():
        number, title = _stage(stage, entries, {made["number"] for made in stages})
        stages.append(
            {"number": number, "title": title, "measures": [_measure(one, number, numbers) for one in entries]}
        )
    return stages


def _stage(text: str, measures: Sequence[Found], taken: set[int]) -> tuple[int, str]:
    """The stage's number, as its title or its measures have it, and the rest of its title."""
    found = re.match(r"(?:этап\s*)?(\d{1,3})\b[\s.):–—-]*(?:этап\b[\s.:–—-]*)?", text, flags=re.IGNORECASE)
    heads = {parts[0] for one in measures if len(parts := number_in(one.number)) > 1}
    wanted = [int(found[1])] if found else [*heads] if len(heads) == 1 else []
    preparatory = not found and re.match(r"подготовительн", text, flags=re.IGNORECASE)
    number = next((one for one in [*([0] if preparatory else []), *wanted] if one not in taken), None)
    title = text[found.end() :] if found else text
    return max(taken, default=0) + 1 if number is None else number, title or text


def _measure(one: Found, stage: int | None, numbers: set[str]) -> dict[str, Any]:
    """The fields that say something. `numbers` are those given already; the one given now joins them."""
    number = _number(one.number, stage, numbers)
    numbers.add(number)
    fields: dict[str, Any] = {
        "number": number,
        "activity": one.activity,
        "title": one.title,
        "description": one.description,
        "deadline": one.deadline,
        "responsible": [person.strip(" .") for person in re.split(r"[,;]", one.responsible) if person.strip(" .")],
        "inherited": list(one.inherited),
        "result": one.result,
        "yearly": one.yearly,
        "checkpoint": one.checkpoint,
        "levels": list(one.levels),
    }
    return {name: value for name, value in fields.items() if value}


def _number(written: str, stage: int | None, numbers: set[str]) -> str:
    """The number as it is written, where the plan may have it; else the next that is free in the stage."""
    parts = number_in(written)
    number = ".".join(map(str, parts))
    fits = 0 < len(parts) <= 3 and (stage is None or len(parts) == 1 or parts[0] == stage)
    if fits and number not in numbers:
        return number
    candidates = (f"{n}" if stage is None else f"{stage}.{n}" for n in count(1))
    return next(candidate for candidate in candidates if candidate not in numbers)
