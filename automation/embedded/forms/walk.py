"""A respondent's steps from section to section: what «Далее», «Назад» and «Отправить» lead to.

    forward(form, fields, 0)      # Stop(section=1): the answers of section 0 are right
    forward(form, fields, 1)      # Stop(section=1, problems={"entry.26": "Ответьте, пожалуйста, …"})
    finish(form, fields)          # Checked, ready to be stored, or the Stop that keeps it from that

All that was answered so far comes back with every step, from a page that anybody may have altered. So each step holds
everything on the way against the form again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from automation.embedded.forms import items
from automation.embedded.forms.answers import Checked, check
from automation.embedded.forms.fields import Fields
from automation.embedded.forms.guide import NO_GUIDE, Guide
from automation.embedded.forms.route import route

Json = dict[str, Any]

TURNED_BACK = "По вашему ответу анкета вернулась к этому разделу. Всё, что вы написали, сохранено."
CHANGED = "Анкета изменилась, пока вы её заполняли. Проверьте, пожалуйста, ответы с начала: они сохранены."


@dataclass(frozen=True)
class Stop:
    """What to show next: the section of this number, or the page before sending if there is no such section."""

    section: int
    problems: dict[str, str] = field(default_factory=dict)
    notice: str = ""


def forward(form: Json, fields: Fields, number: int, guide: Guide = NO_GUIDE) -> Stop:
    """The stop after the section ``number``, or the first section up to it that is not answered rightly."""
    way = route(form, fields)
    count = len(items.sections(form))
    shown = way.until(number)
    if not shown:
        return Stop(0, notice=CHANGED)
    wrong = _first_wrong(form, fields, guide, shown)
    if wrong:
        return wrong
    onward = way.after(number)
    if onward is None:
        return Stop(count)
    return Stop(onward, notice=TURNED_BACK if onward in shown else "")


def backward(form: Json, fields: Fields, number: int) -> Stop:
    """The section before ``number``; what was typed in this one need not be right."""
    return Stop(route(form, fields).before(number))


def finish(form: Json, fields: Fields, guide: Guide = NO_GUIDE) -> Checked | Stop:
    """The answers of all sections on the way, or the first section that keeps them from being sent."""
    way = route(form, fields)
    wrong = _first_wrong(form, fields, guide, way.sections)
    if wrong:
        return wrong
    if way.returns_to is not None:
        return Stop(way.returns_to, notice=TURNED_BACK)
    return check(form, way.sections, fields, guide)


def _first_wrong(form: Json, fields: Fields, guide: Guide, numbers: Iterable[int]) -> Stop | None:
    for number in numbers:
        problems = check(form, [number], fields, guide).problems
        if problems:
            return Stop(number, problems)
    return None
