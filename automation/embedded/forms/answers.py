"""An answer held against its form: what is stored, and in plain Russian what is wrong."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from automation.embedded.forms import items

Json = dict[str, Any]
Fields = dict[str, list[str]]

OTHER = "__other_option__"
EMAIL_FIELD = "emailAddress"
_MAX_TEXT = 50_000
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+\Z")
_TIME = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)\Z")
_DURATION = re.compile(r"(\d{1,2}):([0-5]\d):([0-5]\d)\Z")

REQUIRED = "Ответьте, пожалуйста, на этот вопрос."
CHOOSE_LISTED = "Выберите один из предложенных ответов."
BAD_DATE = "Укажите дату: день, месяц и год, например 01.09.2026."
BAD_TIME = "Укажите время: часы и минуты, например 09:30."
TOO_LONG = f"Слишком длинный ответ: не больше {_MAX_TEXT} знаков."
BAD_EMAIL = "Проверьте адрес эл. почты: он должен выглядеть так: имя@example.ru."
ONE_ONLY = "Здесь можно выбрать только один ответ."


@dataclass
class Checked:
    """The outcome: ``answers`` as ``FormResponse.answers``, ``problems`` by field name."""

    answers: Json = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)
    email: str = ""


def field_name(question: Json) -> str:
    """``entry.`` and the question's id as a decimal number, as on Google's pages."""
    return f"entry.{int(question['questionId'], 16)}"


def check(form: Json, fields: Fields) -> Checked:
    """Hold what was sent against the form; only sections on the respondent's way must be complete."""
    checked = Checked()
    if collects_email(form):
        _check_email(fields, checked)
    for _, section in _visited(form, fields):
        for item in section:
            columns = item.get("questionGroupItem", {}).get("grid", {}).get("columns")
            for question in items.questions_of(item):
                _check_question(question, columns, fields, checked)
    return checked


def collects_email(form: Json) -> bool:
    """Whether the respondent is asked for an address."""
    return form["settings"].get("emailCollectionType") in ("RESPONDER_INPUT", "VERIFIED")


def _check_email(fields: Fields, checked: Checked) -> None:
    checked.email = next(iter(fields.get(EMAIL_FIELD, [])), "").strip()
    if not _EMAIL.match(checked.email):
        checked.problems[EMAIL_FIELD] = BAD_EMAIL if checked.email else REQUIRED


def _visited(form: Json, fields: Fields) -> list[tuple[Json | None, list[Json]]]:
    """The sections that the chosen options lead through."""
    pages = items.sections(form)
    numbers = {page[0]["itemId"]: number for number, page in enumerate(pages) if page[0]}
    visited: list[tuple[Json | None, list[Json]]] = []
    number = 0
    while number < len(pages) and len(visited) <= len(pages):
        visited.append(pages[number])
        number = _next_section(pages[number][1], number, numbers, len(pages), fields)
    return visited


def _next_section(section: list[Json], number: int, numbers: dict[str, int], count: int, fields: Fields) -> int:
    for item in section:
        for question in items.questions_of(item):
            chosen = fields.get(field_name(question), [])
            for option in question.get("choiceQuestion", {}).get("options", []):
                if option.get("value") in chosen:
                    if option.get("goToSectionId") in numbers:
                        return numbers[option["goToSectionId"]]
                    if option.get("goToAction") == "SUBMIT_FORM":
                        return count
                    if option.get("goToAction") == "RESTART_FORM":
                        return 0
    return number + 1


def _check_question(question: Json, columns: Json | None, fields: Fields, checked: Checked) -> None:
    name = field_name(question)
    try:
        values = _values(question, columns, name, fields)
        if not values and question.get("required"):
            raise ValueError(REQUIRED)
    except ValueError as problem:
        checked.problems[name] = str(problem)
        return
    if values:
        question_id = question["questionId"]
        checked.answers[question_id] = {
            "questionId": question_id,
            "textAnswers": {"answers": [{"value": value} for value in values]},
        }


