"""An answer held against its form: what is stored, and in plain Russian what is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from automation.embedded.access.email_addresses import one_address
from automation.embedded.forms import items
from automation.embedded.forms.fields import EMAIL_FIELD, OTHER, Fields, field_name, first, other_name, part_name
from automation.embedded.forms.guide import Guide

Json = dict[str, Any]

_MAX_TEXT = 50_000
_TIME = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)\Z")
_DURATION = re.compile(r"(\d{1,2}):([0-5]\d):([0-5]\d)\Z")
_LEAP_YEAR = 2000  # stands in for the year of a date that has none, so that 29 February is one

REQUIRED = "Ответьте, пожалуйста, на этот вопрос."
CHOOSE_LISTED = "Выберите один из предложенных ответов."
BAD_DATE = "Укажите дату: день, месяц и год, например 01.09.2026."
BAD_DAY = "Укажите день и месяц, например 1 сентября."
BAD_MOMENT = "Укажите дату и время, например 01.09.2026 09:30."
BAD_TIME = "Укажите время: часы и минуты, например 09:30."
BAD_DURATION = "Укажите длительность: часы, минуты и секунды, например 01:30:00."
TOO_LONG = f"Слишком длинный ответ: не больше {_MAX_TEXT} знаков."
BAD_EMAIL = "Проверьте адрес эл. почты: он должен выглядеть так: имя@example.ru."
NOT_SIGNED_IN = "Войдите, чтобы ответить: эта анкета записывает адрес того, кто вошёл."
ONE_ONLY = "Здесь можно выбрать только один ответ."
WRITE_YOUR_OWN = "Напишите свой вариант ответа или выберите другой."


@dataclass
class Checked:
    """The outcome: ``answers`` as ``FormResponse.answers``, ``problems`` by field name."""

    answers: Json = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)
    email: str = ""


def check(form: Json, numbers: Iterable[int], fields: Fields, guide: Guide) -> Checked:
    """Hold what was sent against the sections of these numbers; the address is asked for in the first."""
    checked, sections = Checked(), items.sections(form)
    for number in numbers:
        if number == 0 and collects_email(form):
            _check_email(form, fields, checked)
        for item in sections[number][1]:
            for question in items.questions_of(item):
                _check_question(item, question, fields, guide, checked)
    return checked


def collects_email(form: Json) -> bool:
    """Whether the respondent's address is kept."""
    return form["settings"].get("emailCollectionType") in ("RESPONDER_INPUT", "VERIFIED")


def verifies_email(form: Json) -> bool:
    """Whether only those who have signed in may answer, and their address is kept."""
    return bool(form["settings"].get("emailCollectionType") == "VERIFIED")


def typed(item: Json, question: Json, fields: Fields) -> str:
    """The first value of an answer as it would be stored; as it came, where it is not a right one."""
    try:
        return next(iter(_values(item, question, fields)), "")
    except ValueError:
        return first(fields, field_name(question))


def _check_email(form: Json, fields: Fields, checked: Checked) -> None:
    checked.email = first(fields, EMAIL_FIELD)
    if one_address(checked.email) is None:
        missing = NOT_SIGNED_IN if verifies_email(form) else REQUIRED
        checked.problems[EMAIL_FIELD] = BAD_EMAIL if checked.email else missing


def _check_question(item: Json, question: Json, fields: Fields, guide: Guide, checked: Checked) -> None:
    try:
        values = _values(item, question, fields)
        if {"textQuestion", "dateQuestion"} & set(question):  # what is chosen, the form itself has offered
            values = [guide.checked(question["questionId"], value) for value in values]
        if not values and is_required(question):
            raise ValueError(REQUIRED)
    except ValueError as problem:
        checked.problems[field_name(question)] = str(problem)
        return
    if values:
        question_id = question["questionId"]
        checked.answers[question_id] = {
            "questionId": question_id,
            "textAnswers": {"answers": [{"value": value} for value in values]},
        }


def is_required(question: Json) -> bool:
    """Whether the form cannot be sent without an answer. No page here takes files, so none can be required."""
    return bool(question.get("required")) and "fileUploadQuestion" not in question


