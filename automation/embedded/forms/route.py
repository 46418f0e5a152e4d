"""The way through a form's sections: which of them the given answers lead through, and where it goes from each.

    way = route(form, fields)
    way.sections          # (0, 2): numbers in the order in which they are shown
    way.returns_to        # 1 if the last answer leads back there; None where the form ends

https://developers.google.com/workspace/forms/api/reference/rest/v1/forms#Option says where an option may lead. As
https://developers.google.com/apps-script/reference/forms/page-navigation-type has it, the last option chosen on a page
that leads anywhere decides, and nothing leads from a form's last page but the end.

Nothing here reads or stores anything: a way follows from a form and the answers alone, whatever a page claims.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from automation.embedded.forms import items
from automation.embedded.forms.fields import OTHER, Fields, field_name

Json = dict[str, Any]
Sections = list[tuple[Json | None, list[Json]]]


@dataclass(frozen=True)
class Route:
    """The numbers of the sections in the order in which they are shown, each once."""

    sections: tuple[int, ...]
    returns_to: int | None = None
    """The section, one of those before, that the last answer leads back to; None where the form ends."""

    def before(self, number: int) -> int:
        """The section before this one; for one that is not on the way, the way's last."""
        place = self.sections.index(number) if number in self.sections else len(self.sections)
        return self.sections[max(place - 1, 0)]

    def until(self, number: int) -> tuple[int, ...]:
        """The sections shown up to this one and with it; none for one that is not on the way."""
        return self.sections[: self.sections.index(number) + 1] if number in self.sections else ()

    def after(self, number: int) -> int | None:
        """The section shown after this one, which may be an earlier one; None where the form ends."""
        place = self.sections.index(number) + 1
        return self.sections[place] if place < len(self.sections) else self.returns_to


def route(form: Json, fields: Fields) -> Route:
    """The way that the answers in ``fields`` lead. It never goes in circles: it ends where it would turn back."""
    sections = items.sections(form)
    shown = [0]
    while (number := _next(sections, shown[-1], fields)) < len(sections):
        if number in shown:
            return Route(tuple(shown), returns_to=number)
        shown.append(number)
    return Route(tuple(shown))


def branches(form: Json) -> bool:
    """Whether an answer can lead anywhere but to the next section."""
    sections = items.sections(form)
    return any(_targets(sections, number) - {number + 1} for number in range(len(sections)))


def is_last(form: Json, number: int) -> bool:
    """Whether the form ends after this section, whatever is answered in it."""
    sections = items.sections(form)
    return _targets(sections, number) == {len(sections)}


def _next(sections: Sections, number: int, fields: Fields) -> int:
    """The section after ``number``; as many as there are sections where the form ends."""
    decided = number + 1
    for question, option in _leading(sections, number):
        value = OTHER if option.get("isOther") else option.get("value")
        if value in fields.get(field_name(question), []):
            decided = _target(sections, number, option)
    return decided


def _targets(sections: Sections, number: int) -> set[int]:
    """Everywhere that the way may go from a section."""
    leading = list(_leading(sections, number))
    reached = {_target(sections, number, option) for _, option in leading}
    return reached if _always_decided(leading) else reached | {number + 1}


def _always_decided(leading: list[tuple[Json, Json]]) -> bool:
    """Whether one of the questions must be answered and leads somewhere by each of its options."""
    return any(
        question.get("required") and all(_leads(option) for option in question["choiceQuestion"]["options"])
        for question, _ in leading
    )


def _leading(sections: Sections, number: int) -> Iterator[tuple[Json, Json]]:
    """The options of a section that lead anywhere, with their questions; none of the last section's does."""
    if number == len(sections) - 1:
        return
    for item in sections[number][1]:
        for question in items.questions_of(item):
            for option in question.get("choiceQuestion", {}).get("options", []):
                if _leads(option):
                    yield question, option


def _leads(option: Json) -> bool:
    return bool(option.get("goToSectionId")) or option.get("goToAction") in (
        "NEXT_SECTION",
        "RESTART_FORM",
        "SUBMIT_FORM",
    )


def _target(sections: Sections, number: int, option: Json) -> int:
    if option.get("goToSectionId"):
        numbers = {opening["itemId"]: place for place, (opening, _) in enumerate(sections) if opening}
        return numbers.get(option["goToSectionId"], number + 1)
    return {"RESTART_FORM": 0, "SUBMIT_FORM": len(sections)}.get(option["goToAction"], number + 1)
