"""What a form is made of: checks of items, ids for them, and the questions in order.

https://developers.google.com/workspace/forms/api/reference/rest/v1/forms#Item
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from typing import Any

from automation.embedded.errors import invalid

Json = dict[str, Any]

ITEM_KINDS = ("questionItem", "questionGroupItem", "pageBreakItem", "textItem", "imageItem", "videoItem")
QUESTION_KINDS = (
    "choiceQuestion",
    "textQuestion",
    "scaleQuestion",
    "dateQuestion",
    "timeQuestion",
    "fileUploadQuestion",
    "rowQuestion",
    "ratingQuestion",
)
_ICONS = ("STAR", "HEART", "THUMB_UP")


def questions_of(item: Json) -> list[Json]:
    """The questions of one item; a grid has one for each row."""
    if "questionItem" in item:
        return [item["questionItem"].get("question", {})]
    return list(item.get("questionGroupItem", {}).get("questions", []))


def questions(form: Json) -> Iterator[tuple[Json, Json]]:
    """Every question of a form with its item, in order."""
    for item in form.get("items", []):
        for question in questions_of(item):
            yield item, question


def choice_of(item: Json, question: Json) -> Json | None:
    """What the answer to a question is chosen from: its own options, or the columns of the grid that it is a row of."""
    found: Json | None = item.get("questionGroupItem", {}).get("grid", {}).get("columns")
    return found or question.get("choiceQuestion")


def is_mixed(item: Json) -> bool:
    """Whether an item's rows or options are shown in another order to each respondent."""
    grid = item.get("questionGroupItem", {}).get("grid", {})
    choices = [choice_of(item, question) or {} for question in questions_of(item)]
    return bool(grid.get("shuffleQuestions")) or any(choice.get("shuffle") for choice in choices)


def sections(form: Json) -> list[tuple[Json | None, list[Json]]]:
    """The form's pages: the page break that opens each (none for the first), and its items."""
    found: list[tuple[Json | None, list[Json]]] = [(None, [])]
    for item in form.get("items", []):
        if "pageBreakItem" in item:
            found.append((item, []))
        else:
            found[-1][1].append(item)
    return found


def prepare(item: Json, taken: set[str]) -> Json:
    """The item with ids where it had none. Raises `ApiError` 400 if it is not a sound one."""
    kinds = [kind for kind in ITEM_KINDS if kind in item]
    if len(kinds) != 1:
        raise invalid("An item must have exactly one kind.")
    item["itemId"] = _id(item.get("itemId"), taken)
    if "questionItem" in item and "question" not in item["questionItem"]:
        raise invalid("A question item must have a question.")
    for question in questions_of(item):
        question["questionId"] = _id(question.get("questionId"), taken)
        _check_question(question, in_group="questionGroupItem" in item)
    if "questionGroupItem" in item:
        _check_grid(item["questionGroupItem"])
    return item


def _id(given: str | None, taken: set[str]) -> str:
    chosen = given or secrets.token_hex(4)
    while not given and (chosen in taken or chosen.startswith("0")):
        chosen = secrets.token_hex(4)
    if chosen in taken:
        raise invalid(f"Id {chosen} is used more than once.")
    if not _is_hex(chosen):
        raise invalid(f"Id {chosen} is not a hexadecimal number.")
    taken.add(chosen)
    return chosen


def _is_hex(text: str) -> bool:
    return 0 < len(text) <= 8 and all(letter in "0123456789abcdef" for letter in text)


def ids(form: Json) -> set[str]:
    """All ids of items and questions in use."""
    return {item["itemId"] for item in form.get("items", [])} | {
        question["questionId"] for _, question in questions(form)
    }


def _check_question(question: Json, *, in_group: bool) -> None:
    kinds = [kind for kind in QUESTION_KINDS if kind in question]
    if len(kinds) != 1:
        raise invalid("A question must have exactly one kind.")
    if (kinds[0] == "rowQuestion") != in_group:
        raise invalid("A row question belongs into a question group, and only there.")
    if kinds[0] == "fileUploadQuestion":
        raise invalid("Creating file upload questions is not supported.")
    if kinds[0] == "choiceQuestion":
        check_choices(question["choiceQuestion"])
    elif kinds[0] == "scaleQuestion":
        _check_scale(question["scaleQuestion"])
    elif kinds[0] == "ratingQuestion":
        _check_rating(question["ratingQuestion"])


def check_choices(choice: Json) -> None:
    """Raises `ApiError` 400 for options that a respondent could not tell apart or reach."""
    kind, options = choice.get("type"), choice.get("options", [])
    if kind not in ("RADIO", "CHECKBOX", "DROP_DOWN"):
        raise invalid("A choice question must have a type.")
    if not options:
        raise invalid("A choice question must have at least one option.")
    values = [option.get("value", "") for option in options if not option.get("isOther")]
    if not all(values):
        raise invalid("An option must have a value.")
    if len(set(values)) < len(values):
        raise invalid("Options must not have the same value twice.")
    others = [option for option in options if option.get("isOther")]
    if len(others) > 1 or (others and kind == "DROP_DOWN"):
        raise invalid("Only one option may be 'other', and only in radio and checkbox questions.")
    if kind == "CHECKBOX" and any({"goToAction", "goToSectionId"} & set(option) for option in options):
        raise invalid("Options of a checkbox question cannot go to a section.")


def _check_scale(scale: Json) -> None:
    low, high = scale.get("low", 0), scale.get("high", 0)
    if low not in (0, 1) or not 2 <= high <= 10:
        raise invalid("A scale must go from 0 or 1 to a number between 2 and 10.")


def _check_rating(rating: Json) -> None:
    if not 3 <= rating.get("ratingScaleLevel", 0) <= 10 or rating.get("iconType") not in _ICONS:
        raise invalid("A rating must have between 3 and 10 levels and an icon type.")


def _check_grid(group: Json) -> None:
    columns = group.get("grid", {}).get("columns")
    if not group.get("questions") or not columns:
        raise invalid("A question group must have questions and a grid with columns.")
    if columns.get("type") not in ("RADIO", "CHECKBOX"):
        raise invalid("The columns of a grid must be of type RADIO or CHECKBOX.")
    check_choices(columns)


def check_form(form: Json) -> None:
    """Raises `ApiError` 400 where options go to sections that are not there."""
    section_ids = {item["itemId"] for item in form.get("items", []) if "pageBreakItem" in item}
    for _, question in questions(form):
        for option in question.get("choiceQuestion", {}).get("options", []):
            if "goToSectionId" in option and option["goToSectionId"] not in section_ids:
                raise invalid(f"There is no section with id {option['goToSectionId']}.")
