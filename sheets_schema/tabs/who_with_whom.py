"""«Кто с кем»: every mentor with their mentees, how strong each pair is, and who is left, in one picture."""

from __future__ import annotations

from sheets_schema.columns import JOB, Choice, Key, Mark, Number, PersonName, Text
from sheets_schema.sheet import Sheet
from sheets_schema.vocabulary import (
    AWAITS_ORDER,
    BLUE,
    GREEN,
    GREY,
    HAS_PLACE,
    IN_DRAFT,
    IS_PROPOSED,
    LINE_STATES,
    NO_MENTOR,
    OFFICIAL,
    RED,
    YELLOW,
)

SQUARES = 10
STRENGTHS = tuple("■" * filled + "□" * (SQUARES - filled) for filled in range(SQUARES + 1))
"""A score of 0 … 100 as a bar: the picture says the same without its colours."""
STRONG, WEAK = 7, 4
"""From so many squares on a bar is green; below so many it is red."""


def bar(score: float) -> str:
    """The bar of a score from 0 to 100."""
    return STRENGTHS[max(0, min(SQUARES, round(score / SQUARES)))]


def _hue(filled: int) -> str:
    return GREEN if filled >= STRONG else YELLOW if filled >= WEAK else RED


class WhoWithWhom(Sheet):
    """Вся картина разом: наставники, их наставляемые, сила каждой пары и кто остался. Рисует программа."""

    title = "Кто с кем"
    position = 7.5
    written_by = ("who_with_whom",)
    frozen = 2
    colours = {
        OFFICIAL: GREEN,
        IN_DRAFT: BLUE,
        AWAITS_ORDER: BLUE,
        IS_PROPOSED: YELLOW,
        HAS_PLACE: GREY,
        NO_MENTOR: RED,
        **{strength: _hue(filled) for filled, strength in enumerate(STRENGTHS)},
    }

    id = Key(prefix="К", hidden=True)
    """A line of the picture, counted from the top: it is drawn anew on the same lines."""
    mentor_name = PersonName("Наставник", owner=JOB, width=240)
    places = Text("Мест занято", owner=JOB, width=100)
    mentee_name = PersonName("Наставляемый", owner=JOB, width=240)
    strength = Mark("Сила пары", options=STRENGTHS, width=165, hint="Чем больше закрашено, тем выше балл")
    score = Number("Балл", owner=JOB, width=70)
    state = Choice("Состояние", LINE_STATES, owner=JOB, width=150)
    why = Text("Почему", owner=JOB, long=True, width=420)
    mentor = Text("Номер наставника", owner=JOB, width=110)
    mentee = Text("Номер наставляемого", owner=JOB, width=110)