def _values(question: Json, columns: Json | None, name: str, fields: Fields) -> list[str]:
    """The answer's values; raises `ValueError` with what to tell the respondent."""
    given = [value.replace("\r\n", "\n") for value in fields.get(name, []) if value.strip()]
    if any(len(value) > _MAX_TEXT for value in given):
        raise ValueError(TOO_LONG)
    if columns or "choiceQuestion" in question:
        return _chosen(columns or question["choiceQuestion"], given, fields.get(f"{name}.other_option_response", []))
    if "dateQuestion" in question:
        return _date(question["dateQuestion"], name, given, fields)
    if "timeQuestion" in question:
        return _time(question["timeQuestion"], name, given, fields)
    if "scaleQuestion" in question or "ratingQuestion" in question:
        return _level(question, given)
    return given[:1]


def _chosen(choice: Json, given: list[str], other: list[str]) -> list[str]:
    options = choice.get("options", [])
    listed = {option.get("value") for option in options if not option.get("isOther")}
    values = []
    for value in dict.fromkeys(given):
        if value == OTHER and any(option.get("isOther") for option in options):
            written = next(iter(other), "").strip()
            if not written:
                raise ValueError("Напишите свой вариант ответа или выберите другой.")
            if len(written) > _MAX_TEXT:
                raise ValueError(TOO_LONG)
            values.append(written)
        elif value in listed:
            values.append(value)
        else:
            raise ValueError(CHOOSE_LISTED)
    if choice.get("type") != "CHECKBOX" and len(values) > 1:
        raise ValueError(ONE_ONLY)
    return values


def _level(question: Json, given: list[str]) -> list[str]:
    if "scaleQuestion" in question:
        low, high = question["scaleQuestion"].get("low", 0), question["scaleQuestion"].get("high", 0)
    else:
        low, high = 1, question["ratingQuestion"]["ratingScaleLevel"]
    if given and given[0] not in {str(level) for level in range(low, high + 1)}:
        raise ValueError(CHOOSE_LISTED)
    return given[:1]


def _parts(name: str, suffixes: tuple[str, ...], fields: Fields) -> list[str]:
    return [next(iter(fields.get(f"{name}_{suffix}", [])), "").strip() for suffix in suffixes]


def _date(kind: Json, name: str, given: list[str], fields: Fields) -> list[str]:
    has_year, has_time = kind.get("includeYear", False), kind.get("includeTime", False)
    text = given[0].strip() if given else ""
    if not text:
        year, month, day, hour, minute = _parts(name, ("year", "month", "day", "hour", "minute"), fields)
        if not any((year, month, day)):
            return []
        text = f"{year or ('' if has_year else '2000')}-{month.zfill(2)}-{day.zfill(2)}"
        text += f"T{hour.zfill(2)}:{minute.zfill(2)}" if has_time else ""
    day_text, _, time_text = text.replace(" ", "T").partition("T")
    moment = _calendar_date(day_text)
    shown = moment.strftime("%m-%d")
    if has_year:
        shown = f"{moment.year:04d}-{shown}"
    return [f"{shown} {_clock(time_text)}" if has_time else shown]


def _calendar_date(text: str) -> date:
    local = re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", text)
    without_year = re.fullmatch(r"(\d{1,2})-(\d{1,2})", text)
    try:
        if local:
            return date(int(local.group(3)), int(local.group(2)), int(local.group(1)))
        if without_year:
            return date(2000, int(without_year.group(1)), int(without_year.group(2)))
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(BAD_DATE) from None


def _clock(text: str) -> str:
    matched = _TIME.match(text.strip())
    if not matched:
        raise ValueError(BAD_TIME)
    return f"{int(matched.group(1)):02d}:{matched.group(2)}"


def _time(kind: Json, name: str, given: list[str], fields: Fields) -> list[str]:
    text = given[0].strip() if given else ""
    hour, minute, second = _parts(name, ("hour", "minute", "second"), fields)
    if not text:
        if not (hour or minute or second):
            return []
        text = f"{hour or '0'}:{(minute or '0').zfill(2)}"
        text += f":{(second or '0').zfill(2)}" if kind.get("duration") else ""
    if not kind.get("duration"):
        return [_clock(text)]
    matched = _DURATION.match(text)
    if not matched:
        raise ValueError("Укажите длительность: часы, минуты и секунды, например 01:30:00.")
    return [f"{int(matched.group(1)):02d}:{matched.group(2)}:{matched.group(3)}"]