def _values(item: Json, question: Json, fields: Fields) -> list[str]:
    """The answer's values; raises `ValueError` with what to tell the respondent."""
    given = [value.replace("\r\n", "\n") for value in fields.get(field_name(question), []) if value.strip()]
    if any(len(value) > _MAX_TEXT for value in given):
        raise ValueError(TOO_LONG)
    choice = items.choice_of(item, question)
    if choice:
        return _chosen(choice, given, first(fields, other_name(question)))
    if "dateQuestion" in question:
        return _date(question, given, fields)
    if "timeQuestion" in question:
        return _time(question, given, fields)
    if "scaleQuestion" in question or "ratingQuestion" in question:
        return _level(question, given)
    return [] if "fileUploadQuestion" in question else given[:1]


def _chosen(choice: Json, given: list[str], written: str) -> list[str]:
    options = choice.get("options", [])
    listed = {option.get("value") for option in options if not option.get("isOther")}
    values = []
    for value in dict.fromkeys(given):
        if value == OTHER and any(option.get("isOther") for option in options):
            if not written:
                raise ValueError(WRITE_YOUR_OWN)
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


def _parts(question: Json, parts: tuple[str, ...], fields: Fields) -> list[str]:
    return [first(fields, part_name(question, part)) for part in parts]


def _date(question: Json, given: list[str], fields: Fields) -> list[str]:
    kind = question["dateQuestion"]
    has_year, has_time = kind.get("includeYear", False), kind.get("includeTime", False)
    text = given[0].strip() if given else _date_of_parts(question, fields)
    if not text:
        return []
    day_text, time_text = [*re.split(r"[T,\s]+", text, maxsplit=1), ""][:2]
    try:
        moment = _calendar_date(day_text, has_year)
        clock = f" {_clock(time_text)}" if has_time else ""
    except ValueError:
        raise ValueError(BAD_MOMENT if has_year and has_time else BAD_DATE if has_year else BAD_DAY) from None
    return [(f"{moment.year:04d}-" if has_year else "") + moment.strftime("%m-%d") + clock]


def _date_of_parts(question: Json, fields: Fields) -> str:
    """The text of a date that came in parts; empty if none did."""
    year, month, day, hour, minute = _parts(question, ("year", "month", "day", "hour", "minute"), fields)
    if not any((year, month, day, hour, minute)):
        return ""
    has_year = question["dateQuestion"].get("includeYear", False)
    text = f"{year or ('' if has_year else _LEAP_YEAR)}-{month.zfill(2)}-{day.zfill(2)}"
    return f"{text}T{hour}:{(minute or '0').zfill(2)}" if hour or minute else text


def _calendar_date(text: str, has_year: bool) -> date:
    """A date as pickers send it (2026-09-01, 09-01) or as people type it (01.09.2026, 01.09). Raises `ValueError`."""
    local = re.fullmatch(r"(\d{1,2})\.(\d{1,2})(?:\.(\d{4}))?\.?", text)
    if local and (local.group(3) or not has_year):
        return date(int(local.group(3) or _LEAP_YEAR), int(local.group(2)), int(local.group(1)))
    short = None if has_year else re.fullmatch(r"(\d{1,2})-(\d{1,2})", text)
    return date(_LEAP_YEAR, int(short.group(1)), int(short.group(2))) if short else date.fromisoformat(text)


def _clock(text: str) -> str:
    matched = _TIME.match(text.strip())
    if not matched:
        raise ValueError(BAD_TIME)
    return f"{int(matched.group(1)):02d}:{matched.group(2)}"


def _time(question: Json, given: list[str], fields: Fields) -> list[str]:
    lasts = question["timeQuestion"].get("duration", False)
    text = given[0].strip() if given else _time_of_parts(question, fields, lasts)
    if not text:
        return []
    if not lasts:
        return [_clock(text)]
    matched = _DURATION.match(text)
    if not matched:
        raise ValueError(BAD_DURATION)
    return [f"{int(matched.group(1)):02d}:{matched.group(2)}:{matched.group(3)}"]


def _time_of_parts(question: Json, fields: Fields, lasts: bool) -> str:
    """The text of a time that came in parts; empty if none did."""
    hour, minute, second = _parts(question, ("hour", "minute", "second"), fields)
    if not (hour or minute or second):
        return ""
    text = f"{hour or '0'}:{(minute or '0').zfill(2)}"
    return f"{text}:{(second or '0').zfill(2)}" if lasts else text
