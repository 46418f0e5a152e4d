"""The questions of one section of a form as HTML.

Where nothing is answered yet, and no options are mixed up, they look the same to everybody: such a section is drawn
once, however many people open it in the same minute.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass, field

from markupsafe import Markup

from automation.embedded.forms.guide import Guide
from automation.embedded.forms.layout import Layout
from automation.embedded.pages.questionnaire import Asking, Question
from automation.embedded.pages.rendering import drawn

_KEPT = 500  # sections


@dataclass(frozen=True)
class Section:
    """A section drawn, and what the rest of its page says of it."""

    html: Markup = field(default_factory=Markup)
    wrong: tuple[Question, ...] = ()
    has_required: bool = False


def section_of(layout: Layout, asking: Asking, number: int) -> Section:
    """The section of this number, with what was answered in it."""
    names = layout.names[number]
    is_touched = any(name in asking.fields or name in asking.problems for name in names)
    if is_touched or layout.mixes[number]:
        return _drawn(asking, number)
    return _untouched(layout, asking.guide, number, asking.base_url)


@functools.lru_cache(_KEPT)
def _untouched(layout: Layout, guide: Guide, number: int, base_url: str) -> Section:
    return _drawn(Asking(layout.form, guide, {}, {}, "", base_url), number)


def _drawn(asking: Asking, number: int) -> Section:
    blocks = asking.blocks(number)
    questions = [question for block in blocks for question in block.questions]
    return Section(
        drawn("form_section.html", blocks=blocks),
        wrong=tuple(question for question in questions if question.problem),
        has_required=any(question.is_required for question in questions),
    )
